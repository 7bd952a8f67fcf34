import * as l10n from "@vscode/l10n";
import { datasets, originalOf } from "../datasets/datasets";
import { applyEvent } from "../runs/applyEvent";
import { duration, fileSize } from "../runs/figures";
import type { RunEvent } from "../runs/RunEvent";
import { emptyRunState, type RunState } from "../runs/RunState";
import { progress, remainingSeconds } from "../runs/runProgress";
import { trainedSamples } from "../runs/stepAxes";
import { imagesText, stepsText } from "../text/amounts";
import { columnsOf } from "../text/columns";
import { plural } from "../text/language";
import { wholeNumber } from "../text/numbers";
import { diagnosisLines } from "./diagnosisLines";
import type { Output } from "./Output";

/** Number of batches from one loss line of an epoch to the next, as in PyTorch's tutorial. */
const LINE_EVERY = 100;

/**
 * Prints the progress of a run: loss and test lines as in PyTorch's tutorial, further lines such as warnings and
 * diagnoses, and, if the output has a status line, the progress in that line.
 */
export class TrainingReport {
  private readonly state = emptyRunState();
  private downloading?: string;

  constructor(private readonly out: Output) {}

  onEvent(event: RunEvent): void {
    applyEvent(this.state, event);
    switch (event.type) {
      case "data":
        if (this.out.hasStatus)
          this.out.showStatus(() => downloadLine(event.file, event.receivedBytes, event.totalBytes));
        else if (this.downloading !== event.file) this.out.line(l10n.t("Downloading {0}…", event.file));
        this.downloading = event.file;
        break;
      case "started":
        if (event.parent)
          this.out.line(
            l10n.t(
              "Forked from {0} at {1}, after {2}.",
              event.parent.id,
              event.parent.checkpoint,
              stepsText(event.parent.step),
            ),
          );
        break;
      case "dataset":
        this.out.line(whatIsTrainedOn(event));
        this.parts(event);
        break;
      case "resumed":
        this.out.line(
          event.checkpoint
            ? l10n.t("Continuing from {0}, after {1}.", event.checkpoint, stepsText(event.step))
            : l10n.t("Starting again from the beginning."),
        );
        break;
      case "steps":
        this.steps(event.epoch, event.firstStep, event.losses);
        this.out.showStatus((columns) => progressLine(this.state, columns));
        break;
      case "epoch":
        if (event.validationAccuracy !== undefined)
          this.errors("Validation", event.validationAccuracy, event.validationLoss ?? null);
        this.errors("Test", event.testAccuracy, event.testLoss);
        break;
      case "warning":
        this.out.line(l10n.t("Warning: {0}", event.message));
        break;
      case "ended":
        this.out.clearStatus();
        for (const line of diagnosisLines(this.state)) this.out.line(line);
        break;
      case "diagnosis":
      case "inherited":
      case "control":
      case "checkpoint":
      case "evaluation":
        break;
      default:
        event satisfies never;
    }
  }

  /**
   * If the run does not use all training images, prints how many it leaves out. If there is a validation set, prints
   * how many images are trained on and how many are held out for validation.
   */
  private parts({ trainSamples, validationSamples = 0 }: RunEvent & { type: "dataset" }): void {
    const trained = trainedSamples(this.state) ?? 0;
    const leftOut = trainSamples - trained - validationSamples;
    if (leftOut > 0) {
      const all = imagesText(trainSamples);
      this.out.line(
        plural(
          leftOut,
          l10n.t("1 of {0} is left out.", all),
          l10n.t("{0} of {1} are left out.", wholeNumber(leftOut), all),
        ),
      );
    }
    if (validationSamples > 0)
      this.out.line(
        l10n.t(
          "{0} to train on, {1} held out for validation.",
          imagesText(trained),
          imagesText(validationSamples),
        ),
      );
  }

  private errors(set: "Validation" | "Test", accuracy: number, loss: number | null): void {
    this.out.line(`${set} Error: `);
    this.out.line(` Accuracy: ${(100 * accuracy).toFixed(1)}%, Avg loss: ${figure(loss, 8)} `);
    this.out.line("");
  }

  private steps(epoch: number, firstStep: number, losses: (number | null)[]): void {
    const { config, dataset } = this.state;
    if (!config || !dataset) return;
    for (const [offset, loss] of losses.entries()) {
      const batch = firstStep + offset - (epoch - 1) * dataset.stepsPerEpoch;
      if (batch === 0) {
        this.out.line(`Epoch ${epoch}`);
        this.out.line("-------------------------------");
      }
      if (batch % LINE_EVERY !== 0) continue;
      const all = trainedSamples(this.state) ?? 0;
      const seen = Math.min((batch + 1) * config.batchSize, all);
      this.out.line(`loss: ${figure(loss, 7)}  [${String(seen).padStart(5)}/${String(all).padStart(5)}]`);
    }
  }
}

/** Formats a number as Python's `{:>Nf}` with the width N; null as `nan`. */
function figure(value: number | null, width: number): string {
  return (value === null ? "nan" : value.toFixed(6)).padStart(width);
}

function downloadLine(file: string, received: number, total: number | null): string {
  return total
    ? l10n.t("Downloading {0}  {1} of {2}", file, fileSize(received), fileSize(total))
    : l10n.t("Downloading {0}  {1}", file, fileSize(received));
}

/** Width (characters) of the longest and of the shortest progress bar. */
const barWidth = { most: 40, least: 8 };

/**
 * The progress bar and after it the figures, the most important first. A figure that does not fit into the line is left
 * out. The bar gets the remaining width, at most the longest of {@link barWidth}. If the remaining width is below the
 * shortest, the bar is left out.
 */
function progressLine(state: RunState, columns: number): string {
  const done = progress(state) ?? 0;
  const left = remainingSeconds(state);
  const { epoch, totalEpochs, samplesPerSecond: speed } = state;
  const figures: string[] = [];
  const free = (more: string) => columns - columnsOf([...figures, more].join("  "));
  for (const figure of [
    l10n.t("Epoch {0}/{1}", epoch ?? 0, totalEpochs ?? 0),
    `${Math.floor(100 * done)}%`,
    left !== undefined && l10n.t("{0} left", duration(left)),
    speed && l10n.t("{0} samples/s", wholeNumber(speed)),
  ])
    if (figure && free(figure) >= 0) figures.push(figure);
  const width = Math.min(barWidth.most, free(""));
  if (width < barWidth.least) return figures.join("  ");
  const filled = Math.round(done * width);
  return ["█".repeat(filled) + "░".repeat(width - filled), ...figures].join("  ");
}

function whatIsTrainedOn({ name, source, trainSamples }: RunEvent & { type: "dataset" }): string {
  const { label } = datasets[name];
  const original = originalOf(name);
  return original
    ? l10n.t(
        "Training on the built-in sample set ({0} drawn images): its accuracy is not {1}'s.",
        trainSamples,
        datasets[original].label,
      )
    : l10n.t("Training on {0} from {1}.", label, source);
}
