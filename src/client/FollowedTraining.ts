import * as l10n from "@vscode/l10n";
import { ErrorCodes, ResponseError } from "vscode-jsonrpc";
import { isKnownDead } from "../liveness/isTrainerAlive";
import { lastWords, said } from "../liveness/lastWords";
import { recordDeath } from "../liveness/recordDeath";
import { removeRuntimeDirectory } from "../liveness/runtimeDirectory";
import { readTrainerFile } from "../liveness/trainerFile";
import { deferToOthers } from "../liveness/unwatchedDeath";
import { type ControlAction, controlRequest, stopRequest, warnRequest } from "../protocol/trainerProtocol";
import { LogReader } from "../runs/LogReader";
import type { EndedEvent, RunEvent } from "../runs/RunEvent";
import { applyEvent, emptyRunState } from "../runs/RunState";
import { isOver } from "../runs/transitions";
import { sentences } from "../text/sentences";
import type { TrainerLink } from "./TrainerLink";
import type { Training } from "./Training";

export interface TrainerOfRun {
  id: string;
  folder: string;
  pid: number;
  token: string;
  runtimeDirectory?: string;
}

/** A training as one client follows it, whichever way it is connected with the trainer. */
export class FollowedTraining implements Training {
  readonly ended: Promise<EndedEvent>;
  private lastEvent: EndedEvent | undefined;
  /** The run's clock, and when it was read by ours. */
  private clock = { seconds: 0, at: performance.now() };
  /** The place in the log of the last event that began or resumed the run, or of the one that is to come. */
  private beganAt: number;
  private isGone = false;
  private wasKilled = false;

  /**
   * @param known how many of the log's events need not be delivered
   * @param told those of them that this client has read
   */
  constructor(
    private readonly trainer: TrainerOfRun,
    private readonly link: TrainerLink,
    private known: number,
    private readonly onEvent: (event: RunEvent) => void,
    told: readonly RunEvent[] = [],
  ) {
    this.beganAt = told.length === 0 ? known : Math.max(0, told.findLastIndex(isBeginning));
    for (const event of told) this.note(event);
    link.deliverTo((event) => this.deliver(event));
    this.ended = link.gone.then(async (how) => {
      this.isGone = true;
      await link.drained();
      return this.conclude(how);
    });
  }

  get id(): string {
    return this.trainer.id;
  }

  get folder(): string {
    return this.trainer.folder;
  }

  get pid(): number {
    return this.trainer.pid;
  }

  async stop(): Promise<void> {
    try {
      await this.link.connection.sendRequest(stopRequest);
    } catch {
      // A run that ends by itself at this very moment takes the connection with it, and is stopped all the same.
    }
  }

  async control(action: ControlAction): Promise<void> {
    try {
      await this.link.connection.sendRequest(controlRequest, action);
    } catch (error) {
      const isRefusal = error instanceof ResponseError && error.code === ErrorCodes.InvalidRequest;
      throw new Error(isRefusal ? error.message : l10n.t("The run has ended."));
    }
  }

  async warn(message: string): Promise<void> {
    try {
      await this.link.connection.sendRequest(warnRequest, message);
    } catch {
      // A run that has ended takes no more warnings.
    }
  }

  kill(): boolean {
    // Its number may be another process's once it is gone.
    if (this.isGone) return true;
    if (!this.link.kill()) return false;
    this.wasKilled = true;
    return true;
  }

  dispose(): void {
    this.link.letGo();
  }

  private deliver(event: RunEvent): void {
    if (isBeginning(event)) this.beganAt = this.known;
    this.known++;
    this.note(event);
    this.onEvent(event);
  }

  private note(event: RunEvent): void {
    if ("seconds" in event) this.clock = { seconds: event.seconds, at: performance.now() };
    if (event.type === "ended") this.lastEvent = event;
    else if (event.type === "resumed") this.lastEvent = undefined;
  }

  private get seconds(): number {
    return this.clock.seconds + (performance.now() - this.clock.at) / 1000;
  }

  private async conclude(how: string | undefined): Promise<EndedEvent> {
    this.link.connection.dispose();
    const { folder, token, runtimeDirectory } = this.trainer;
    if (this.lastEvent) {
      // One that was killed after its last word has left the file that names it.
      if (readTrainerFile(folder)?.token === token)
        await recordDeath(folder, token, this.lastEvent.undone ? undefined : this.lastEvent);
    } else {
      if (how === undefined) await deferToOthers(folder, token);
      await this.readClock();
      const death = await this.asUndone(this.death(how));
      if (how !== undefined || (await this.mayRecordDeath()))
        await recordDeath(folder, token, death.undone ? undefined : death);
      // A busy client may not have got round to the last messages; a parted one was sent none.
      const { known } = this;
      let place = 0;
      for await (const event of loggedEvents(folder)) if (place++ >= known) this.deliver(event);
      if (!this.lastEvent) this.deliver(this.isTakenOver() ? this.end({ status: "interrupted" }) : death);
    }
    if (runtimeDirectory) removeRuntimeDirectory(runtimeDirectory);
    return this.lastEvent!;
  }

  /** The log may tell of more than what was delivered: a trainer may have died before its next word, or its first. */
  private async readClock(): Promise<void> {
    let seconds = 0;
    for await (const event of loggedEvents(this.trainer.folder))
      if ("seconds" in event) seconds = event.seconds;
    if (seconds > this.seconds) this.clock = { seconds, at: performance.now() };
  }

  /** A resumed run whose log does not tell of it is as it was before. */
  private async asUndone(death: EndedEvent): Promise<EndedEvent> {
    const logged = emptyRunState("summary");
    let count = 0;
    for await (const event of loggedEvents(this.trainer.folder)) {
      count++;
      applyEvent(logged, event);
    }
    if (count === 0 || count > this.beganAt) return death;
    const { status, seconds, missing } = logged;
    return { ...death, status: isOver(status) ? status : "interrupted", seconds, missing, undone: "failed" };
  }

  /** Not where a trainer that was not started here is only not heard of any more. */
  private async mayRecordDeath(): Promise<boolean> {
    const named = readTrainerFile(this.trainer.folder);
    return named === undefined || isKnownDead(named);
  }

  private isTakenOver(): boolean {
    const named = readTrainerFile(this.trainer.folder);
    return named !== undefined && named.token !== this.trainer.token;
  }

  private death(how: string | undefined): EndedEvent {
    if (this.wasKilled)
      return this.end({
        status: "failed",
        error: l10n.t("The trainer process did not answer and was ended. What it had recorded is kept."),
      });
    const { telling, lines } = lastWords(this.trainer.runtimeDirectory);
    const died = how
      ? l10n.t("The trainer process died: {0}.", how)
      : l10n.t("The trainer process died; the window that could have told the cause is gone.");
    return this.end({
      status: "failed",
      error: sentences(died, said(telling), l10n.t("What it had recorded is kept.")),
      ...(lines.length > 0 && { stderr: lines }),
    });
  }

  private end(how: Pick<EndedEvent, "status" | "error" | "stderr">): EndedEvent {
    return { type: "ended", ...how, time: new Date().toISOString(), seconds: this.seconds };
  }
}

function isBeginning({ type }: RunEvent): boolean {
  return type === "started" || type === "resumed";
}

/** What the trainer recorded: every event that it sent, in the same order. */
async function* loggedEvents(folder: string): AsyncGenerator<RunEvent> {
  for await (const { events } of new LogReader(folder).slices()) yield* events;
}
