import * as l10n from "@vscode/l10n";
import { commands } from "vscode";
import { datasetNames, originalOf } from "../datasets/datasets";
import type { ControlAction } from "../protocol/trainerProtocol";
import { slowerTraining } from "../runs/diagnoses/remedy";
import { inName } from "../runs/inert";
import { mostEpochs } from "../runs/limits";
import { withoutUnfit } from "../runs/marksFile";
import { presetNames, presets } from "../runs/presets";
import { type RunConfig, tutorialConfig } from "../runs/RunConfig";
import type { RunWithState } from "../runs/RunStore";
import { configInForce } from "../runs/trainedConfig";
import { isOver, type RunAction, type RunStatus } from "../runs/transitions";
import { wholeNumber } from "../text/numbers";
import {
  openSetting,
  readExcludeMarked,
  readSampleConfig,
  readSettings,
  writeSetting,
} from "./configuration";
import { parseEpochsAbove, parseLearningRate, parseMoreEpochs } from "./controlValues";
import { errorMessage } from "./errorMessage";
import { applyRemedy } from "./followDiagnosis";
import { forkChanges } from "./forkChanges";
import { forkText } from "./forkText";
import { isThere } from "./isThere";
import { OpenRun } from "./OpenRun";
import { askDatasetFolder, askNumber, askRun, checkpointItems } from "./questions";
import { runsMeant } from "./runsMeant";
import type { Session } from "./Session";
import { datasetLocationSetting, datasetNameSetting } from "./settings";
import { stopTraining } from "./stopTraining";
import type { TrainingStarter } from "./TrainingStarter";
import { applyPreset } from "./useSettings";
import { dataProblem, validConfig } from "./validConfig";
import { pick, showError, showInformation } from "./window";

/** The commands about training, with their questions. */
export class TrainingCommands {
  constructor(
    private readonly session: Session,
    private readonly starter: TrainingStarter,
  ) {}

  readonly train = async (): Promise<void> => {
    if (!(await this.starter.isTrusted())) return;
    const config = await validConfig();
    if (!config) return;
    const problem = await dataProblem(config);
    if (problem === undefined)
      return void (await this.starter.start(async () => this.session.train(this.withoutMarked(config))));
    // The command does not wait for the answer, which may come much later or never.
    void this.offerDatasets(l10n.t("{0} cannot be used: {1}", datasetLocationSetting, problem), true);
  };

  /**
   * Shows a message about data that the next run cannot use, and offers other data.
   * @param isOfSetting whether the folder of the settings is the one that cannot be used
   */
  readonly offerDatasets = async (message: string, isOfSetting = false): Promise<void> => {
    const open = l10n.t("Open Settings");
    const [choose, sample] = [l10n.t("Choose Folder…"), l10n.t("Use the Sample Set")];
    const answer = await showError(message, ...(isOfSetting ? [open] : []), choose, sample);
    if (answer === open) return openSetting(datasetLocationSetting);
    if (answer === sample) return this.trainOnSample();
    if (answer === choose && (await this.chooseDatasetFolder())) await this.train();
  };

  /**
   * Trains on the sample set with the hyperparameters that {@link readSampleConfig} returns. The settings stay
   * unchanged.
   */
  readonly trainOnSample = async (): Promise<void> => {
    if (await this.starter.isTrusted())
      await this.starter.start(async () => this.session.train(this.withoutMarked(readSampleConfig())));
  };

  /** Lets the user pick a preset, writes the preset's hyperparameters to the settings, and trains with the settings. */
  readonly trainWithPreset = async (): Promise<void> => {
    if (!(await this.starter.isTrusted())) return;
    const choices = presetNames.map((name) => {
      const { label, description } = presets[name];
      return { label, detail: description, name };
    });
    const placeHolder = l10n.t("The settings get the hyperparameters of the preset.");
    const choice = await pick(choices, { title: l10n.t("Train with a Preset"), placeHolder });
    if (!choice) return;
    await applyPreset(choice.name);
    await this.train();
  };

  /**
   * Returns `config`, changed to leave out the training images that are marked as unfit if the settings say so.
   * @throws MarksError, InvalidConfigError
   */
  private withoutMarked(config: RunConfig): RunConfig {
    return readExcludeMarked() ? withoutUnfit(config, this.session.list.folder) : config;
  }

  readonly stop = async (given?: RunWithState): Promise<void> => {
    const run = await this.runUnderWay(l10n.t("Stop Training"), "stop", given);
    if (!run) return;
    try {
      await stopTraining(this.session, run);
    } catch (error) {
      void showError(errorMessage(error));
    }
  };

  readonly pause = (given?: RunWithState): Promise<boolean> =>
    this.control(l10n.t("Pause Training"), { action: "pause" }, given);

  readonly step = (given?: RunWithState): Promise<boolean> =>
    this.control(l10n.t("Train One Step"), { action: "step" }, given);

  /**
   * Ends a pause, or resumes an ended run. For a finished run, see {@link trainMore}; for a run that diverged, see
   * {@link reduceLearningRate}.
   * @returns false when the run does not continue
   */
  readonly resume = async (given?: RunWithState): Promise<boolean> => {
    const title = l10n.t("Resume Training");
    const run = given ?? (await this.runMeant(title, ["resume", "resumeRun"]));
    if (!run) return false;
    if (!isOver(run.state.status)) return this.control(title, { action: "resume" }, run);
    if (run.state.status === "finished") return this.trainMore(run);
    if (run.state.errorCode === "divergence") return this.reduceLearningRate(run);
    return this.starter.resume(run);
  };

  /** Offers the actions on a paused run, after a click on the status bar. */
  readonly chooseWhilePaused = async (run?: RunWithState): Promise<void> => {
    if (!run) return;
    const choices = [
      { icon: "debug-continue", label: l10n.t("Resume Training"), command: "resume" },
      { icon: "debug-step-over", label: l10n.t("Train One Step"), command: "step" },
      { icon: "debug-stop", label: l10n.t("Stop Training"), command: "stop" },
      { icon: "graph-line", label: l10n.t("Show Run"), command: "showRun" },
    ];
    const placeHolder = l10n.t("The training {0} is paused.", inName(run.name));
    const choice = await pick(choices, { placeHolder });
    if (choice) await commands.executeCommand(`fittingRoom.${choice.command}`, run);
  };

  readonly changeLearningRate = async (given?: RunWithState): Promise<void> => {
    const command = l10n.t("Change Learning Rate");
    const run = await this.runUnderWay(command, "learningRate", given);
    if (!run) return;
    const value = await askNumber({
      title: l10n.t("Change Learning Rate of {0}", inName(run.name)),
      prompt: l10n.t("From the next batch on"),
      value: String(run.state.learningRate ?? ""),
      parse: parseLearningRate,
    });
    if (value !== undefined) await this.control(command, { action: "learningRate", value }, run);
  };

  /**
   * Asks for a number of epochs to add to a live or an ended run. For a run that diverged, see {@link
   * reduceLearningRate}.
   * @returns false when nothing was added
   */
  readonly trainMore = async (given?: RunWithState): Promise<boolean> => {
    const command = l10n.t("Train More Epochs");
    const run = given ?? (await this.runMeant(command, ["epochs", "resumeRun"]));
    if (!run) return false;
    if (run.state.errorCode === "divergence") return this.reduceLearningRate(run);
    if (isOver(run.state.status) && !isThere(run)) return false;
    const before = run.state.totalEpochs ?? 0;
    if (before >= mostEpochs) {
      void showInformation(
        l10n.t(
          "The run {0} has {1} epochs, the most that a run can have.",
          inName(run.name),
          wholeNumber(before),
        ),
      );
      return false;
    }
    const epochs = await askNumber({
      title: l10n.t("Train {0} for More Epochs", inName(run.name)),
      prompt: l10n.t("Additional epochs (currently {0})", before),
      value: String(Math.min(5, mostEpochs - before)),
      parse: (text) => parseMoreEpochs(text, before),
    });
    if (epochs === undefined) return false;
    // The run may have ended while the question was open.
    if (!isOver(run.state.status)) return this.control(command, { action: "epochs", value: epochs }, run);
    return this.starter.resume(run, epochs);
  };

  /**
   * Starts a new run at a checkpoint that the user picks, with the hyperparameters that {@link forkChanges} takes from
   * the settings. Asks for the number of epochs if the checkpoint has at least as many complete epochs as the settings
   * name.
   */
  readonly fork = async (given?: RunWithState): Promise<void> => {
    if (!(await this.starter.isTrusted())) return;
    await this.session.restore();
    const run = given ?? this.session.displayed;
    if (!run || run.state.checkpoints.length === 0) {
      void showInformation(l10n.t("There is no checkpoint to fork from."));
      return;
    }
    if (!isThere(run)) return;
    const config = await validConfig();
    if (!config) return;
    const changes = forkChanges(config);
    const changed = forkText(changes, configInForce(run.state) ?? tutorialConfig);
    const placeHolder = changed
      ? l10n.t("New run from here, with {0}", changed)
      : l10n.t("New run from here, with the same hyperparameters");
    const title = l10n.t("Fork {0}", inName(run.name));
    const choice = await pick(checkpointItems(run.state), { title, placeHolder });
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
    await this.starter.startWithData(run, (location) => this.session.fork(run, file, changes, location));
  };

  /**
   * For a run that diverged: forks its newest checkpoint from before the loss exploded with a smaller learning rate, or
   * trains it again from the beginning if there is no such checkpoint. @returns whether a training has started
   */
  readonly reduceLearningRate = async (run?: RunWithState): Promise<boolean> => {
    const { session, starter } = this;
    return run !== undefined && applyRemedy({ session, starter }, run, slowerTraining(run.state));
  };

  /**
   * Trains on data in a folder that the user chooses: starts the same run again if {@link TrainingStarter.again}
   * returns a function for it, else a new run with the settings.
   * @returns false when no folder was chosen, or the same run did not start
   */
  readonly chooseDataFolder = async (run: RunWithState): Promise<boolean> => {
    const again = run instanceof OpenRun ? await this.starter.again(run) : undefined;
    if (!again) {
      if (!(await this.chooseDatasetFolder())) return false;
      await this.train();
      return true;
    }
    const folder = await askDatasetFolder();
    return folder !== undefined && this.starter.start(() => again(folder), again);
  };

  /**
   * Sets the setting of the data folder to a folder that the user chooses. If the settings name a sample set, sets the
   * data set to the one that the sample set replaces. @returns whether a folder was chosen
   */
  readonly chooseDatasetFolder = async (): Promise<boolean> => {
    const folder = await askDatasetFolder();
    if (folder === undefined) return false;
    await writeSetting(datasetLocationSetting, folder);
    const name = datasetNames.find((one) => one === readSettings().get(datasetNameSetting)?.value);
    const original = name && originalOf(name);
    if (original) await writeSetting(datasetNameSetting, original);
    return true;
  };

  /**
   * Sends an action to a run's trainer, and shows a message if that is not possible.
   * @returns whether the trainer accepted the action, or the run has the status that the action leads to
   */
  private async control(title: string, action: ControlAction, given?: RunWithState): Promise<boolean> {
    const run = await this.runUnderWay(title, action.action, given);
    if (!run) return false;
    try {
      await this.session.control(run, action);
      return true;
    } catch (error) {
      // Another window may have requested the same action a moment ago.
      if (run.state.status === statusAfter[action.action]) return true;
      void showError(errorMessage(error));
      return false;
    }
  }

  /** The given run, or the one that is starting, or the one that {@link runMeant} returns. */
  private async runUnderWay(
    title: string,
    action: ControlAction["action"] | "stop",
    given?: RunWithState,
  ): Promise<RunWithState | undefined> {
    return given ?? (await this.session.starting) ?? this.runMeant(title, [action]);
  }

  /**
   * The run on display if {@link runsMeant} returns it. Otherwise the user picks one of the live runs that
   * {@link runsMeant} returns. Shows a message if it returns no run.
   */
  private async runMeant(title: string, actions: readonly RunAction[]): Promise<RunWithState | undefined> {
    await this.session.restore();
    const { displayed, live } = this.session;
    const runs = runsMeant(actions, displayed, live);
    if (runs.length > 0) return runs[0] === displayed ? displayed : askRun(title, runs);
    const [detached] = this.session.detached;
    void showInformation(
      detached
        ? l10n.t("This window is not connected to the training {0}.", inName(detached.name))
        : l10n.t("No run is available for this command."),
    );
    return undefined;
  }
}

/** The status that a run has after an action, for each action that changes the status. */
const statusAfter: Partial<Record<ControlAction["action"], RunStatus>> = {
  pause: "paused",
  resume: "running",
};
