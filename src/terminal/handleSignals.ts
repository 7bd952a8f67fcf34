import { setTimeout as sleep } from "node:timers/promises";
import type { TrainerHandle } from "../client/TrainerClient";
import type { Output } from "./Output";
import { StopPresses } from "./StopPresses";

/** Longest time (ms) from the disconnection from the trainer that this process waits for the end of the run. */
const DISCONNECT_MS = 5000;

export interface SignalHandling extends Disposable {
  /** Resolves when this process should end, since a signal has made it disconnect from the trainer. */
  readonly disconnected: Promise<undefined>;
  /** Whether Ctrl-C was pressed. */
  readonly isInterrupted: boolean;
}

/**
 * Handles the signals of a terminal until disposed. Ctrl-C stops the run (see {@link StopPresses}). Ctrl-Z pauses the
 * run until this process continues. SIGTERM and SIGHUP, the signal of a closed terminal, make this process disconnect
 * from the trainer: the run ends as interrupted, or continues if a window is connected. After the disposal, SIGINT and
 * SIGTERM end this process.
 * @param ignoresHangup whether SIGHUP has no effect
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
  // The listeners stay registered after a first signal: without one, a repeated signal would end this process at once.
  const listeners: Partial<Record<NodeJS.Signals, () => void>> = {
    SIGINT: () => presses.press(),
    SIGTSTP: () => void suspend(),
    SIGTERM: () => leave(),
    ...(!ignoresHangup && { SIGHUP: () => leave() }),
  };
  for (const [signal, listener] of Object.entries(listeners)) process.on(signal, listener);
  return {
    disconnected: left.then(async () => {
      training.dispose();
      const hasEnded = new AbortController();
      void training.ended.then(() => hasEnded.abort());
      await sleep(DISCONNECT_MS, undefined, { signal: hasEnded.signal }).catch(() => undefined);
      return undefined;
    }),
    get isInterrupted() {
      return presses.hasPress;
    },
    [Symbol.dispose]() {
      presses[Symbol.dispose]();
      for (const [signal, listener] of Object.entries(listeners)) process.off(signal, listener);
      exitLater();
    },
  };
}

/**
 * Time (ms) after the disposal during which SIGINT and SIGTERM are ignored, since either may be a repetition of an
 * earlier signal.
 */
const REPEATED_WITHIN_MS = 1000;

/**
 * Makes SIGINT and SIGTERM end this process, since writing the rest of the output may take long. During the first
 * {@link REPEATED_WITHIN_MS}, both signals are ignored.
 */
function exitLater(): void {
  const began = performance.now();
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.on(signal, () => {
      if (performance.now() - began > REPEATED_WITHIN_MS) process.exit();
    });
}

/**
 * Returns the handler of Ctrl-Z. The handler pauses the run, suspends this process, and resumes the run when this
 * process continues. If the run cannot be paused, only this process is suspended. The trainer's process is in a session
 * of its own, so that the terminal's signal does not reach it.
 */
function suspending(training: TrainerHandle): () => Promise<void> {
  let isSuspending = false;
  return async () => {
    // A program such as npm may pass the same Ctrl-Z on to this process, which would then be suspended again as soon as
    // it continues.
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
