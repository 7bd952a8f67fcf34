import * as l10n from "@vscode/l10n";
import { commands } from "vscode";
import { inName } from "../runs/inert";
import { InvalidConfigError } from "../runs/RunConfig";
import { RunsFolderError, type RunWithState } from "../runs/RunStore";
import { openSetting, readDatasetLocation } from "./configuration";
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

/** @param location of the data set, as `dataset.location` of a config; where it was before when left out */
export type BeginAt = (location: string | undefined) => Promise<LiveRun>;

/** Begins trainings, with the questions and answers that belong to it. */
export class TrainingStarter {
  /** How to begin once more what was no new run, with the data elsewhere. */
  private readonly beginAgain = new WeakMap<OpenRun, BeginAt>();
  /** Resolves when what was begun last is known as a run; it may have ended by then. */
  private begun: Promise<void> = Promise.resolve();
  /** The runs that make room for another. */
  private replaced: readonly OpenRun[] = [];

  constructor(
    private readonly session: Session,
    private readonly dashboards: Dashboards,
  ) {}

  /** Whether a run was stopped to make room for another. */
  wasReplaced(run: OpenRun): boolean {
    return this.replaced.includes(run);
  }

  /** How to begin a run once more with its data elsewhere; undefined for a new one, which has none yet. */
  async again(run: OpenRun): Promise<BeginAt | undefined> {
    await this.begun;
    const again = this.beginAgain.get(run);
    if (again || run.state.checkpoints.length === 0) return again;
    return (location) => this.session.resume(run, undefined, location);
  }

  /**
   * Goes on with an ended run.
   * @param epochs of the whole run; as many as before when left out
   */
  resume(run: RunWithState, epochs?: number): Promise<boolean> {
    return this.goOn(run, (location) => this.session.resume(run, epochs, location), run.folder);
  }

  /**
   * Goes on with a run, or with a fork of it, where its data is.
   * @param folder of the run, where that itself is to be trained
   */
  async goOn({ name, state }: RunWithState, begin: BeginAt, folder?: string): Promise<boolean> {
    if (!(await this.isTrusted())) return false;
    const found = await dataLocation(state.config, readDatasetLocation, {
      isChosen: (location) => this.session.isChosenLocation(location),
      ask: (location) => askToReadData(name, location),
    });
    return found !== undefined && this.start(() => begin(found.location), begin, folder);
  }

  /**
   * Begins a training, in the place of another one if the user wants it.
   * @param again the same with the data elsewhere, where that is not what the settings say
   * @param folder of the run that is to go on, which another window may have begun to train meanwhile
   * @returns whether it has begun
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

  /** Whether the workspace is trusted; said so if not. */
  async isTrusted(): Promise<boolean> {
    try {
      this.session.requireTrust();
      return true;
    } catch (error) {
      void this.explain(error);
      return false;
    }
  }

  /** Whether a training may begin now; those that are under way are stopped if the user wants it. */
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
    if (answer === manage) await commands.executeCommand("workbench.trust.manage");
  }

  private async showTraining(): Promise<void> {
    if (this.session.training) await this.session.show(this.session.training);
    await this.dashboards.show();
  }
}
