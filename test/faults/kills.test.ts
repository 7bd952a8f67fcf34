import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, sep } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { recordUnwatchedDeath } from "../../src/liveness/unwatchedDeath";
import { foldEvents } from "../../src/runs/applyEvent";
import { LogReader } from "../../src/runs/LogReader";
import type { RunConfigInput } from "../../src/runs/RunConfig";
import type { RunEvent } from "../../src/runs/RunEvent";
import { RunStore } from "../../src/runs/RunStore";
import { LABELS } from "../../src/runs/runFiles";
import { isAllowed } from "../../src/runs/transitions";
import { evaluationHashes, Trainings, weightsHash } from "../integration/trainer/trainings";
import { limits } from "../support/limits.mjs";
import { generator, newSeed, type Random, tries } from "./random";
import { startedProcess } from "./startedProcess";

/** Number of kills in each of the two chains, which run at the same time. */
const killsPerChain = tries({ enough: 10, whole: 100 });
/** Longest time (ms) of a sleep before a kill. A run's first step usually comes in less than half of this time. */
const longestLifeMs = 1300;
/** Approximate time (ms) that an epoch's evaluation and its checkpoint take together. */
const afterLastStepMs = 15;

const stepsPerEpoch = 60;
const epochs = tries({ enough: 20, whole: 40 });
const common: RunConfigInput = {
  model: { hidden: [64] },
  batchSize: 32,
  limitTrainBatches: stepsPerEpoch,
  epochs,
  shuffle: true,
};
const chains: [string, RunConfigInput][] = [
  ["SGD with momentum, keeping one checkpoint", { ...common, momentum: 0.9, checkpoints: { keep: 1 } }],
  ["Adam, keeping three checkpoints", { ...common, optimizer: "adam" }],
];

/** The phases in which a trainer can be killed. */
const phases = ["starting", "preparing", "training", "evaluation", "checkpoint", "ending"] as const;
type Phase = (typeof phases)[number];

const tally = { kills: phases.map(() => 0), received: 0, finished: 0, slowestMs: 0 };
afterAll(() => {
  const spread = phases.map((phase, index) => `${phase} ${tally.kills[index]}`).join(", ");
  console.log(
    `${tally.kills.reduce((sum, kills) => sum + kills)} kills (${spread}), ` +
      `${tally.received} events received before them, ${tally.finished} runs finished, ` +
      `a death recorded within ${tally.slowestMs.toFixed(0)} ms`,
  );
});

const filesOfRun = [
  "checkpoints",
  "evaluation",
  "events.jsonl",
  LABELS,
  "layers.jsonl",
  "model.safetensors",
  "run.json",
];

type Started = Awaited<ReturnType<Trainings["start"]>>;
type Undisturbed = Awaited<ReturnType<Trainings["undisturbed"]>>;

/** Several runs in sequence. The trainer of each is killed again and again until the run has ended. */
class Chain {
  private readonly store: RunStore;
  private run: { id: string; folder: string } | undefined;
  /** Whether the trainer that made the run was killed before it gave the run its name. */
  private isNameless = false;
  /** The events that the run's log had after the last kill. */
  private recorded: RunEvent[] = [];
  /** The newest checkpoint in the run's folder when the run's trainer was killed; null if there was none. */
  private newest: string | null = null;
  /** Number of log lines that were incomplete when a trainer was killed. */
  private torn = 0;
  /** Beginnings of the warnings about these lines. */
  private readonly tornWarnings = new Set<string>();
  private readonly finished = new Set<string>();

  /** @param whole an undisturbed run, whose results each run must have */
  constructor(
    private readonly trainings: Trainings,
    private readonly input: RunConfigInput,
    private readonly whole: Undisturbed,
    private readonly random: Random,
  ) {
    this.store = new RunStore(trainings.runsFolder);
  }

  /**
   * Starts a run, or resumes the run whose trainer was killed last, and kills the trainer at a random moment.
   * @returns whether the trainer was killed before the run's end
   */
  async kill(): Promise<boolean> {
    const { child, starting } = await startedProcess(() => this.start());
    const exited = once(child, "exit");
    let started: Started | undefined;
    const answered = starting.then(
      (run) => {
        started = run;
      },
      () => undefined,
    );
    void this.pauseForAMoment(starting);
    await Promise.race([
      this.random(2) === 0 ? sleep(this.random(longestLifeMs)) : this.endOfEpoch(starting),
      exited,
    ]);
    const received = started?.events.length ?? 0;
    const killed = performance.now();
    child.kill("SIGKILL");
    await answered;
    if (started) this.checkBeginning(started);
    const ended = await started?.training.ended;
    if (started && ended?.status === "finished") {
      await this.concludeFinished(started);
      return false;
    }
    if (ended) {
      expect(ended).toMatchObject({ status: "failed", error: expect.stringContaining("SIGKILL") });
      // The time of a resumed run continues from the time of its checkpoint, which the `resumed` event states. If the
      // trainer is killed after it has logged that event and before it has sent the event, only the log has the time.
      const logged = await this.trainings.loggedEvents(started!.training.id);
      const before = secondsOf(started!.events.slice(0, -1), logged.slice(0, -1));
      expect(ended.seconds).toBeGreaterThanOrEqual(before);
    }
    tally.slowestMs = Math.max(tally.slowestMs, performance.now() - killed);
    tally.received += received;
    tally.kills[phases.indexOf(phaseOf(started))]!++;
    await this.concludeKilled(started);
    return true;
  }

  /** Resumes the run whose trainer was killed last, and lets it train to its end. */
  async finish(): Promise<void> {
    if (!this.run) return;
    const started = await this.start();
    await started.training.ended;
    this.checkBeginning(started);
    await this.concludeFinished(started);
  }

  private start(): Promise<Started> {
    if (this.run) return this.trainings.start({ resume: { folder: this.run.folder } });
    return this.trainings.train(this.input);
  }

  /** Pauses the training for a moment, with probability 1/4. A pause writes a checkpoint within an epoch. */
  private async pauseForAMoment(starting: Promise<Started>): Promise<void> {
    if (this.random(4) > 0) return;
    try {
      const { training } = await starting;
      await sleep(this.random(longestLifeMs));
      await training.control({ action: "pause" });
      await training.control({ action: "resume" });
    } catch {
      // The trainer was killed meanwhile, or does not train yet.
    }
  }

  /**
   * Waits until at least a random number (0 to 7) of the run's epochs are complete, and then until the batches of the
   * next epoch are done. Resolves while that epoch is evaluated or its checkpoint is written, or soon after.
   */
  private async endOfEpoch(starting: Promise<Started>): Promise<void> {
    const more = this.random(8);
    const { until } = await starting;
    await until((state) => state.epochs.length >= more && isBeingEvaluated(state));
    await sleep(this.random(afterLastStepMs));
  }

  /**
   * Checks that only torn lines have led to warnings, and that a resumed run continues from its newest checkpoint. The
   * log may lack the event of this checkpoint.
   */
  private checkBeginning({ state, events }: Started): void {
    const mayBegin = this.torn > 0 ? [...this.tornWarnings, ...lostWith(this.newest)] : [];
    const unexplained = state.warnings.filter(
      (warning) => !mayBegin.some((start) => warning.startsWith(start)),
    );
    expect(unexplained).toEqual([]);
    if (events[0]?.type !== "resumed") return;
    expect(events[0].checkpoint).toBe(this.newest);
    const before = foldEvents(this.recorded).checkpoints.at(-1)?.step ?? 0;
    expect(events[0].step).toBeGreaterThanOrEqual(before);
  }

  private async concludeKilled(started: Started | undefined): Promise<void> {
    this.run ??= started?.training ?? (await this.unansweredRun());
    if (!this.run) return;
    this.isNameless = !filesIn(this.run.folder).includes(LABELS);
    // A trainer that was killed before it answered has no client that records its death.
    if (!started) await recordUnwatchedDeath(this.run.folder);
    const before = [...this.recorded, ...receivedFrom(started)];
    const reader = new LogReader(this.run.folder);
    const { events, problems } = await reader.read();
    this.recorded = events;
    this.checkTorn(reader.cutOff ? [...problems, reader.cutOff] : problems);
    const checkpoints = filesIn(this.run.folder).filter((file) => /step-\d+\.safetensors$/.test(file));
    this.newest = checkpoints.at(-1)?.replace(sep, "/") ?? null;
    expect(this.recorded.slice(0, before.length)).toEqual(before);
    const { status } = foldEvents(this.recorded);
    if (this.recorded.length > 0) expect(isAllowed(status, "resumeRun"), status).toBe(true);
  }

  /**
   * Checks that each kill tears one line at most. When a process is killed, the system may have written the process's
   * last line only up to the end of a memory page.
   */
  private checkTorn(problems: readonly string[]): void {
    let torn = 0;
    for (const problem of problems) {
      const [beginning, lines] = /^(?:Line \d+|(\d+) lines) of events\.jsonl /.exec(problem) ?? [problem];
      torn += Number(lines ?? 1);
      this.tornWarnings.add(beginning);
    }
    expect(torn).toBeGreaterThanOrEqual(this.torn);
    expect(torn - this.torn, "lines torn by one kill").toBeLessThanOrEqual(1);
    this.torn = torn;
  }

  /** The new run whose trainer was killed before it answered; undefined if the trainer had not made the run yet. */
  private async unansweredRun(): Promise<Chain["run"]> {
    return (await this.store.list()).runs.find(({ id }) => !this.finished.has(id));
  }

  private async concludeFinished({ training: { id, folder } }: Started): Promise<void> {
    const { state: expected, weights, evaluations } = this.whole;
    const state = await this.trainings.recorded(id);
    expect(state).toMatchObject({ status: "finished", totalEpochs: epochs, missing: [] });
    expect(state.losses).toEqual(expected.losses);
    expect(state.epochs.map(figures)).toEqual(expected.epochs.map(figures));
    expect(weightsHash(folder)).toBe(weights);
    const files = [...state.checkpoints, ...state.evaluations].map(({ file }) => file.replace("/", sep));
    const own = this.isNameless ? filesOfRun.filter((name) => name !== LABELS) : filesOfRun;
    expect(filesIn(folder)).toEqual([...own, ...files].sort());
    expect(evaluationHashes(folder)).toEqual(evaluations);
    tally.finished++;
    this.finished.add(id);
    this.run = undefined;
    this.isNameless = false;
    this.recorded = [];
    this.newest = null;
    this.torn = 0;
    this.tornWarnings.clear();
  }
}

/** The beginnings of further warnings about a run whose log is damaged. @param newest the run's newest checkpoint */
function lostWith(newest: string | null): string[] {
  if (newest === null) return ["The run has no checkpoint and starts again from its beginning."];
  return [`The run continues from ${newest}. The run's log does not list that checkpoint, `];
}

/** A run's time (s), from the last event with a time in the first list that has such an event; 0 if no list has one. */
function secondsOf(...events: (readonly RunEvent[])[]): number {
  for (const some of events) {
    const last = some.findLast((event) => "seconds" in event);
    if (last) return (last as Extract<RunEvent, { seconds: number }>).seconds;
  }
  return 0;
}

/** The received events that the log must have: none if the trainer never answered, or if a resume was undone. */
function receivedFrom(started: Started | undefined): readonly RunEvent[] {
  const last = started?.events.at(-1);
  return !started || (last?.type === "ended" && last.undone) ? [] : started.events;
}

function phaseOf(started: Started | undefined): Phase {
  if (!started) return "starting";
  const { state, events, training } = started;
  const partial = filesIn(training.folder).find((file) => file.endsWith(".partial"));
  if (partial?.startsWith("layers")) return "training";
  if (partial) return /^(checkpoints|evaluation)/.test(partial) ? "checkpoint" : "ending";
  // The last event is the `ended` event, which was recorded after the trainer's death.
  const last = events.at(-2);
  switch (last?.type) {
    case "steps":
      return isBeingEvaluated(state) ? "evaluation" : "training";
    case "control":
      return last.action === "paused" ? "checkpoint" : "training";
    case "epoch":
    case "evaluation":
      return "checkpoint";
    case "checkpoint":
      return last.step === epochs * stepsPerEpoch ? "ending" : "training";
    default:
      return "preparing";
  }
}

/** Whether all batches of the current epoch are done, and the epoch's event is still to come. */
function isBeingEvaluated({ epoch, epochs, losses }: Started["state"]): boolean {
  return epoch > 0 && losses.length === epoch * stepsPerEpoch && epochs.at(-1)?.epoch !== epoch;
}

function figures({ seconds: _, trainSeconds: __, testSeconds: ___, ...rest }: Started["state"]["epochs"][0]) {
  return rest;
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
}

describe("a run whose trainer is killed with SIGKILL again and again", () => {
  const seed = newSeed("Kills");
  let temporary: string;
  beforeAll(() => {
    temporary = mkdtempSync(join(tmpdir(), "kills-"));
    vi.stubEnv("TMPDIR", temporary);
  });
  afterAll(() => {
    const left = readdirSync(temporary);
    vi.unstubAllEnvs();
    rmSync(temporary, { recursive: true });
    expect(left, "left among the temporary files").toEqual([]);
  });

  test.concurrent.each(chains)(
    "loses no event and ends without a difference: %s",
    async (_, input) => {
      using elsewhere = new Trainings();
      using trainings = new Trainings();
      const chain = new Chain(trainings, input, await elsewhere.undisturbed(input), generator(seed));
      for (let kills = 0; kills < killsPerChain; ) if (await chain.kill()) kills++;
      await chain.finish();
    },
    3 * limits.test,
  );
});
