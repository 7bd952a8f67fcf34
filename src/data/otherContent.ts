import * as l10n from "@vscode/l10n";
import { isLfsPointer, lfsPointer } from "../files/lfsPointer";
import { packingOf } from "./packings";

const gzip = String.fromCharCode(0x1f, 0x8b);

/**
 * Contents that users often have in place of a data file. Each is recognized by its first characters, and described as
 * the end of a sentence.
 */
const kinds: readonly (readonly [isOne: (start: string) => boolean, what: string])[] = [
  [
    (start) => /^\s*<(!doctyp|html|head|\?xml)/i.test(start),
    l10n.t("it is a web page, such as the sign-in page of a network; download the file again"),
  ],
  [(start) => start.startsWith(gzip), l10n.t("it was compressed twice; unpack it once")],
  [isLfsPointer, l10n.t("it is {0}; {1}", lfsPointer.what, lfsPointer.remedy)],
];

/**
 * Describes content that is not the content of a data file.
 * @param start the first 8 or more characters of the content as Latin-1, or all of a shorter content
 * @returns the end of a sentence; undefined for a content that is not recognized
 */
export function otherContent(start: string): string | undefined {
  const packing = packingOf(start);
  if (packing !== undefined) return l10n.t("it is compressed with {0}; unpack it first", packing);
  return kinds.find(([isOne]) => isOne(start))?.[1];
}
