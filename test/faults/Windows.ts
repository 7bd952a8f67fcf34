import { type ChildProcess, fork } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { TrainerHandle } from "../../src/client/TrainerClient";
import { isTrainerAlive } from "../../src/liveness/isTrainerAlive";
import type { ControlAction, TrainingTask } from "../../src/protocol/trainerProtocol";
import { applyEvent } from "../../src/runs/applyEvent";
import type { RunConfigInput } from "../../src/runs/RunConfig";
import type { EndedEvent, RunEvent } from "../../src/runs/RunEvent";
import { emptyRunState, type RunState } from "../../src/runs/RunState";
import { type Trainings, trainerPath } from "../integration/trainer/trainings";
import { buildProgram } from "../support/buildProgram";
import { removeFolder } from "../support/removeFolder";
import type { Order, Report } from "./windowProgram";

/** Real processes that start a training or attach to one, as windows of VS Code do. */
export class Windows {
  private readonly opened: OtherWindow[] = [];

  private constructor(
    private readonly folder: string,
    private readonly program: string,
  ) {}

  static async build(): Promise<Windows> {
    const folder = mkdtempSync(join(tmpdir(), "windows-"));
    return new Windows(folder, await buildProgram(join(import.meta.dirname, "windowProgram.ts"), folder));
  }

  [Symbol.dispose]() {
    this.closeAll();
    removeFolder(this.folder);
  }

  closeAll() {
    for (const window of this.opened.splice(0)) window.kill();
  }

  /** Opens a window. @param environment variables of the window's process, beside those of this process */
  open(environment: Record<string, string> = {}): OtherWindow {
    const env = { ...process.env, ...environment };
    const window = new OtherWindow(fork(this.program, { env }));
    this.opened.push(window);
    return window;
  }

  /** Starts a run in a new window. @param gracePeriod in seconds */
  async train(trainings: Trainings, input: RunConfigInput, gracePeriod: number, environment = {}) {
    const window = this.open(environment);
    const task = { runsFolder: trainings.runsFolder, config: trainings.config(input) };
    const training = await window.start(task, gracePeriod, trainings.cacheFolder);
    return { window, training };
  }
}

/** Waits until a run's folder names no trainer. */
export async function untilGone(folder: string): Promise<void> {
  while ((await isTrainerAlive(folder)) !== undefined) await sleep(50);
}

/** A process that stands for a window, and the run that it follows. */
export class OtherWindow {
  /** The events of the run that this window has received. */
  readonly events: RunEvent[] = [];
  readonly state = emptyRunState();
  readonly ended: Promise<EndedEvent>;
  private readonly begun: Promise<Pick<TrainerHandle, "id" | "folder" | "pid">>;
  private check = () => {};

  constructor(private readonly child: ChildProcess) {
    let end: (event: EndedEvent) => void;
    this.ended = new Promise((resolve) => {
      end = resolve;
    });
    this.begun = new Promise((resolve, reject) => {
      child.on("message", (report: Report) => {
        if ("training" in report) {
          this.add(report.events);
          resolve(report.training);
        } else if ("refused" in report) reject(new Error(report.refused));
        else if ("event" in report) this.add([report.event]);
        else end(report.ended as EndedEvent);
      });
    });
    this.begun.catch(() => undefined);
  }

  /** Starts a training. @throws Error with the reason if the training could not be started */
  start(task: TrainingTask, gracePeriod: number, cacheFolder: string) {
    this.send({ start: { ...task, trainerPath, cacheFolder, gracePeriod } });
    return this.begun;
  }

  /** Attaches to a training. @throws Error if no trainer can be reached */
  attach(folder: string) {
    this.send({ attach: folder });
    return this.begun;
  }

  control(action: ControlAction): void {
    this.send({ control: action });
  }

  stop(): void {
    this.send("stop");
  }

  until(condition: (state: RunState) => boolean): Promise<void> {
    return new Promise((resolve) => {
      this.check = () => condition(this.state) && resolve();
      this.check();
    });
  }

  /** Kills the process with SIGKILL. The process runs no code at its end, as in a crash of VS Code. */
  kill(): void {
    this.child.kill("SIGKILL");
  }

  private send(order: Order): void {
    this.child.send(order);
  }

  private add(events: readonly RunEvent[]): void {
    for (const event of events) {
      this.events.push(event);
      applyEvent(this.state, event);
    }
    this.check();
  }
}
