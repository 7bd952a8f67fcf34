/** The task does not fit the run; the message says what would. */
export class TaskError extends Error {
  override name = "TaskError";
}
