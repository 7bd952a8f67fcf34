/**
 * A text without secrets: an ellipsis replaces user and password in an address, the value of an authorization header,
 * and each token of 64 hexadecimal digits.
 */
export function withoutCredentials(text: string): string {
  return text
    .replace(/\b([a-z][a-z0-9+.-]*:\/\/)[^\s"'`<>/]*@/gi, "$1…@")
    .replace(/\b((?:proxy-)?authorization["']?\s*[:=]\s*["']?(?:[a-z]+\s+)?)[^\s"',;]+/gi, "$1…")
    .replace(/\b[0-9a-f]{64}\b/gi, "…");
}
