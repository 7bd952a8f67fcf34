/** A task or a question does not fit the run, such as one about a missing checkpoint. The message is one sentence. */
export class TaskError extends Error {
  override name = "TaskError";
}
