import * as l10n from "@vscode/l10n";
import { inName } from "../runs/inert";
import { InvalidConfigError } from "../runs/RunConfig";
import { type Run, RunsFolderError, type RunWithState } from "../runs/RunStore";
import { sentences } from "../text/sentences";
import { manageTrust, openSetting, readDatasetLocation } from "./configuration";
import type { Dashboards } from "./Dashboards";
import type { DetachedRun } from "./DetachedRuns";
import { dataLocation } from "./dataLocation";
import { errorMessage } from "./errorMessage";
import type { LiveRun } from "./LiveRuns";
import type { OpenRun } from "./OpenRun";
import { askToReadData } from "./questions";
import { type Session, UntrustedWorkspaceError } from "./Session";
import { runsLocationSetting } from "./settings";
import { stopTraining } from "./stopTraining";
import { explainSetting } from "./validConfig";
import { showError, showWarning } from "./window";

/**
 * Starts a run with its data in a folder.
 * @param location as `dataset.location` of a config. Default: the folder in the run's configuration
 */
export type BeginAt = (location: string | undefined) => Promise<LiveRun>;

/** Starts trainings and asks the questions that a start needs. */
export class TrainingStarter {
  /**
   * For a run that was resumed, forked or trained again: the function that starts it with its data in another folder.
   */
  private readonly beginAgain = new WeakMap<OpenRun, BeginAt>();
  /** Resolves when the last start has succeeded or failed. */
  private begun: Promise<void> = Promise.resolve();
  /** The runs that the user stopped last so that another could start. */
  private replaced: readonly OpenRun[] = [];

  constructor(
    private readonly session: Session,
    private readonly dashboards: Dashboards,
  ) {}

  /** True if a run is among those that the user stopped last so that another run could start. */
  wasReplaced(run: OpenRun): boolean {
    return this.replaced.includes(run);
  }

  /**
   * A function that starts a run again with its data in another folder; undefined for a new run without checkpoints.
   */
  async again(run: OpenRun): Promise<BeginAt | undefined> {
    await this.begun;
    const again = this.beginAgain.get(run);
    if (again || run.state.checkpoints.length === 0) return again;
    return (location) => this.session.resume(run, undefined, location);
  }

  /**
   * Resumes an ended run.
   * @param epochs number of epochs of the whole run, with those before the resume. Default: the number that the run has
   * @returns whether the run has started
   */
  resume(run: RunWithState, epochs?: number): Promise<boolean> {
    return this.startWithData(run, (location) => this.session.resume(run, epochs, location), run.folder);
  }

  /**
   * Resumes or forks a run, or trains it again, after finding the folder of its data.
   * @param folder the run's folder, if the run itself is resumed
   * @returns whether the run has started
   */
  async startWithData({ name, state }: RunWithState, begin: BeginAt, folder?: string): Promise<boolean> {
    if (!(await this.isTrusted())) return false;
    const found = await dataLocation(state.config, readDatasetLocation, {
      isChosen: (location) => this.session.isChosenLocation(location),
      ask: (location) => askToReadData(name, location),
    });
    return found !== undefined && this.start(() => begin(found.location), begin, folder);
  }

  /**
   * Starts a training and shows a dashboard. Asks first whether to stop the live runs, and whether to train beside the
   * detached ones. Shows a message if the training cannot start.
   * @param again for a run that is resumed, forked or trained again: starts it with its data in another folder
   * @param folder folder of the run to resume. If another window has resumed the run, so that it is live or detached, no
   * run is stopped
   * @returns whether the training has started
   */
  async start(begin: () => Promise<LiveRun>, again?: BeginAt, folder?: string): Promise<boolean> {
    if (!(await this.isTrusted()) || !(await this.makeWay(folder))) return false;
    const beginning = begin().then(({ run }) => {
      if (again) this.beginAgain.set(run, again);
    });
    this.begun = beginning.catch(() => undefined);
    try {
      await beginning;
    } catch (error) {
      void this.explain(error);
      return false;
    }
    await this.dashboards.show();
    return true;
  }

  /** Whether the workspace is trusted. Shows a message if it is not. */
  async isTrusted(): Promise<boolean> {
    try {
      this.session.requireTrust();
      return true;
    } catch (error) {
      void this.explain(error);
      return false;
    }
  }

  /**
   * Asks whether to stop the live runs, and stops them if the user agrees. Then asks whether to train beside the detached
   * runs, which cannot be stopped from here. Asks nothing if no run is under way or if the run in `folder` is.
   * @returns whether a training may start
   */
  private async makeWay(folder?: string): Promise<boolean> {
    await this.session.found();
    for (;;) {
      await this.session.settle();
      const { live, detached } = this.session;
      if (folder !== undefined && this.session.isUnderWay(folder)) return true;
      if (live.length > 0) {
        if (!(await this.stopOthers(live))) return false;
        continue;
      }
      if (detached.length === 0) return true;
      if (!(await this.isBesideWanted(detached))) return false;
      // This window may have connected to a trainer while the question was open.
      if (this.session.live.length === 0) return true;
    }
  }

  /** Asks whether to stop the live runs, and stops them if the user agrees. @returns whether they were stopped */
  private async stopOthers(live: readonly OpenRun[]): Promise<boolean> {
    const replace = live.length < 2 ? l10n.t("Stop It and Train") : l10n.t("Stop Them and Train");
    if (!(await this.askBeside(underWayText(live), replace, live[0]))) return false;
    this.replaced = live;
    await Promise.all(live.map((run) => stopTraining(this.session, run)));
    return live.every(({ folder }) => !this.session.isLive(folder));
  }

  /** Asks whether to train although living trainers train runs that this window cannot stop. */
  private isBesideWanted(detached: readonly DetachedRun[]): Promise<boolean> {
    const isConnecting = detached.some(({ contact }) => contact === "connecting");
    const why = isConnecting
      ? l10n.t("This window is still connecting and cannot stop a training yet.")
      : l10n.t("This window cannot reach its trainer and cannot stop it.");
    return this.askBeside(sentences(underWayText(detached), why), l10n.t("Train Anyway"), detached[0]);
  }

  /** Asks a question beside a training under way, and shows `run` if the user wishes. @returns whether to train */
  private async askBeside(question: string, train: string, run: Run | undefined): Promise<boolean> {
    const show = l10n.t("Show");
    const answer = await showWarning(question, train, show);
    if (answer === show) {
      const shown = this.session.training ?? run;
      if (shown) await this.session.show(shown);
      await this.dashboards.show();
    }
    return answer === train;
  }

  private async explain(error: unknown): Promise<void> {
    if (error instanceof InvalidConfigError) return explainSetting(error);
    const [open, manage] = [l10n.t("Open Settings"), l10n.t("Manage Workspace Trust")];
    const buttons =
      error instanceof RunsFolderError ? [open] : error instanceof UntrustedWorkspaceError ? [manage] : [];
    const answer = await showError(errorMessage(error), ...buttons);
    if (answer === open) await openSetting(runsLocationSetting);
    if (answer === manage) await manageTrust();
  }
}

function underWayText(runs: readonly Run[]): string {
  return runs.length < 2
    ? l10n.t("A training is under way already: {0}.", inName(runs[0]?.name ?? ""))
    : l10n.t("{0} trainings are under way already.", runs.length);
}
