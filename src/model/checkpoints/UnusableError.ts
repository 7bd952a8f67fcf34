import * as l10n from "@vscode/l10n";
import { isDenial } from "../../files/readTrouble";
import { whyUnusable } from "../../runs/whyUnusable";

/** A checkpoint or the final weights cannot be used. The message is one sentence that names the file. */
export class UnusableError extends Error {
  override name = "UnusableError";

  /** @param isDenied whether this user may not read the file, which may be whole */
  constructor(
    message: string,
    readonly isDenied = false,
  ) {
    super(message);
  }

  /** @param error of reading the file at `path` */
  static of(path: string, error: unknown): UnusableError {
    const message = l10n.t("The checkpoint {0} cannot be used: {1}.", path, whyUnusable(error));
    return new UnusableError(message, isDenial(error));
  }
}
