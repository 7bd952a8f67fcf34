import { setTimeout as sleep } from "node:timers/promises";
import type { Training } from "../trainer/client/TrainerClient";
import { printError } from "./output";

/** How long to wait for a run to end that this process has let go of. */
const PARTING_MS = 5000;

/** How long a trainer may take to end before its user is told what else can be done. */
const PATIENCE_MS = 5000;

/**
 * Does with a training what a terminal asks for: Ctrl-C, and a reader such as `head` that has had enough, stop the
 * run, and a second Ctrl-C ends a process that does not answer; Ctrl-Z pauses it until this process goes on. A
 * terminal that is closed, or a system that wants this process to end, is no wish to stop: the run is let go, and ends
 * as interrupted or goes on where it is shown elsewhere.
 * @returns a promise that resolves when it was let go and this process should wait no longer
 */
export async function obeyTerminal(training: Training): Promise<undefined> {
  process.once("SIGINT", () => {
    process.on("SIGINT", () => training.kill());
    void training.stop();
    const advice = "The trainer does not answer; Ctrl-C once more ends its process.";
    setTimeout(() => printError(advice), PATIENCE_MS).unref();
  });
  process.on("SIGTSTP", () => void suspend(training));
  await new Promise<unknown>((resolve) => {
    process.once("SIGTERM", resolve);
    process.once("SIGHUP", resolve);
    process.stdout.on("error", ({ code }: NodeJS.ErrnoException) => {
      if (code === "EPIPE") void training.stop();
      else resolve(code);
    });
  });
  training.dispose();
  const hasEnded = new AbortController();
  void training.ended.then(() => hasEnded.abort());
  await sleep(PARTING_MS, undefined, { signal: hasEnded.signal }).catch(() => undefined);
}

/** The trainer is a job of its own, which Ctrl-Z does not reach. */
async function suspend(training: Training): Promise<void> {
  const isPaused = await training.control({ action: "pause" }).then(
    () => true,
    () => false,
  );
  if (isPaused)
    process.once("SIGCONT", () => void training.control({ action: "resume" }).catch(() => undefined));
  process.kill(process.pid, "SIGSTOP");
}
