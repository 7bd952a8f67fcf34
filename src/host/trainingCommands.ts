import { commands, type Disposable, l10n, type QuickPickItem, window } from "vscode";
import { duration, percentage } from "../runs/figures";
import { InvalidConfigError, type RunConfig } from "../runs/RunConfig";
import type { CheckpointEvent, EndedEvent } from "../runs/RunEvent";
import type { RunState } from "../runs/RunState";
import { type RunSummary, RunsFolderError } from "../runs/RunStore";
import { isAllowed, isOver } from "../runs/transitions";
import type { ControlAction } from "../trainer/trainerProtocol";
import { openSetting, readRunConfig, readSettings, writeSetting } from "./configuration";
import { parseLearningRate, parseMoreEpochs, type Typed } from "./controlValues";
import type { Dashboards } from "./Dashboards";
import { forkChanges } from "./forkChanges";
import type { OpenRun } from "./OpenRun";
import { type Session, UntrustedWorkspaceError } from "./Session";
import { datasetLocationSetting, datasetNameSetting, runsLocationSetting, settingOf } from "./settings";

/** What a user does about training, with the questions and answers that belong to it. */
export class TrainingCommands {
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

  readonly stop = (): Promise<void> => this.session.stop();

  readonly pause = (): Promise<void> => this.control({ action: "pause" });

  readonly step = (): Promise<void> => this.control({ action: "step" });

  /** Ends a pause, or goes on with an ended run: the one given, or else the one on display. */
  readonly resume = async (given?: Resumable): Promise<void> => {
    const isOurs = !given || given.folder === this.session.training?.folder;
    if (isOurs && this.isPaused()) return this.control({ action: "resume" });
    const run = await this.endedRun(given);
    if (!run) return;
    if (run.state.status === "finished") return this.trainMore(run);
    await this.start(() => this.session.resume(run));
  };

  /** What a click on the status bar offers. */
  readonly chooseWhilePaused = async (): Promise<void> => {
    const choices = [
      { label: `$(debug-continue) ${l10n.t("Resume Training")}`, command: "resume" },
      { label: `$(debug-step-over) ${l10n.t("Train One Step")}`, command: "step" },
      { label: `$(debug-stop) ${l10n.t("Stop Training")}`, command: "stop" },
      { label: `$(graph-line) ${l10n.t("Show Run")}`, command: "showRun" },
    ];
    const placeHolder = l10n.t("The training is paused.");
    const choice = await window.showQuickPick(choices, { placeHolder });
    if (choice) await commands.executeCommand(`fittingRoom.${choice.command}`, this.session.training);
  };

  readonly changeLearningRate = async (): Promise<void> => {
    const state = this.session.training?.state;
    const value = await askNumber({
      title: l10n.t("Change Learning Rate"),
      prompt: l10n.t("From the next batch on"),
      value: String(state?.learningRate ?? ""),
      parse: parseLearningRate,
    });
    if (value !== undefined) await this.control({ action: "learningRate", value });
  };

  /** Lets the training under way, or else an ended run, go through the training set more often. */
  readonly trainMore = async (given?: Resumable): Promise<void> => {
    const training = this.session.training;
    const isUnderWay = training !== undefined && (!given || given.folder === training.folder);
    const run = isUnderWay ? training : await this.endedRun(given);
    if (!run) return;
    const before = run.state.totalEpochs ?? 0;
    const epochs = await askNumber({
      title: l10n.t("Train More Epochs"),
      prompt: l10n.t("Further epochs, besides the {0} of now", before),
      value: "5",
      parse: (text) => parseMoreEpochs(text, before),
    });
    if (epochs === undefined) return;
    if (isUnderWay && this.session.training === training)
      return this.control({ action: "epochs", value: epochs });
    await this.start(() => this.session.resume(run, epochs));
  };

  /** A new run from a checkpoint of another, with the hyperparameters of the settings. */
  readonly fork = async (given?: Resumable): Promise<void> => {
    if (!(await this.isTrusted())) return;
    await this.session.restore();
    const run = given ?? this.session.displayed;
    if (!run || run.state.checkpoints.length === 0) {
      void window.showInformationMessage(l10n.t("There is no checkpoint to fork from."));
      return;
    }
    const placeHolder = l10n.t("A new run with the current settings goes out from this checkpoint.");
    const title = l10n.t("Fork {0}", run.name);
    const choice = await window.showQuickPick(checkpointItems(run.state), { title, placeHolder });
    const config = choice && (await validConfig());
    if (config) await this.start(() => this.session.fork(run, choice.file, forkChanges(config)));
  };

  /** @returns whether a folder was chosen. */
  readonly chooseDatasetFolder = async (): Promise<boolean> => {
    const [folder] =
      (await window.showOpenDialog({
        canSelectFiles: false,
        canSelectFolders: true,
        title: l10n.t("Folder with the Fashion-MNIST files, or a torchvision root"),
        openLabel: l10n.t("Choose Dataset Folder"),
      })) ?? [];
    if (!folder) return false;
    await writeSetting(datasetLocationSetting, folder.fsPath);
    if (readSettings().get(datasetNameSetting)?.value === "sample")
      await writeSetting(datasetNameSetting, "fashion-mnist");
    return true;
  };

  /** Begins a training, in the place of another one if the user wants it. */
  private async start(begin: () => Promise<unknown>): Promise<void> {
    if (!(await this.isTrusted()) || !(await this.makeRoom())) return;
    try {
      await begin();
    } catch (error) {
      return this.explainStart(error);
    }
    await this.dashboards.show();
  }

  private async control(action: ControlAction): Promise<void> {
    try {
      await this.session.control(action);
    } catch (error) {
      void window.showErrorMessage(errorMessage(error));
    }
  }

  private isPaused(): boolean {
    const status = this.session.training?.state.status;
    return status !== undefined && isAllowed(status, "resume");
  }

  /** The run given, or else the one on display, if it has ended; said so if there is none. */
  private async endedRun(given: Resumable | undefined): Promise<Resumable | undefined> {
    await this.session.restore();
    const run = given ?? this.session.displayed;
    if (run && isOver(run.state.status)) return run;
    const message = run
      ? l10n.t("The run {0} has not ended.", run.name)
      : l10n.t("There is no run to go on with.");
    void window.showInformationMessage(message);
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

  /** Whether a training may begin now; those that are under way are stopped if the user wants it. */
  private async makeRoom(): Promise<boolean> {
    if (!this.session.isTraining) return true;
    const { length } = this.session.live;
    const isOne = length < 2;
    const [replace, show] = [
      isOne ? l10n.t("Stop It and Train") : l10n.t("Stop Them and Train"),
      l10n.t("Show"),
    ];
    const question = isOne
      ? l10n.t("A training is under way already.")
      : l10n.t("{0} trainings are under way already.", length);
    const answer = await window.showWarningMessage(question, replace, show);
    if (answer === show) await this.showTraining();
    if (answer !== replace) return false;
    this.replaced = this.session.live;
    await this.session.stopAll();
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
    if (event.code === "dataset") return this.offerDatasets(event);
    if (event.status === "stopped" && this.replaced.includes(run)) return;
    const [show, resume] = [l10n.t("Show"), l10n.t("Resume")];
    const answer =
      event.status === "failed"
        ? await window.showErrorMessage(event.error ?? l10n.t("The training failed."), show, resume)
        : event.status === "interrupted"
          ? await window.showWarningMessage(endMessage(run, event), show, resume)
          : await window.showInformationMessage(endMessage(run, event), show);
    if (answer === resume) return this.resume(run);
    if (answer !== show) return;
    await this.session.show(run);
    await this.dashboards.show();
  }

  private async offerDatasets({ error }: EndedEvent): Promise<void> {
    const [choose, sample] = [l10n.t("Choose Dataset Folder…"), l10n.t("Use the Sample Set")];
    const message =
      error ?? l10n.t("Fashion-MNIST is neither on this machine nor to be had from the network.");
    const answer = await window.showErrorMessage(message, choose, sample);
    if (answer === sample) await writeSetting(datasetNameSetting, "sample");
    if (answer === sample || (answer === choose && (await this.chooseDatasetFolder()))) await this.train();
  }
}

/** A run of the list, or one in memory. */
type Resumable = Pick<RunSummary, "id" | "name" | "folder" | "state">;

/** The value of what a user types, checked while typing; undefined when nothing is to be changed. */
async function askNumber(question: {
  title: string;
  prompt: string;
  value: string;
  parse: (text: string) => Typed;
}): Promise<number | undefined> {
  const { parse, ...options } = question;
  const validateInput = (text: string) => {
    const typed = parse(text);
    return "error" in typed ? typed.error : undefined;
  };
  const text = await window.showInputBox({ ...options, validateInput });
  const typed = text === undefined ? undefined : parse(text);
  return typed && "value" in typed ? typed.value : undefined;
}

/** The checkpoints of a run, the newest first. */
function checkpointItems({ checkpoints, best }: RunState): (QuickPickItem & Pick<CheckpointEvent, "file">)[] {
  return [...checkpoints].reverse().map(({ file, epoch, step, reason }, index) => ({
    label: l10n.t("After step {0}", step),
    description: l10n.t("{0} complete epochs", epoch),
    detail: [
      ...(index === 0 ? [l10n.t("the newest")] : []),
      ...(reason === "best" && epoch === best?.epoch ? [l10n.t("the best")] : []),
    ].join(", "),
    file,
  }));
}

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

function endMessage({ state }: OpenRun, { status, seconds }: EndedEvent): string {
  if (status === "stopped")
    return state.weights
      ? l10n.t("The training was stopped in epoch {0}; its weights are saved.", state.epoch)
      : l10n.t("The training was stopped.");
  if (status === "interrupted")
    return l10n.t("The training was interrupted in epoch {0}; what it had recorded is kept.", state.epoch);
  const { best } = state;
  const took = duration(seconds);
  return best
    ? l10n.t(
        "The training finished in {0}: {1} test accuracy at best, in epoch {2}.",
        took,
        percentage(best.testAccuracy),
        best.epoch,
      )
    : l10n.t("The training finished in {0}.", took);
}

function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
