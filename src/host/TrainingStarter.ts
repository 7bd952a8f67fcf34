import * as l10n from "@vscode/l10n";
import { inName } from "../runs/inert";
import { InvalidConfigError } from "../runs/RunConfig";
import { RunsFolderError, type RunWithState } from "../runs/RunStore";
import { manageTrust, openSetting, readDatasetLocation } from "./configuration";
import type { Dashboards } from "./Dashboards";
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
   * Starts a training and shows a dashboard. Asks first whether to stop the live runs. Shows a message if the training
   * cannot start.
   * @param again for a run that is resumed, forked or trained again: starts it with its data in another folder
   * @param folder folder of the run to resume. If another window has resumed the run, so that it is live, no run is
   * stopped
   * @returns whether the training has started
   */
  async start(begin: () => Promise<LiveRun>, again?: BeginAt, folder?: string): Promise<boolean> {
    if (!(await this.isTrusted()) || !(await this.stopOthers(folder))) return false;
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
   * Asks whether to stop the live runs, and stops them if the user agrees. Asks nothing if no run is live or if the run
   * in `folder` is live.
   * @returns whether a training may start
   */
  private async stopOthers(folder?: string): Promise<boolean> {
    await this.session.settle();
    if (!this.session.isTraining || (folder !== undefined && this.session.isLive(folder))) return true;
    const { live } = this.session;
    const isOne = live.length < 2;
    const [replace, show] = [
      isOne ? l10n.t("Stop It and Train") : l10n.t("Stop Them and Train"),
      l10n.t("Show"),
    ];
    const question = isOne
      ? l10n.t("A training is under way already: {0}.", inName(live[0]?.name ?? ""))
      : l10n.t("{0} trainings are under way already.", live.length);
    const answer = await showWarning(question, replace, show);
    if (answer === show) await this.showTraining();
    if (answer !== replace) return false;
    this.replaced = live;
    await Promise.all(live.map((run) => stopTraining(this.session, run)));
    return !this.session.isTraining;
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

  private async showTraining(): Promise<void> {
    if (this.session.training) await this.session.show(this.session.training);
    await this.dashboards.show();
  }
}
