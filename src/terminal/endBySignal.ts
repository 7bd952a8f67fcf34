import { constants } from "node:os";

/**
 * Calls `work`, which would leave incomplete files if this process ended in the middle. SIGINT, SIGTERM and SIGHUP
 * abort the work, and end this process only when the work has settled.
 * @param work receives an abort signal, and rejects once the signal is aborted
 */
export async function endBySignal<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const ending = new AbortController();
  let received: NodeJS.Signals | undefined;
  const end = (signal: NodeJS.Signals) => {
    received ??= signal;
    ending.abort();
  };
  // A signal that already has a listener, such as SIGHUP under `nohup`, would not end this process. Such a signal
  // therefore does not abort the work.
  const signals = (["SIGINT", "SIGTERM", "SIGHUP"] as const).filter(
    (one) => process.listenerCount(one) === 0,
  );
  for (const signal of signals) process.on(signal, end);
  try {
    return await work(ending.signal);
  } finally {
    for (const signal of signals) process.off(signal, end);
    if (received) process.kill(process.pid, received);
  }
}

/**
 * Makes this process end by a signal if its exit code is the one that shells give for this signal. After a command that
 * ends with such an exit code itself, as after Ctrl-C, a shell continues a loop with the next command. After a command
 * that SIGINT ends, the shell ends the loop. On Windows, where no signal ends a process, the exit code stays.
 */
export function exitBySignal(signal: NodeJS.Signals): void {
  if (process.platform === "win32") return;
  process.once("exit", (code) => {
    if (code !== 128 + constants.signals[signal]) return;
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}
