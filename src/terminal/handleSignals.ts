import { setTimeout as sleep } from "node:timers/promises";
import type { TrainerHandle } from "../client/TrainerClient";
import type { Output } from "./Output";
import { StopPresses } from "./StopPresses";

/** Time (ms) to wait for a run to end that this process has let go of. */
const LETTING_GO_MS = 5000;

export interface SignalHandling extends Disposable {
  /** Resolves when the run was let go of and this process should wait no longer. */
  readonly letGo: Promise<undefined>;
}

/**
 * Does with a training what a terminal asks for, until disposed: Ctrl-C stops the run; Ctrl-Z pauses it until this
 * process goes on. A terminal that is closed, or a system that wants this process to end, is no wish to stop: the run
 * is let go of, and ends as interrupted or goes on where another window shows it.
 */
export function handleSignals(
  training: TrainerHandle,
  errors: Output,
  ignoresHangup: boolean,
): SignalHandling {
  const presses = new StopPresses(training, errors);
  const suspend = suspending(training);
  let leave = () => {};
  const left = new Promise<void>((resolve) => {
    leave = resolve;
  });
  // A signal that arrives again must meet the same listener: without one it would end this process at once.
  const listeners: Partial<Record<NodeJS.Signals, () => void>> = {
    SIGINT: () => presses.press(),
    SIGTSTP: () => void suspend(),
    SIGTERM: () => leave(),
    ...(!ignoresHangup && { SIGHUP: () => leave() }),
  };
  for (const [signal, listener] of Object.entries(listeners)) process.on(signal, listener);
  return {
    letGo: left.then(async () => {
      training.dispose();
      const hasEnded = new AbortController();
      void training.ended.then(() => hasEnded.abort());
      await sleep(LETTING_GO_MS, undefined, { signal: hasEnded.signal }).catch(() => undefined);
      return undefined;
    }),
    [Symbol.dispose]() {
      presses[Symbol.dispose]();
      for (const [signal, listener] of Object.entries(listeners)) process.off(signal, listener);
      exitLater();
    },
  };
}

/** Time (ms) in which a signal that is sent more than once may arrive again after the run has ended. */
const REPEATED_WITHIN_MS = 1000;

/** What is left to print may wait for its reader: a later signal ends the process, and a repeated one does not. */
function exitLater(): void {
  const began = performance.now();
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.on(signal, () => {
      if (performance.now() - began > REPEATED_WITHIN_MS) process.exit();
    });
}

/** The trainer is a job of its own, which Ctrl-Z does not reach. */
function suspending(training: TrainerHandle): () => Promise<void> {
  let isSuspending = false;
  return async () => {
    // A press that a runner passes on as well would suspend this process again as soon as it goes on.
    if (isSuspending) return;
    isSuspending = true;
    const isPaused = await training.control({ action: "pause" }).then(
      () => true,
      () => false,
    );
    process.once("SIGCONT", () => {
      isSuspending = false;
      if (isPaused) void training.control({ action: "resume" }).catch(() => undefined);
    });
    process.kill(process.pid, "SIGSTOP");
  };
}
