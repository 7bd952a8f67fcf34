/** Name of the folder with what a run's network answered at the ends of epochs. */
export const evaluationFolder = "evaluation";

/** The format of the files, as in their metadata. */
export const evaluationFormat = "fitting-room evaluation 1";

/** The path of an epoch's file relative to the run's folder, as in the log. */
export function evaluationFile(epoch: number): string {
  return `${evaluationFolder}/epoch-${String(epoch).padStart(4, "0")}.safetensors`;
}

/** Whether a path in a log is that of such a file. */
export function isEvaluationFile(file: string): boolean {
  return /^evaluation\/epoch-\d{4,}\.safetensors$/.test(file);
}

/** Largest number of files that a folder of a run and a fold hold. No run has as many. */
export const mostEvaluations = 1000;

/** Largest number of bytes of a file that is copied. Those of Fashion-MNIST take 0.5 MB. */
export const longestEvaluation = 64 * 1024 * 1024;

/** Number of first epochs whose files are all kept. */
const allOfFirst = 32;

/**
 * Whether the file of an epoch stays when later ones are written. After the first 32 epochs the distance of those kept
 * doubles whenever their number does: every 2nd up to epoch 64, every 4th up to 128, and so on.
 */
export function staysForever(epoch: number): boolean {
  return epoch % 2 ** Math.max(0, Math.ceil(Math.log2(epoch / allOfFirst))) === 0;
}
