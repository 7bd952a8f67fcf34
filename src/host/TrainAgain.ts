import * as l10n from "@vscode/l10n";
import { inName } from "../runs/inert";
import type { RunConfig } from "../runs/RunConfig";
import type { RunWithState } from "../runs/RunStore";
import { randomSeed } from "../runs/seed";
import { trainedConfig } from "../runs/trainedConfig";
import type { LiveRun } from "./LiveRuns";
import type { Session } from "./Session";
import type { TrainingStarter } from "./TrainingStarter";
import { askText, pick, showProgress } from "./window";

/** Largest number of trainings that one request starts. */
const most = 100;

/** Trains with the configuration of a run again, once or several times in sequence. */
export class TrainAgain {
  constructor(
    private readonly session: Session,
    private readonly starter: TrainingStarter,
  ) {}

  /** Asks for the seeds and the number of trainings, and performs them. Ends after a training that does not finish. */
  async ask(run: RunWithState): Promise<void> {
    const config = trainedConfig(run.state);
    if (!config) return;
    const choices = [
      { label: l10n.t("With the same seed"), description: String(config.seed), isSame: true },
      { label: l10n.t("With another seed"), description: l10n.t("once or several times"), isSame: false },
    ];
    const title = l10n.t("Train {0} Again", inName(run.name));
    const choice = await pick(choices, { title, placeHolder: l10n.t("Seed of the new run") });
    if (!choice) return;
    const times = choice.isSame ? 1 : await this.askTimes(title);
    if (times === undefined) return;
    const configs = Array.from({ length: times }, () =>
      choice.isSame ? config : { ...config, seed: randomSeed() },
    );
    await this.perform(run, configs);
  }

  /** Trains once, without some images of the training set. */
  async without(run: RunWithState, exclude: number[]): Promise<void> {
    const config = trainedConfig(run.state);
    if (config) await this.perform(run, [{ ...config, dataset: { ...config.dataset, exclude } }]);
  }

  private async askTimes(title: string): Promise<number | undefined> {
    const parse = (text: string) => (/^\d+$/.test(text.trim()) ? Number(text) : 0);
    const text = await askText({
      title,
      prompt: l10n.t("Number of trainings, each with a seed of its own"),
      value: "1",
      validate: (written) => {
        const times = parse(written);
        if (times >= 1 && times <= most) return undefined;
        return l10n.t("The number must be a whole number of at least 1 and at most {0}.", most);
      },
    });
    return text === undefined ? undefined : parse(text);
  }

  private async perform(run: RunWithState, configs: readonly RunConfig[]): Promise<void> {
    let isCancelled = false;
    const title = l10n.t("Training {0} times", configs.length);
    const progress =
      configs.length > 1
        ? showProgress(title, () => {
            isCancelled = true;
          })
        : undefined;
    try {
      for (const [index, config] of configs.entries()) {
        progress?.report(l10n.t("{0} of {1}", index + 1, configs.length));
        let live: LiveRun | undefined;
        // Another user may have written the run. `startWithData` therefore asks before it passes the folder of the
        // data.
        const begin = async (location = config.dataset.location) => {
          live = await this.session.train({ ...config, dataset: { ...config.dataset, location } });
          return live;
        };
        if (!(await this.starter.startWithData(run, begin)) || !live) return;
        await live.ended;
        if (isCancelled || live.run.state.status !== "finished") return;
      }
    } finally {
      progress?.close();
    }
  }
}
