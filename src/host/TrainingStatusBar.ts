import * as l10n from "@vscode/l10n";
import { type Command, Disposable } from "vscode";
import { Pace } from "../protocol/Pace";
import { duration, percentage } from "../runs/figures";
import { inName } from "../runs/inert";
import { isAwaited } from "../runs/isAwaited";
import type { Run } from "../runs/RunStore";
import { remainingSeconds } from "../runs/runProgress";
import type { DetachedRun } from "./DetachedRuns";
import type { OpenRun } from "./OpenRun";
import type { Session } from "./Session";
import { StatusBarText } from "./window";

/** Smallest time (ms) between two updates of the text, except after an event that a user waits for. */
const PAUSE_MS = 1000;

/**
 * The status bar item: epoch, accuracy and time left of a live run. Without a live run, why this window is not connected
 * to the trainer of a run.
 */
export class TrainingStatusBar {
  private readonly item = new StatusBarText("fittingRoom.training", l10n.t("Fitting Room Training"), 10);
  private readonly subscriptions: Disposable;
  private shown: { text: string; run: Run | undefined } | undefined;

  constructor(private readonly session: Session) {
    const pace = new Pace(
      () => PAUSE_MS,
      () => this.update(),
    );
    this.subscriptions = Disposable.from(
      this.item,
      pace,
      session.onDidChangeTraining(() => this.update()),
      session.onDidTrain(({ event }) => (isAwaited(event) ? pace.hurry() : pace.ask())),
    );
  }

  dispose(): void {
    this.subscriptions.dispose();
  }

  private update(): void {
    const { starting, training, detached } = this.session;
    if (starting || training) this.show(training);
    else if (detached[0]) this.showDetached(detached[0]);
    else this.hide();
  }

  private show(training: OpenRun | undefined): void {
    const words = training ? progressWords(training) : [l10n.t("Starting")];
    const isPaused = training?.state.status === "paused";
    // A spinning icon would make VS Code redraw the window with every frame.
    const icon = isPaused ? "debug-pause" : "pulse";
    const text = words.join(" · ");
    const shown = `${icon} ${text}`;
    if (this.shown?.text === shown && this.shown.run === training) return;
    this.shown = { text: shown, run: training };
    this.item.show({
      icon,
      text,
      tooltip: isPaused
        ? l10n.t("Fitting Room has paused its training: {0}. Click to resume it.", words.join(", "))
        : l10n.t("Fitting Room is training: {0}. Click to show it.", words.join(", ")),
      command: training && (isPaused ? choose(training) : showRun(training)),
    });
  }

  private showDetached(run: DetachedRun): void {
    if (this.shown?.run === run) return;
    const isConnecting = run.contact === "connecting";
    const text = isConnecting ? l10n.t("Connecting to the training…") : l10n.t("Training not reachable");
    this.shown = { text, run };
    this.item.show({
      icon: isConnecting ? "pulse" : "debug-disconnect",
      text,
      tooltip: isConnecting
        ? l10n.t("Fitting Room is connecting to the training {0}. Click to show it.", inName(run.name))
        : l10n.t("Fitting Room cannot reach the trainer of {0}. Click to show the run.", inName(run.name)),
      command: showRun(run),
    });
  }

  private hide(): void {
    this.shown = undefined;
    this.item.hide();
  }
}

function choose(training: OpenRun): Command {
  return {
    command: "fittingRoom.chooseWhilePaused",
    title: l10n.t("Choose What to Do While Paused"),
    arguments: [training],
  };
}

function showRun(run: Run): Command {
  return { command: "fittingRoom.showRun", title: l10n.t("Show Run"), arguments: [run] };
}

function progressWords({ state }: OpenRun): string[] {
  if (!state.config || state.epoch === 0) return [l10n.t("Preparing the data")];
  const epoch = l10n.t("Epoch {0}/{1}", state.epoch, state.totalEpochs ?? state.config.epochs);
  if (state.status === "paused") return [l10n.t("Paused"), epoch];
  const words = [epoch];
  const last = state.epochs.at(-1);
  if (last) words.push(percentage(last.testAccuracy));
  const left = remainingSeconds(state);
  if (left !== undefined) words.push(l10n.t("{0} left", duration(left)));
  return words;
}
