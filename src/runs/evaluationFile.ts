/** Name of the folder with a run's evaluations, the network's answers at the ends of epochs. */
export const evaluationFolder = "evaluation";

/** The format of the files of evaluations, as their metadata names it. */
export const evaluationFormat = "fitting-room evaluation 2";

/** The format of older files, which have probabilities in half precision in place of their logarithms. */
export const formatOfProbabilities = "fitting-room evaluation 1";

/** The path of an epoch's file relative to the run's folder, as in the log. */
export function evaluationFile(epoch: number): string {
  return `${evaluationFolder}/epoch-${String(epoch).padStart(4, "0")}.safetensors`;
}

/** Whether a path in a log has the form of {@link evaluationFile}. */
export function isEvaluationFile(file: string): boolean {
  return /^evaluation\/epoch-\d{4,}\.safetensors$/.test(file);
}

/** Largest number of evaluations in an event and in a fold. A run of 10,000 epochs keeps fewer than 200. */
export const mostEvaluations = 1000;

/** Largest number of bytes of a file that a fork copies from its parent. A file of Fashion-MNIST has 0.7 MB. */
export const longestEvaluation = 64 * 1024 * 1024;

/** Number of epochs, from the first one, whose files are all kept. */
const allOfFirst = 32;

/**
 * Whether the file of an epoch stays when later files are written. The files of the first 32 epochs stay, then those of
 * every 2nd epoch up to 64, of every 4th up to 128, and so on.
 */
export function staysForever(epoch: number): boolean {
  return epoch % 2 ** Math.max(0, Math.ceil(Math.log2(epoch / allOfFirst))) === 0;
}
