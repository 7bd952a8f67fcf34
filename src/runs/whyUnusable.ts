import * as l10n from "@vscode/l10n";
import { explainDiskTrouble } from "../files/diskTrouble";
import { UnsafeFileError } from "../files/UnsafeFileError";
import { SafetensorsError } from "../formats/safetensors";
import { withoutStop } from "../text/sentences";

/**
 * Why a safetensors file of a run cannot be used, as the end of a sentence.
 * @param error the error that occurred while the file was read or checked
 */
export function whyUnusable(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  if (error instanceof UnsafeFileError) return l10n.t("it is {0}", error.what);
  if (error instanceof SafetensorsError)
    return l10n.t("it is no valid safetensors file ({0})", withoutStop((error as Error).message));
  return code === "ENOENT" ? l10n.t("it is not there") : explainDiskTrouble(error).reason;
}
