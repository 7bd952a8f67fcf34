/** Where a run's checkpoints are, in its folder. */
export const checkpointsFolder = "checkpoints";

/** @param step done behind it. @returns the file's place in the run's folder, as its log names it */
export function checkpointFile(step: number): string {
  return `${checkpointsFolder}/step-${String(step).padStart(6, "0")}.safetensors`;
}

/** Whether a checkpoint can be of this name, as a run's log has it. */
export function isCheckpointFile(file: string): boolean {
  return /^checkpoints\/step-\d{6,}\.safetensors$/.test(file);
}
