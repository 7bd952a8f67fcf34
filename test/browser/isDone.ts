/** Whether an action succeeds. The promise is never rejected. */
export function isDone(action: Promise<unknown>): Promise<boolean> {
  return action.then(
    () => true,
    () => false,
  );
}
