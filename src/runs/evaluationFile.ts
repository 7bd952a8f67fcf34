/** Name of the folder with a run's evaluations. An evaluation holds the network's answers at the end of an epoch. */
export const evaluationFolder = "evaluation";

/** The name of the present format of evaluation files, as in their metadata. */
export const evaluationFormat = "fitting-room evaluation 2";

/** The format of older evaluation files. They hold float16 probabilities instead of the logarithms of probabilities. */
export const formatOfProbabilities = "fitting-room evaluation 1";

/** The path of an epoch's evaluation file relative to the run's folder, as in the log. */
export function evaluationFile(epoch: number): string {
  return `${evaluationFolder}/epoch-${String(epoch).padStart(4, "0")}.safetensors`;
}

/** Whether a path in a log has the form of {@link evaluationFile}. */
export function isEvaluationFile(file: string): boolean {
  return /^evaluation\/epoch-\d{4,}\.safetensors$/.test(file);
}

/** Largest number of evaluations that an event or a RunState lists. A run of 10,000 epochs keeps fewer than 200. */
export const mostEvaluations = 1000;

/**
 * Largest number of bytes of an evaluation's file that a fork copies from its parent. A file about Fashion-MNIST has
 * 0.7 MB.
 */
export const longestEvaluation = 64 * 1024 * 1024;

/** Number of epochs at the beginning of the run whose evaluation files are all kept. */
const allOfFirst = 32;

/**
 * Whether an epoch's evaluation file is kept when later ones are written, even if the epoch is not the best. The files
 * of the first 32 epochs are kept, then those of every 2nd epoch up to epoch 64, of every 4th epoch up to epoch 128,
 * and so on.
 */
export function staysForever(epoch: number): boolean {
  return epoch % 2 ** Math.max(0, Math.ceil(Math.log2(epoch / allOfFirst))) === 0;
}
