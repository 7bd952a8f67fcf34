import * as l10n from "@vscode/l10n";
import { checkLocation } from "../data/checkLocation";
import { DatasetError } from "../data/errors";
import type { TrainingTask } from "../protocol/trainerProtocol";
import { UsageError } from "./options";

/** Looks at the folder that `--data` names before a run is made or changed. @throws UsageError where it cannot be used */
export async function checkData(task: TrainingTask): Promise<void> {
  try {
    await checkLocation(namedLocation(task));
  } catch (error) {
    if (!(error instanceof DatasetError)) throw error;
    throw new UsageError(l10n.t("--data cannot be used: {0}", error.message));
  }
}

/** Empty where no folder was named. */
function namedLocation(task: TrainingTask): string {
  if ("config" in task) return task.config.dataset.location;
  const { location = "" } = "resume" in task ? task.resume : task.fork;
  return location;
}
