/** What is asked for does not go with the run that it is asked of; the message says what would. */
export class TaskError extends Error {
  override name = "TaskError";
}
