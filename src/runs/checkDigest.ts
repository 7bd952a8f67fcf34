import * as l10n from "@vscode/l10n";
import { isLfsPointer, lfsPointer } from "../files/lfsPointer";
import { sha256 } from "../files/sha256";

/**
 * Checks a file of a run by its SHA-256.
 * @param logged the SHA-256 in the run's log
 * @throws Error if the file has another SHA-256; the message is the end of a sentence
 */
export function checkDigest(bytes: Buffer, logged: string): void {
  if (sha256(bytes) === logged) return;
  throw new Error(
    isLfsPointer(bytes.toString("latin1", 0, 8))
      ? l10n.t("it is {0}; {1}", lfsPointer.what, lfsPointer.remedy)
      : l10n.t("its SHA-256 is not the one in the run's log"),
  );
}
