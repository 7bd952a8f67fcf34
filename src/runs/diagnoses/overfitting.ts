import type { Course } from "./Course";
import type { Finding } from "./Diagnosis";

/** Number of latest epochs in each of which the test loss must have risen. */
const EPOCHS = 3;
/** The test loss has risen when it is above this many times the lowest test loss. */
const RISE = 1.1;
/**
 * The training loss has fallen when it is not above this share of the training loss in the epoch with the lowest test
 * loss.
 */
const LEARNED = 0.9;

/**
 * Finds that the test loss was more than 10 % above the lowest test loss in each of the last three epochs, while the
 * training loss has fallen by at least 10 % since the epoch with the lowest test loss. The finding's `since` is that
 * epoch.
 */
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
