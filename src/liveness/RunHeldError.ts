/** Another process trains the run. */
export class RunHeldError extends Error {
  override name = "RunHeldError";
}
