import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { foldEvents } from "../../src/runs/applyEvent";
import { RunLog } from "../../src/runs/RunLog";
import { RunStore } from "../../src/runs/RunStore";
import { Trainings } from "../integration/trainer/trainings";
import { Load } from "../support/Load";
import { preloading } from "./preload/preloading";

let trainings: Trainings;
beforeEach(() => {
  trainings = new Trainings();
});
afterEach(() => {
  trainings[Symbol.dispose]();
});

/** Longest allowed time (ms) from the death of a trainer process to the `ended` event that the client receives. */
const promisedMs = 2000;
let slowestMs = 0;
afterAll(() => console.log(`Deaths reported within ${slowestMs.toFixed(0)} ms`));

interface Death {
  signal: NodeJS.Signals;
  options?: ReturnType<typeof preloading>;
  reported: string;
  /** Pattern of a line in `stderr` of the `ended` event; undefined if the event must have no `stderr`. */
  said?: RegExp;
}

const deaths: [string, Death][] = [
  [
    "runs out of memory",
    {
      signal: "SIGUSR2",
      options: preloading("outOfMemory.cjs", "--max-old-space-size=60"),
      reported:
        "signal SIGABRT. Its last error output: FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory.",
      said: /----- Native stack trace -----|^ *\d+: 0x/,
    },
  ],
  ["is killed by a system that needs memory", { signal: "SIGKILL", reported: "signal SIGKILL." }],
  ["aborts", { signal: "SIGABRT", reported: "signal SIGABRT." }],
  ["reaches for memory that is not its own", { signal: "SIGSEGV", reported: "signal SIGSEGV." }],
  [
    "has a bug",
    {
      signal: "SIGUSR2",
      options: preloading("uncaughtError.cjs"),
      reported: "exit code 1. Its last error output: Error: A bug in the trainer.",
      said: /^ {4}at /,
    },
  ],
  [
    "exits without a word",
    {
      signal: "SIGUSR2",
      options: preloading("exitCode.cjs"),
      reported: "exit code 7.",
    },
  ],
];

// Windows lacks the signals that these tests send to a trainer.
describe.skipIf(process.platform === "win32")("a trainer that", () => {
  test.each(deaths)(
    "%s has failed within 2 s, with the cause",
    async (_, { signal, options, reported, said }) => {
      const { training, events, until } = await trainings.train({ epochs: 10_000 }, options);
      await until(({ losses }) => losses.length > 0);
      const load = Load.now();
      const began = performance.now();
      process.kill(training.pid, signal);
      const ended = await training.ended;
      const ms = performance.now() - began;
      slowestMs = Math.max(slowestMs, ms);
      expect(ended).toMatchObject({
        status: "failed",
        error: `The trainer process ended unexpectedly: ${reported} What it had recorded is kept.`,
      });
      if (said) expect(ended.stderr).toContainEqual(expect.stringMatching(said));
      else expect(ended.stderr).toBeUndefined();
      expect(ms).toBeLessThan(load.allow(promisedMs));
      const { events: logged, problems } = await new RunStore(trainings.runsFolder).read(training.id);
      expect(logged).toEqual(events);
      expect(problems).toEqual([]);
      expect(foldEvents(logged).status).toBe("failed");
    },
  );
});

// The test appends an event to the log. A trainer leaves such a log if it is killed after it has logged an event and
// before it has sent the event to its clients.
test("the end of a killed run is not earlier than its last logged event, even if no client received that", async () => {
  const { training, events, until } = await trainings.train({ epochs: 10_000 });
  await until(({ losses }) => losses.length > 0);
  await training.control({ action: "pause" });
  await until(({ status }) => status === "paused");
  const log = new RunLog(training.folder);
  log.append({ type: "control", action: "resumed", epoch: 1, step: 1, seconds: 1000 });
  log.close();
  process.kill(training.pid, "SIGKILL");
  const { seconds } = await training.ended;
  expect(seconds).toBeGreaterThanOrEqual(1000);
  expect(events.at(-2)).toMatchObject({ type: "control", seconds: 1000 });
});

test("a trainer that cannot allocate its first memory fails with the cause", async () => {
  const starting = trainings.train({}, { environment: { NODE_OPTIONS: "--max-old-space-size=1" } });
  await expect(starting).rejects.toThrow(
    /^The trainer process could not start: signal SIG\w+\. Its last error output: .*(OOM|out of memory)/,
  );
});
