import { withBusyCores } from "./busyCores";
import type { Plan } from "./Plan";
import type { BusyFigures } from "./results";
import { summarize } from "./statistics";
import { epochSeconds, slowdown } from "./training";
import { type TrainingRun, type TrainOptions, trainOnce } from "./trainOnce";

const EPOCHS = 2;

/** Trains alternately alone and beside busy processes. There is one busy process for each of `cores`. */
export async function measureBusy(
  { busyRounds }: Plan,
  options: Omit<TrainOptions, "epochs">,
  cores: number,
  progress: (message: string) => void,
): Promise<BusyFigures> {
  const quiet: TrainingRun[] = [];
  const busy: TrainingRun[] = [];
  for (let round = 1; round <= busyRounds; round++) {
    progress(`Training beside ${cores} busy processes, round ${round} of ${busyRounds}…`);
    quiet.push(await trainOnce({ ...options, epochs: EPOCHS }));
    busy.push(await withBusyCores(cores, () => trainOnce({ ...options, epochs: EPOCHS })));
  }
  const epochs = (runs: readonly TrainingRun[]) => runs.flatMap((run) => run.epochs.map(epochSeconds));
  return {
    processes: cores,
    quiet: summarize(epochs(quiet)),
    busy: summarize(epochs(busy)),
    slowdown: slowdown(quiet, busy),
  };
}
