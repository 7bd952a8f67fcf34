import * as l10n from "@vscode/l10n";

const byteOrderMark = [0xef, 0xbb, 0xbf];

/** Length (bytes) of the byte-order mark that some editors put before UTF-8 text; 0 if there is none. */
export function markLength(bytes: Uint8Array): number {
  return byteOrderMark.every((byte, at) => bytes[at] === byte) ? byteOrderMark.length : 0;
}

/** Number of bytes that {@link isUtf16} needs. */
export const sampledBytes = 8;

/**
 * Whether bytes are the beginning of an ASCII text in UTF-16, as some editors and shells save it: every other byte is
 * zero. The first two bytes are ignored, since they may be a byte-order mark. False for fewer than {@link sampledBytes}
 * bytes.
 */
export function isUtf16(bytes: Uint8Array): boolean {
  const isZero = [...bytes.subarray(2, sampledBytes)].map((byte) => byte === 0);
  return (
    isZero.length === sampledBytes - 2 && isZero.every((zero, at) => zero === ((at % 2 === 1) === isZero[1]))
  );
}

/** The problem of a log in UTF-16, as one sentence for the user. */
export const logInUtf16 = l10n.t("events.jsonl is UTF-16 text; save it as UTF-8.");

/**
 * The text of a file that the user made, without its byte-order mark. The file is in UTF-8, or in UTF-16 with a
 * byte-order mark. Spreadsheet programs write such UTF-16 files.
 */
export function userTextOf(bytes: Buffer): string {
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : "utf-16be";
  const isMarked = encoding === "utf-16le" || (bytes[0] === 0xfe && bytes[1] === 0xff);
  return isMarked ? new TextDecoder(encoding).decode(bytes) : textOf(bytes);
}

/** The text of a UTF-8 file without its byte-order mark. */
export function textOf(bytes: Buffer): string {
  return bytes.toString("utf8", markLength(bytes));
}
