import { commands, type Disposable, l10n, window } from "vscode";
import { InvalidConfigError, mostEpochs, type RunConfig, tutorialConfig } from "../runs/RunConfig";
import type { EndedEvent } from "../runs/RunEvent";
import { RunsFolderError } from "../runs/RunStore";
import { isOver, type RunAction } from "../runs/transitions";
import type { ControlAction } from "../trainer/trainerProtocol";
import { openSetting, readDatasetLocation, readRunConfig, readSettings, writeSetting } from "./configuration";
import { parseEpochsAbove, parseLearningRate, parseMoreEpochs, smallerLearningRate } from "./controlValues";
import type { Dashboards } from "./Dashboards";
import { dataLocation } from "./dataLocation";
import { endMessage, wayOn } from "./endMessage";
import { forkChanges } from "./forkChanges";
import { forkText } from "./forkText";
import type { OpenRun, ShownRun } from "./OpenRun";
import { askDatasetFolder, askNumber, askRun, checkpointItems } from "./questions";
import { runsMeant } from "./runsMeant";
import { type Session, UntrustedWorkspaceError } from "./Session";
import {
  datasetLocationSetting,
  datasetNameSetting,
  learningRateSetting,
  runsLocationSetting,
  settingOf,
} from "./settings";
import { stopTraining } from "./stopTraining";
import type { LiveRun } from "./Trainings";

/** What a user does about training, with the questions and answers that belong to it. */
export class TrainingCommands {
  /** How to begin once more what was no new run, with the data elsewhere. */
  private readonly beginAgain = new WeakMap<OpenRun, BeginAt>();
  /** Resolves when what was begun last is known as a run; it may have ended by then. */
  private begun: Promise<void> = Promise.resolve();
  /** The runs that make room for another; nothing is said about their ends. */
  private replaced: readonly OpenRun[] = [];
  private readonly subscription: Disposable;

  constructor(
    private readonly session: Session,
    private readonly dashboards: Dashboards,
  ) {
    this.subscription = session.onDidEndOwn(({ run, event }) => void this.announceEnd(run, event));
  }

  dispose(): void {
    this.subscription.dispose();
  }

  readonly train = async (): Promise<void> => {
    if (!(await this.isTrusted())) return;
    const config = await validConfig();
    if (config) await this.start(() => this.session.train(config));
  };

  readonly stop = async (given?: ShownRun): Promise<void> => {
    const run = await this.runUnderWay(l10n.t("Stop Training"), "stop", given);
    if (run) await stopTraining(this.session, run);
  };

  readonly pause = (given?: ShownRun): Promise<void> =>
    this.control(l10n.t("Pause Training"), { action: "pause" }, given);

  readonly step = (given?: ShownRun): Promise<void> =>
    this.control(l10n.t("Train One Step"), { action: "step" }, given);

  /** Ends a pause, or goes on with an ended run. */
  readonly resume = async (given?: ShownRun): Promise<void> => {
    const title = l10n.t("Resume Training");
    const run = given ?? (await this.runMeant(title, ["resume", "resumeRun"]));
    if (!run) return;
    if (!isOver(run.state.status)) return this.control(title, { action: "resume" }, run);
    if (run.state.status === "finished") return this.trainMore(run);
    if (run.state.errorCode === "divergence") return this.reduceLearningRate(run);
    await this.goOn(run, (location) => this.session.resume(run, undefined, location));
  };

  /** What a click on the status bar offers. */
  readonly chooseWhilePaused = async (run?: ShownRun): Promise<void> => {
    if (!run) return;
    const choices = [
      { label: `$(debug-continue) ${l10n.t("Resume Training")}`, command: "resume" },
      { label: `$(debug-step-over) ${l10n.t("Train One Step")}`, command: "step" },
      { label: `$(debug-stop) ${l10n.t("Stop Training")}`, command: "stop" },
      { label: `$(graph-line) ${l10n.t("Show Run")}`, command: "showRun" },
    ];
    const placeHolder = l10n.t("The training {0} is paused.", run.name);
    const choice = await window.showQuickPick(choices, { placeHolder });
    if (choice) await commands.executeCommand(`fittingRoom.${choice.command}`, run);
  };

  readonly changeLearningRate = async (given?: ShownRun): Promise<void> => {
    const command = l10n.t("Change Learning Rate");
    const run = await this.runUnderWay(command, "learningRate", given);
    if (!run) return;
    const value = await askNumber({
      title: l10n.t("Change Learning Rate of {0}", run.name),
      prompt: l10n.t("From the next batch on"),
      value: String(run.state.learningRate ?? ""),
      parse: parseLearningRate,
    });
    if (value !== undefined) await this.control(command, { action: "learningRate", value }, run);
  };

  /** Lets a training under way, or an ended run, go through the training set more often. */
  readonly trainMore = async (given?: ShownRun): Promise<void> => {
    const command = l10n.t("Train More Epochs");
    const run = given ?? (await this.runMeant(command, ["epochs", "resumeRun"]));
    if (!run) return;
    const before = run.state.totalEpochs ?? 0;
    const epochs = await askNumber({
      title: l10n.t("Train {0} for More Epochs", run.name),
      prompt: l10n.t("Further epochs, besides the {0} of now", before),
      value: "5",
      parse: (text) => parseMoreEpochs(text, before),
    });
    if (epochs === undefined) return;
    // It may have ended meanwhile.
    if (!isOver(run.state.status)) return this.control(command, { action: "epochs", value: epochs }, run);
    await this.goOn(run, (location) => this.session.resume(run, epochs, location));
  };

  /** A new run from a checkpoint of another, with the hyperparameters of the settings. */
  readonly fork = async (given?: ShownRun): Promise<void> => {
    if (!(await this.isTrusted())) return;
    await this.session.restore();
    const run = given ?? this.session.displayed;
    if (!run || run.state.checkpoints.length === 0) {
      void window.showInformationMessage(l10n.t("There is no checkpoint to fork from."));
      return;
    }
    const config = await validConfig();
    if (!config) return;
    const changes = forkChanges(config);
    const placeHolder = l10n.t("A new run goes out from this checkpoint, with {0}.", forkText(changes));
    const title = l10n.t("Fork {0}", run.name);
    const choice = await window.showQuickPick(checkpointItems(run.state), { title, placeHolder });
    if (!choice) return;
    const { file, epoch } = choice.checkpoint;
    if (epoch >= config.epochs) {
      const epochs = await askNumber({
        title,
        prompt: l10n.t("Epochs of the whole run, the {0} of the checkpoint included", epoch),
        value: String(Math.min(epoch + config.epochs, mostEpochs)),
        parse: (text) => parseEpochsAbove(text, epoch),
      });
      if (epochs === undefined) return;
      changes.epochs = epochs;
    }
    await this.goOn(run, (location) => this.session.fork(run, file, changes, location));
  };

  /** What a run that diverged needs: a fork from its last good checkpoint, or else another setting. */
  readonly reduceLearningRate = async (run?: ShownRun): Promise<void> => {
    if (!run || !(await this.isTrusted())) return;
    const good = run.state.checkpoints.at(-1);
    if (!good) return openSetting(learningRateSetting);
    const { learningRate = tutorialConfig.learningRate } = run.state;
    const value = await askNumber({
      title: l10n.t("Fork {0} with a Smaller Learning Rate", run.name),
      prompt: l10n.t("It diverged with {0}; a new run goes out from step {1}", learningRate, good.step),
      value: String(smallerLearningRate(learningRate)),
      parse: parseLearningRate,
    });
    if (value === undefined) return;
    const changes = { learningRate: value };
    await this.goOn(run, (location) => this.session.fork(run, good.file, changes, location));
  };

  /** @returns whether a folder was chosen. */
  readonly chooseDatasetFolder = async (): Promise<boolean> => {
    const folder = await askDatasetFolder();
    if (folder === undefined) return false;
    await writeSetting(datasetLocationSetting, folder);
    if (readSettings().get(datasetNameSetting)?.value === "sample")
      await writeSetting(datasetNameSetting, "fashion-mnist");
    return true;
  };

  /** Goes on with a run, or with a fork of it, where its data is. */
  private async goOn({ state }: ShownRun, begin: BeginAt): Promise<void> {
    const setting = readDatasetLocation();
    await this.start(async () => begin(await dataLocation(state.config, setting)), begin);
  }

  /**
   * Begins a training, in the place of another one if the user wants it.
   * @param again the same with the data elsewhere, where that is not what the settings say
   */
  private async start(begin: () => Promise<LiveRun>, again?: BeginAt): Promise<void> {
    if (!(await this.isTrusted()) || !(await this.makeRoom())) return;
    const beginning = begin().then(({ run }) => {
      if (again) this.beginAgain.set(run, again);
    });
    this.begun = beginning.catch(() => undefined);
    try {
      await beginning;
    } catch (error) {
      return this.explainStart(error);
    }
    await this.dashboards.show();
  }

  private async control(title: string, action: ControlAction, given?: ShownRun): Promise<void> {
    const run = await this.runUnderWay(title, action.action, given);
    try {
      if (run) await this.session.control(run, action);
    } catch (error) {
      void window.showErrorMessage(errorMessage(error));
    }
  }

  /** The run given, or the one that is starting, or else as {@link runMeant}. */
  private async runUnderWay(
    title: string,
    action: ControlAction["action"] | "stop",
    given?: ShownRun,
  ): Promise<ShownRun | undefined> {
    return given ?? (await this.session.starting) ?? this.runMeant(title, [action]);
  }

  /** The run on display, or else one under way that the user agrees to; said so if there is none. */
  private async runMeant(title: string, actions: readonly RunAction[]): Promise<ShownRun | undefined> {
    await this.session.restore();
    const { displayed, live } = this.session;
    const runs = runsMeant(actions, displayed, live);
    if (runs.length > 0) return runs[0] === displayed ? displayed : askRun(title, runs);
    void window.showInformationMessage(l10n.t("There is no run that this can be done to now."));
    return undefined;
  }

  /** Whether the workspace is trusted; said so if not. */
  private async isTrusted(): Promise<boolean> {
    try {
      this.session.requireTrust();
      return true;
    } catch (error) {
      await this.explainStart(error);
      return false;
    }
  }

  /** Undefined for a run that was not trained yet. */
  private resumeAt(run: OpenRun): BeginAt | undefined {
    if (run.state.checkpoints.length === 0) return undefined;
    return (location) => this.session.resume(run, undefined, location);
  }

  /** Whether a training may begin now; those that are under way are stopped if the user wants it. */
  private async makeRoom(): Promise<boolean> {
    await this.session.settle();
    if (!this.session.isTraining) return true;
    const { live } = this.session;
    const isOne = live.length < 2;
    const [replace, show] = [
      isOne ? l10n.t("Stop It and Train") : l10n.t("Stop Them and Train"),
      l10n.t("Show"),
    ];
    const question = isOne
      ? l10n.t("A training is under way already: {0}.", live[0]?.name ?? "")
      : l10n.t("{0} trainings are under way already.", live.length);
    const answer = await window.showWarningMessage(question, replace, show);
    if (answer === show) await this.showTraining();
    if (answer !== replace) return false;
    this.replaced = live;
    await Promise.all(live.map((run) => stopTraining(this.session, run)));
    return !this.session.isTraining;
  }

  private async explainStart(error: unknown): Promise<void> {
    if (error instanceof InvalidConfigError) return explainSetting(error);
    const [open, manage] = [l10n.t("Open Settings"), l10n.t("Manage Workspace Trust")];
    const buttons =
      error instanceof RunsFolderError ? [open] : error instanceof UntrustedWorkspaceError ? [manage] : [];
    const answer = await window.showErrorMessage(errorMessage(error), ...buttons);
    if (answer === open) await openSetting(runsLocationSetting);
    if (answer === manage) await commands.executeCommand("workbench.trust.manage");
  }

  private async showTraining(): Promise<void> {
    if (this.session.training) await this.session.show(this.session.training);
    await this.dashboards.show();
  }

  private async announceEnd(run: OpenRun, event: EndedEvent): Promise<void> {
    if (event.code === "dataset") return this.offerDatasets(run, event);
    if (event.status === "stopped" && this.replaced.includes(run)) return;
    const [show, resume] = [l10n.t("Show"), wayOn(run.state)];
    const message = endMessage(run, event);
    const answer =
      event.status === "failed"
        ? await window.showErrorMessage(message, show, resume)
        : event.status === "interrupted"
          ? await window.showWarningMessage(message, show, resume)
          : event.missing
            ? await window.showWarningMessage(message, show)
            : await window.showInformationMessage(message, show);
    if (answer === resume) return this.resume(run);
    if (answer !== show) return;
    await this.session.show(run);
    await this.dashboards.show();
  }

  /** A run that has been trained before goes on with the data that it was trained on, and with no sample. */
  private async offerDatasets(run: OpenRun, { error }: EndedEvent): Promise<void> {
    const [choose, sample] = [l10n.t("Choose Dataset Folder…"), l10n.t("Use the Sample Set")];
    const message =
      error ?? l10n.t("Fashion-MNIST is neither on this machine nor to be had from the network.");
    await this.begun;
    const again = this.beginAgain.get(run) ?? this.resumeAt(run);
    if (again) {
      if ((await window.showErrorMessage(message, choose)) !== choose) return;
      const folder = await askDatasetFolder();
      if (folder !== undefined) await this.start(() => again(folder), again);
      return;
    }
    const answer = await window.showErrorMessage(message, choose, sample);
    if (answer === sample) await writeSetting(datasetNameSetting, "sample");
    if (answer === sample || (answer === choose && (await this.chooseDatasetFolder()))) await this.train();
  }
}

/** @param location of the data set, as `dataset.location` of a config; where it was before when left out */
type BeginAt = (location: string | undefined) => Promise<LiveRun>;

/** The next run's config; undefined, and said so, when a setting is not valid. */
async function validConfig(): Promise<RunConfig | undefined> {
  try {
    return readRunConfig();
  } catch (error) {
    if (!(error instanceof InvalidConfigError)) throw error;
    await explainSetting(error);
    return undefined;
  }
}

async function explainSetting(error: InvalidConfigError): Promise<void> {
  const setting = settingOf(error.key) ?? "fittingRoom";
  const open = l10n.t("Open Settings");
  const answer = await window.showErrorMessage(error.about(setting), open);
  if (answer === open) await openSetting(setting);
}

function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
