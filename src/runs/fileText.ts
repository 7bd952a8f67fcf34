import * as l10n from "@vscode/l10n";
import { isLfsPointer, lfsPointer } from "../files/lfsPointer";
import { LOG } from "./runFiles";

const byteOrderMark = [0xef, 0xbb, 0xbf];

/** Length (bytes) of the byte-order mark that some editors put before UTF-8 text; 0 if there is none. */
export function markLength(bytes: Uint8Array): number {
  return byteOrderMark.every((byte, at) => bytes[at] === byte) ? byteOrderMark.length : 0;
}

/** Number of bytes that {@link foreignText} needs. */
export const sampledBytes = 8;

/**
 * A text that is in the place of a file of a run or of a user: what the text is, and advice, each as the end of a
 * sentence.
 */
export interface ForeignText {
  what: string;
  remedy: string;
  /** Advice on two such files, if it is not `remedy`. */
  remedyOfBoth?: string;
}

const utf16: ForeignText = {
  what: l10n.t("UTF-16 text"),
  remedy: l10n.t("save it as UTF-8"),
  remedyOfBoth: l10n.t("save both as UTF-8"),
};

/**
 * Recognizes UTF-16 text and a pointer of Git LFS. Returns undefined for any other content.
 * @param bytes the first {@link sampledBytes} bytes or more
 */
export function foreignText(bytes: Buffer): ForeignText | undefined {
  if (isUtf16(bytes)) return utf16;
  return isLfsPointer(bytes.toString("latin1", 0, sampledBytes)) ? lfsPointer : undefined;
}

/** The problem of a run's file whose content is a {@link ForeignText}, as one sentence for the user. */
export function foreignFile(name: string, { what, remedy }: ForeignText): string {
  return l10n.t("{0} is {1}; {2}.", name, what, remedy);
}

/** {@link foreignFile} for a file without which the run is still shown. @param instead what is shown, as a clause */
export function foreignPart(name: string, { what, remedy }: ForeignText, instead: string): string {
  return l10n.t("{0} is {1}, so {2}; {3}.", name, what, instead, remedy);
}

/**
 * Whether bytes are the beginning of an ASCII text in UTF-16, as some editors and shells save it: every other byte is
 * zero. The first two bytes are ignored, since they may be a byte-order mark. False for fewer than {@link sampledBytes}
 * bytes.
 */
function isUtf16(bytes: Uint8Array): boolean {
  const isZero = [...bytes.subarray(2, sampledBytes)].map((byte) => byte === 0);
  return (
    isZero.length === sampledBytes - 2 && isZero.every((zero, at) => zero === ((at % 2 === 1) === isZero[1]))
  );
}

/**
 * The problem, among those of a log, that the log is a {@link ForeignText}; undefined if there is none. Such a log
 * cannot be continued.
 */
export function foreignLog(problems: readonly string[]): string | undefined {
  return problems.find((problem) => [utf16, lfsPointer].some((text) => problem === foreignFile(LOG, text)));
}

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
