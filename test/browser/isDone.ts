/** Whether an action succeeds, for one that may fail. */
export function isDone(action: Promise<unknown>): Promise<boolean> {
  return action.then(
    () => true,
    () => false,
  );
}
