/** Time (ms) after a signal during which the same signal is ignored. */
const REPEATED_WITHIN_MS = 1000;

/**
 * Delays signals that would end this process while a training begins, so that no incomplete run is left. If the same
 * signal arrives again after {@link REPEATED_WITHIN_MS}, it ends the process.
 * @returns a function to call once other listeners are registered; it delivers the delayed signals to them
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
