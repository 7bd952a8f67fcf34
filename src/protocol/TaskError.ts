/** A task or a question does not fit the run, such as one about a missing checkpoint. The message is one sentence. */
export class TaskError extends Error {
  override name = "TaskError";

  /**
   * @param leastEpochs the smallest number of epochs of the whole run with which the task fits; undefined where another
   * number of epochs does not help
   */
  constructor(
    message: string,
    readonly leastEpochs?: number,
  ) {
    super(message);
  }
}
