import * as l10n from "@vscode/l10n";
import { describeProcess } from "./processIdentity";
import type { TrainerFile } from "./trainerFile";

/** Another process trains the run. */
export class RunHeldError extends Error {
  override name = "RunHeldError";

  /** @param path of the run's folder */
  static by(holder: TrainerFile, path: string): RunHeldError {
    return new RunHeldError(
      l10n.t("The run in {0} is being trained by {1}; stop that one first.", path, describeProcess(holder)),
    );
  }
}
