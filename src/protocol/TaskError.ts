/** The task does not fit the run. The message names a task that fits. */
export class TaskError extends Error {
  override name = "TaskError";
}
