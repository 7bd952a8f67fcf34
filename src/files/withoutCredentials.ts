/**
 * A text without what could let its reader in somewhere: the user and password of an address, the value of an
 * authorization header, and tokens of 64 hexadecimal digits. An ellipsis stands in their place.
 */
export function withoutCredentials(text: string): string {
  return text
    .replace(/\b([a-z][a-z0-9+.-]*:\/\/)[^\s"'`<>/]*@/gi, "$1…@")
    .replace(/\b((?:proxy-)?authorization["']?\s*[:=]\s*["']?(?:[a-z]+\s+)?)[^\s"',;]+/gi, "$1…")
    .replace(/\b[0-9a-f]{64}\b/gi, "…");
}
