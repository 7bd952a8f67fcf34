/**
 * Runs work that would leave files half made if it were cut off. A signal that ends this process first aborts the work,
 * and ends the process when the work has settled.
 * @param work rejects once its signal is aborted
 */
export async function endBySignal<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const ending = new AbortController();
  let received: NodeJS.Signals | undefined;
  const end = (signal: NodeJS.Signals) => {
    received ??= signal;
    ending.abort();
  };
  // A signal that already has a listener, such as SIGHUP under `nohup`, does not end this process and aborts nothing.
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
