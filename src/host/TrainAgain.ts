import * as l10n from "@vscode/l10n";
import { Emitter } from "vscode-jsonrpc";
import { inName } from "../runs/inert";
import type { RunConfig } from "../runs/RunConfig";
import type { RunWithState } from "../runs/RunStore";
import { randomSeed } from "../runs/seed";
import { trainedConfig } from "../runs/trainedConfig";
import { plural } from "../text/language";
import type { LiveRun } from "./LiveRuns";
import type { OpenRun } from "./OpenRun";
import type { Session } from "./Session";
import { TrainingSequence } from "./TrainingSequence";
import type { TrainingStarter } from "./TrainingStarter";
import { askText, pick, showProgress, showWarning } from "./window";

/** Largest number of trainings that one request starts, if each run is trained more than once. */
const most = 100;

/** The key of the number of trainings that have not begun in the sequence of this workspace. */
const LEFT = "trainingsLeft";

/** A run that is trained again, and the configuration for it. */
interface Training {
  run: RunWithState;
  config: RunConfig;
}

/** A training that was begun with the configuration of a run, without some images of the training set. */
export interface TrainingWithout {
  /** The id of the run whose configuration is used. */
  of: string;
  run: OpenRun;
  /** Number of images that are left out. */
  images: number;
}

/** Trains with the configurations of runs again, once or several times in sequence. */
export class TrainAgain {
  /** The latest training by {@link without}; undefined before the first one, and once a user has dismissed it. */
  private latest: TrainingWithout | undefined;
  private readonly changed = new Emitter<void>();
  /** Fired when {@link latestWithout} becomes another training or undefined. */
  readonly onDidChangeWithout = this.changed.event;

  /** The sequences in progress. */
  private readonly sequences = new Set<TrainingSequence<Training>>();

  /** @param memory keeps, for the next window, the number of trainings that a sequence has not begun */
  constructor(
    private readonly session: Session,
    private readonly starter: TrainingStarter,
    private readonly memory: {
      get(key: string): unknown;
      update(key: string, value: number): PromiseLike<void>;
    },
  ) {}

  /**
   * Called once when the window has opened. Shows a message if an earlier window of this workspace was closed during a
   * sequence.
   */
  tellLeft(): void {
    const left = this.memory.get(LEFT);
    if (typeof left !== "number" || left < 1) return;
    this.remember(0);
    void showWarning(
      plural(
        left,
        l10n.t(
          "1 training of a sequence has not begun. Only the window in which the sequence was requested begins it; if that window was closed, choose Train Again… once more.",
        ),
        l10n.t(
          "{0} trainings of a sequence have not begun. Only the window in which the sequence was requested begins them; if that window was closed, choose Train Again… once more.",
          left,
        ),
      ),
    );
  }

  /**
   * Asks whether to use the runs' own seeds, and for other seeds also how many times to train each run. Then trains one
   * run after the other, until a training does not begin or does not finish. Leaves out runs without a known configuration.
   */
  async ask(runs: readonly RunWithState[]): Promise<void> {
    const known = runs.flatMap((run): Training[] => {
      const config = trainedConfig(run.state);
      return config ? [{ run, config }] : [];
    });
    const [first] = known;
    if (!first) return;
    const count = known.length;
    const isOne = count === 1;
    const title = isOne
      ? l10n.t("Train {0} Again", inName(first.run.name))
      : l10n.t("Train {0} Runs Again", count);
    const choices = [
      isOne
        ? { label: l10n.t("With the same seed"), description: String(first.config.seed), isSame: true }
        : { label: l10n.t("With the same seeds"), description: l10n.t("each run once"), isSame: true },
      {
        label: isOne ? l10n.t("With another seed") : l10n.t("With other seeds"),
        description: isOne ? l10n.t("once or several times") : l10n.t("each run once or several times"),
        isSame: false,
      },
    ];
    const placeHolder = isOne ? l10n.t("Seed of the new run") : l10n.t("Seeds of the new runs");
    const choice = await pick(choices, { title, placeHolder });
    if (!choice) return;
    const times = choice.isSame ? 1 : await this.askTimes(title, count);
    if (times === undefined) return;
    const trainings = known.flatMap(({ run, config }) =>
      Array.from({ length: times }, () => ({
        run,
        config: choice.isSame ? config : { ...config, seed: randomSeed() },
      })),
    );
    await this.perform(trainings);
  }

  /**
   * Trains once with a run's configuration.
   * @param exclude indices of the training images that are left out, in place of those in the configuration
   */
  async without(run: RunWithState, exclude: number[]): Promise<void> {
    const config = trainedConfig(run.state);
    if (!config) return;
    const training = { run, config: { ...config, dataset: { ...config.dataset, exclude } } };
    await this.perform([training], (live) =>
      this.setWithout({ of: run.id, run: live.run, images: exclude.length }),
    );
  }

  get latestWithout(): TrainingWithout | undefined {
    return this.latest;
  }

  /** Forgets the latest training by {@link without}. */
  dismissWithout(): void {
    this.setWithout(undefined);
  }

  dispose(): void {
    for (const sequence of this.sequences) sequence.close();
    this.changed.dispose();
  }

  private setWithout(training: TrainingWithout | undefined): void {
    this.latest = training;
    this.changed.fire();
  }

  private async askTimes(title: string, runs: number): Promise<number | undefined> {
    const mostTimes = Math.max(1, Math.floor(most / runs));
    const parse = (text: string) => (/^\d+$/.test(text.trim()) ? Number(text) : 0);
    const text = await askText({
      title,
      prompt:
        runs === 1
          ? l10n.t("Number of trainings, each with a seed of its own")
          : l10n.t("Number of trainings of each run, each with a seed of its own"),
      value: "1",
      validate: (written) => {
        const times = parse(written);
        if (times >= 1 && times <= mostTimes) return undefined;
        return l10n.t("The number must be a whole number of at least 1 and at most {0}.", mostTimes);
      },
    });
    return text === undefined ? undefined : parse(text);
  }

  /**
   * Performs trainings as a {@link TrainingSequence}. The progress of several trainings is shown.
   * @param onBegin called when a training has begun
   */
  private async perform(trainings: readonly Training[], onBegin?: (live: LiveRun) => void): Promise<void> {
    const count = trainings.length;
    const sequence = new TrainingSequence(trainings, {
      begin: (training) => this.begin(training, onBegin),
      report: (number) => progress?.report(l10n.t("{0} of {1}", number, count)),
      remember: (left) => this.remember(left),
      tell: (message) => void showWarning(message),
    });
    this.sequences.add(sequence);
    const progress =
      count > 1 ? showProgress(l10n.t("Training {0} times", count), () => sequence.cancel()) : undefined;
    try {
      await sequence.perform();
    } finally {
      this.sequences.delete(sequence);
      progress?.close();
    }
  }

  private remember(left: number): void {
    void this.memory.update(LEFT, left);
  }

  /** Begins a training. @returns undefined if it did not begin; the user then knows why */
  private async begin(
    { run, config }: Training,
    onBegin?: (live: LiveRun) => void,
  ): Promise<LiveRun | undefined> {
    let live: LiveRun | undefined;
    // Another user may have written the run. `startWithData` therefore asks before it passes a data folder that this
    // user has not named.
    const isBegun = await this.starter.startWithData(run, async (location = config.dataset.location) => {
      live = await this.session.train({ ...config, dataset: { ...config.dataset, location } });
      onBegin?.(live);
      return live;
    });
    return isBegun ? live : undefined;
  }
}
