import type { Course } from "./Course";
import type { Finding } from "./Diagnosis";

/** Number of last epochs in each of which the test loss must be above its minimum by this factor. */
const EPOCHS = 3;
const RISE = 1.1;
/** Largest ratio of the training loss to that of the best epoch: the network goes on learning the training set. */
const LEARNED = 0.9;

/** The test loss has risen by 10 % for three epochs while the training loss went on falling. */
export function overfitting({ epochs }: Course): Finding<"overfitting"> | undefined {
  const known = epochs.filter((one) => one.testLoss !== null && one.trainLoss !== null);
  const testLosses = known.map(({ testLoss }) => testLoss!);
  const best = testLosses.indexOf(Math.min(...testLosses));
  const [then, now] = [known[best], known.at(-1)];
  if (!then || !now || known.length - 1 - best < EPOCHS) return undefined;
  if (!testLosses.slice(-EPOCHS).every((loss) => loss > RISE * testLosses[best]!)) return undefined;
  if (now.trainLoss! > LEARNED * then.trainLoss!) return undefined;
  return {
    rule: "overfitting",
    since: then.epoch,
    figures: {
      best: then.testLoss!,
      testLoss: now.testLoss!,
      trainBefore: then.trainLoss!,
      trainLoss: now.trainLoss!,
    },
  };
}
