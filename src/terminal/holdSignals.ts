/** Time (ms) in which a signal that is sent more than once may arrive again. */
const REPEATED_WITHIN_MS = 1000;

/**
 * Holds back the wish to end this process while a training begins, which leaves nothing half made. The same signal once
 * more, later than one that a runner passes on, ends the process.
 * @returns to be called when what obeys the signals listens: it then receives those that were held
 */
export function holdSignals(ignoresHangup: boolean): () => void {
  const signals: NodeJS.Signals[] = ["SIGINT", "SIGTERM", ...(ignoresHangup ? [] : ["SIGHUP" as const])];
  const held = new Map<NodeJS.Signals, number>();
  const hold = (signal: NodeJS.Signals) => {
    const before = held.get(signal);
    if (before === undefined) held.set(signal, performance.now());
    else if (performance.now() - before > REPEATED_WITHIN_MS) process.exit();
  };
  for (const signal of signals) process.on(signal, hold);
  return () => {
    for (const signal of signals) process.off(signal, hold);
    for (const signal of held.keys()) process.emit(signal);
  };
}
