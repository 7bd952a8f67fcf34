import * as l10n from "@vscode/l10n";
import { ErrorCodes, ResponseError } from "vscode-jsonrpc";
import { isKnownDead } from "../liveness/isTrainerAlive";
import { recordDeath } from "../liveness/recordDeath";
import { removeRuntimeDirectory } from "../liveness/runtimeDirectory";
import { lastOutputText, stderrEnd } from "../liveness/stderrEnd";
import { readTrainerFile } from "../liveness/trainerFile";
import { deferToOthers } from "../liveness/unwatchedDeath";
import { type ControlAction, controlRequest, stopRequest, warnRequest } from "../protocol/trainerProtocol";
import { applyEvent } from "../runs/applyEvent";
import { LogReader } from "../runs/LogReader";
import type { EndedEvent, RunEvent } from "../runs/RunEvent";
import { emptyRunState } from "../runs/RunState";
import type { RunFolder } from "../runs/runsFolder";
import { isOver } from "../runs/transitions";
import { sentences } from "../text/sentences";
import type { HeldRun } from "./HeldRun";
import type { ProcessEnd } from "./processGone";
import type { TrainerLink } from "./TrainerLink";

/** The identity of a trainer and its run. */
export interface TrainerIdentity {
  /** The run's id. */
  id: string;
  /** The run's folder. The handle closes it when the process is gone. */
  run: HeldRun;
  /** The process id of the trainer. */
  pid: number;
  /** The token in `trainer.json`. */
  token: string;
  runtimeDirectory?: string;
}

/**
 * A client's handle on a trainer process, connected by IPC or by a socket. The handle receives the run's events, sends
 * controls, and records the death of the process in the run's log.
 */
export class TrainerHandle {
  /** The end of the run. Resolves once the process is gone, also if it crashed or was killed. Never rejects. */
  readonly ended: Promise<EndedEvent>;
  private lastEvent: EndedEvent | undefined;
  /** `seconds`: the run's clock (s) as stated last by an event. `at`: this process's clock (ms) at that reading. */
  private clock = { seconds: 0, at: performance.now() };
  /** Index of the trainer's `started` or `resumed` event in the log. The log may not contain the event yet. */
  private beganAt: number;
  private isGone = false;
  private wasKilled = false;
  private hasDisconnected = false;

  /**
   * @param known number of events at the beginning of the log that are not passed to `onEvent`
   * @param received the events that are not passed to `onEvent`, if this client has read them
   */
  constructor(
    private readonly trainer: TrainerIdentity,
    private readonly link: TrainerLink,
    private known: number,
    private readonly onEvent: (event: RunEvent) => void,
    received: readonly RunEvent[] = [],
  ) {
    this.beganAt = received.length === 0 ? known : Math.max(0, received.findLastIndex(isBeginning));
    for (const event of received) this.note(event);
    link.deliverTo((event) => this.deliver(event));
    this.ended = link.gone.then(async (end) => {
      this.isGone = true;
      await link.handledAll();
      return this.conclude(end);
    });
  }

  get id(): string {
    return this.trainer.id;
  }

  /** The present path of the run's folder; once {@link ended} has resolved, the path at that time. */
  get folder(): string {
    return this.trainer.run.path;
  }

  get pid(): number {
    return this.trainer.pid;
  }

  /**
   * Ends the run as {@link stopRequest} describes. Resolves when the trainer has accepted the request, or when the
   * connection is closed.
   */
  async stop(): Promise<void> {
    try {
      await this.link.connection.sendRequest(stopRequest);
    } catch {
      // The connection is closed, as after the end of a run.
    }
  }

  /**
   * Performs an action on the training between two batches.
   * @throws Error with a one-sentence message when the trainer refuses the action or the run has ended
   */
  async control(action: ControlAction): Promise<void> {
    try {
      await this.link.connection.sendRequest(controlRequest, action);
    } catch (error) {
      const isRefusal = error instanceof ResponseError && error.code === ErrorCodes.InvalidRequest;
      throw new Error(isRefusal ? error.message : l10n.t("The run has ended."));
    }
  }

  /** Adds a warning, one sentence, to the run; does nothing once the run has ended. */
  async warn(message: string): Promise<void> {
    try {
      await this.link.connection.sendRequest(warnRequest, message);
    } catch {
      // The run has ended and takes no more warnings.
    }
  }

  /**
   * Ends the process at once; what the run has recorded is kept.
   * @returns false if the process cannot be signalled, for example because it is on another machine or of another user
   */
  kill(): boolean {
    // Another process may have the process id by now.
    if (this.isGone) return true;
    if (!this.link.kill()) return false;
    this.wasKilled = true;
    return true;
  }

  /**
   * Disconnects from the process. A trainer without any client ends its run as interrupted after the grace period, if
   * the run has not ended before.
   */
  dispose(): void {
    this.hasDisconnected = true;
    this.link.disconnect();
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

  private async conclude(processEnd: ProcessEnd | undefined): Promise<EndedEvent> {
    this.link.connection.dispose();
    const { token, runtimeDirectory } = this.trainer;
    const { folder } = this.trainer.run;
    if (this.lastEvent) {
      // A trainer that was killed after its `ended` event may not have removed its `trainer.json`.
      if (readTrainerFile(folder)?.token === token)
        await recordDeath(folder, token, this.lastEvent.undone ? undefined : this.lastEvent);
    } else {
      if (!processEnd) await deferToOthers(folder, token);
      await this.readClock();
      const death = await this.asUndone(this.death(processEnd?.how), processEnd);
      if (processEnd || (await this.mayRecordDeath()))
        await recordDeath(folder, token, death.undone ? undefined : death);
      // The log may hold events that were never delivered: a client that has disconnected receives none, and the last
      // messages may be lost with the process.
      const { known } = this;
      let place = 0;
      for await (const event of loggedEvents(folder)) if (place++ >= known) this.deliver(event);
      if (!this.lastEvent) this.deliver(this.isTakenOver() ? this.end({ status: "interrupted" }) : death);
    }
    if (runtimeDirectory) removeRuntimeDirectory(runtimeDirectory);
    this.trainer.run.close();
    return this.lastEvent!;
  }

  /** Sets the run's clock to the last `seconds` in the log, unless the clock is already past that value. */
  private async readClock(): Promise<void> {
    let seconds = 0;
    for await (const event of loggedEvents(this.trainer.run.folder))
      if ("seconds" in event) seconds = event.seconds;
    if (seconds > this.seconds) this.clock = { seconds, at: performance.now() };
  }

  /**
   * Returns `death`, unless the trainer resumed a run and logged no `resumed` event, so that it has not changed the
   * run. Then returns an end that is marked as undone, with the status of the end in the log, or `interrupted` if the
   * log has no end.
   */
  private async asUndone(death: EndedEvent, processEnd: ProcessEnd | undefined): Promise<EndedEvent> {
    const logged = emptyRunState("summary");
    let count = 0;
    for await (const event of loggedEvents(this.trainer.run.folder)) {
      count++;
      applyEvent(logged, event);
    }
    if (count === 0 || count > this.beganAt) return death;
    const { status, seconds, missing } = logged;
    const before = { status: isOver(status) ? status : "interrupted", seconds, missing } as const;
    // The trainer has ended the run as interrupted, and could not report this to a client that has disconnected.
    if (this.hasDisconnected && processEnd?.isOrderly)
      return { ...this.end(before), ...before, undone: "interrupted" };
    return { ...death, ...before, undone: "failed" };
  }

  /**
   * True if `trainer.json` names no trainer, or one that is certainly gone. A trainer that merely does not answer does
   * not count as gone, since it may be suspended.
   */
  private async mayRecordDeath(): Promise<boolean> {
    const named = readTrainerFile(this.trainer.run.folder);
    return named === undefined || isKnownDead(named);
  }

  private isTakenOver(): boolean {
    const named = readTrainerFile(this.trainer.run.folder);
    return named !== undefined && named.token !== this.trainer.token;
  }

  private death(how: string | undefined): EndedEvent {
    if (this.wasKilled)
      return this.end({
        status: "failed",
        error: l10n.t("The trainer process did not answer and was ended. What it had recorded is kept."),
      });
    const { cause, lines } = stderrEnd(this.trainer.runtimeDirectory);
    const sentence = how
      ? l10n.t("The trainer process ended unexpectedly: {0}.", how)
      : l10n.t(
          "The trainer process ended unexpectedly; its exit status is not known, as the window that started it is closed.",
        );
    return this.end({
      status: "failed",
      error: sentences(sentence, lastOutputText(cause), l10n.t("What it had recorded is kept.")),
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

/** The events of a run's log, in order. */
async function* loggedEvents(folder: RunFolder): AsyncGenerator<RunEvent> {
  for await (const { events } of new LogReader(folder).slices()) yield* events;
}
