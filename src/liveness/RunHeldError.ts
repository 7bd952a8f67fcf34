import * as l10n from "@vscode/l10n";
import { describeProcess } from "./processIdentity";
import type { TrainerFile } from "./trainerFile";

/** Another process trains the run. */
export class RunHeldError extends Error {
  override name = "RunHeldError";

  /**
   * @param holder undefined for a process of another user whose `trainer.json` this user may not read
   * @param path of the run's folder
   */
  static by(holder: TrainerFile | undefined, path: string): RunHeldError {
    const who = holder ? describeProcess(holder) : l10n.t("a process of another user");
    return new RunHeldError(
      l10n.t("The run in {0} is being trained by {1}; stop that one first.", path, who),
    );
  }
}
