/** The pointer that Git LFS leaves in the place of a file that it has not downloaded. */
import * as l10n from "@vscode/l10n";

/** What a pointer is, and advice, each as the end of a sentence. */
export const lfsPointer = { what: l10n.t("a pointer of Git LFS"), remedy: l10n.t("run git lfs pull") };

/** @param start the first 8 or more characters of the file as Latin-1 */
export function isLfsPointer(start: string): boolean {
  return start.startsWith("version ");
}
