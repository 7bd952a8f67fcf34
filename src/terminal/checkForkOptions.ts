import { valueAt } from "../runs/configValues";
import { foldRun } from "../runs/foldRun";
import { hyperparameterList } from "../runs/hyperparameters";
import type { ForkChanges } from "../runs/RunConfig";
import { withForkChanges } from "../runs/withForkChanges";
import { checkUsed } from "./hyperparameterOptions";

/**
 * Refuses an option of `fork` that has no effect with the optimizer and the schedule of the fork. If the parent run
 * cannot be read, nothing is refused here, and the trainer reports why.
 * @param folder the folder of the parent run
 * @throws UsageError about the first such option
 */
export async function checkForkOptions(folder: string, changes: ForkChanges): Promise<void> {
  const given = hyperparameterList.filter(({ key }) => valueAt(changes, key) !== undefined);
  if (given.every(({ when }) => when === undefined)) return;
  const parent = await foldRun(folder).catch(() => undefined);
  const config = parent?.state.config ?? parent?.record.config;
  if (!config) return;
  checkUsed(
    withForkChanges(config, changes),
    given.map(({ key }) => key),
  );
}
