import { l10n, window } from "vscode";
import { duration, percentage } from "../runs/figures";
import { InvalidConfigError, type RunConfig } from "../runs/RunConfig";
import type { EndedEvent } from "../runs/RunEvent";
import { RunsFolderError } from "../runs/RunStore";
import { openSetting, readRunConfig, readSettings, writeSetting } from "./configuration";
import type { Dashboards } from "./Dashboards";
import type { OpenRun } from "./OpenRun";
import type { Session } from "./Session";
import { datasetLocationSetting, datasetNameSetting, runsLocationSetting, settingOf } from "./settings";

/** What a user does about training, with the questions and answers that belong to it. */
export class TrainingCommands {
  /** The run that makes room for another; nothing is said about its end. */
  private replaced: OpenRun | undefined;

  constructor(
    private readonly session: Session,
    private readonly dashboards: Dashboards,
  ) {}

  readonly train = async (): Promise<void> => {
    const config = await validConfig();
    if (!config || !(await this.makeRoom())) return;
    try {
      const { run, ended } = await this.session.train(config);
      void ended.then((event) => this.announceEnd(run, event));
    } catch (error) {
      return this.explainStart(error);
    }
    await this.dashboards.show();
  };

  readonly stop = (): Promise<void> => this.session.stop();

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

  /** Whether a training may begin now; one that is under way is stopped if the user wants it. */
  private async makeRoom(): Promise<boolean> {
    if (!this.session.isTraining) return true;
    const [replace, show] = [l10n.t("Stop It and Train"), l10n.t("Show")];
    const question = l10n.t("A training is under way already.");
    const answer = await window.showWarningMessage(question, replace, show);
    if (answer === show) await this.showTraining();
    if (answer !== replace) return false;
    this.replaced = this.session.training;
    await this.session.stop();
    return !this.session.isTraining;
  }

  private async explainStart(error: unknown): Promise<void> {
    const open = l10n.t("Open Settings");
    const buttons = error instanceof RunsFolderError ? [open] : [];
    const answer = await window.showErrorMessage(errorMessage(error), ...buttons);
    if (answer === open) await openSetting(runsLocationSetting);
  }

  private async showTraining(): Promise<void> {
    if (this.session.training) await this.session.show(this.session.training);
    await this.dashboards.show();
  }

  private async announceEnd(run: OpenRun, event: EndedEvent): Promise<void> {
    if (event.code === "dataset") return this.offerDatasets(event);
    if (event.status === "stopped" && run === this.replaced) return;
    const show = l10n.t("Show");
    const answer =
      event.status === "failed"
        ? await window.showErrorMessage(event.error ?? l10n.t("The training failed."), show)
        : await window.showInformationMessage(endMessage(run, event), show);
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

/** The next run's config; undefined, and said so, when a setting is not valid. */
async function validConfig(): Promise<RunConfig | undefined> {
  try {
    return readRunConfig();
  } catch (error) {
    if (!(error instanceof InvalidConfigError)) throw error;
    const setting = settingOf(error.key) ?? "fittingRoom";
    const open = l10n.t("Open Settings");
    const answer = await window.showErrorMessage(error.about(setting), open);
    if (answer === open) await openSetting(setting);
    return undefined;
  }
}

function endMessage({ state }: OpenRun, { status, seconds }: EndedEvent): string {
  if (status === "stopped")
    return state.weights
      ? l10n.t("The training was stopped in epoch {0}; its weights are saved.", state.epoch)
      : l10n.t("The training was stopped.");
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
