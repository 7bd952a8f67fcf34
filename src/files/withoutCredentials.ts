/**
 * A text without secrets: user and password of an address, the value of an authorization header, and tokens of 64
 * hexadecimal digits. An ellipsis replaces each.
 */
export function withoutCredentials(text: string): string {
  return text
    .replace(/\b([a-z][a-z0-9+.-]*:\/\/)[^\s"'`<>/]*@/gi, "$1…@")
    .replace(/\b((?:proxy-)?authorization["']?\s*[:=]\s*["']?(?:[a-z]+\s+)?)[^\s"',;]+/gi, "$1…")
    .replace(/\b[0-9a-f]{64}\b/gi, "…");
}
