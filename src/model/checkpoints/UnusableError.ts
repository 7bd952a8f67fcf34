import * as l10n from "@vscode/l10n";
import { isDenial } from "../../files/readTrouble";
import { whyUnusable } from "../../runs/whyUnusable";

/** A checkpoint or the final weights cannot be used. The message is one sentence that names the file. */
export class UnusableError extends Error {
  override name = "UnusableError";

  /** @param isDenied whether the reason is that this user may not read the file; the file itself may then be whole */
  constructor(
    message: string,
    readonly isDenied = false,
  ) {
    super(message);
  }

  /**
   * The error of a checkpoint.
   * @param path of the file
   * @param error thrown while the file was read
   */
  static of(path: string, error: unknown): UnusableError {
    const message = l10n.t("The checkpoint {0} cannot be used: {1}.", path, whyUnusable(error));
    return new UnusableError(message, isDenial(error));
  }
}
