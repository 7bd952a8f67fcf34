/** Name of the folder with a run's checkpoints. */
export const checkpointsFolder = "checkpoints";

/**
 * The path of a checkpoint relative to the run's folder, as in the log.
 * @param step number of steps before the checkpoint
 */
export function checkpointFile(step: number): string {
  return `${checkpointsFolder}/step-${String(step).padStart(6, "0")}.safetensors`;
}

/** Whether a path in a log has the form of {@link checkpointFile}. */
export function isCheckpointFile(file: string): boolean {
  return /^checkpoints\/step-\d{6,}\.safetensors$/.test(file);
}
