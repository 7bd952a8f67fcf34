import { duration, fileSize } from "../runs/figures";
import type { RunEvent } from "../runs/RunEvent";
import { applyEvent, emptyRunState, progress, type RunState, remainingSeconds } from "../runs/RunState";
import { printTo, StatusLine } from "./output";

/** The tutorial prints every so many batches. */
const LINE_EVERY = 100;

/** Prints a run to a terminal: the tutorial's lines, and below them a progress bar where it can be redrawn. */
export class TrainingReport {
  private readonly state = emptyRunState();
  private bar?: StatusLine;
  private downloading?: string;

  constructor(private readonly out: NodeJS.WriteStream) {
    if (out.isTTY) void this.addBar();
  }

  /** Meanwhile the trainer starts, which what only a terminal needs would keep waiting. */
  private async addBar(): Promise<void> {
    this.bar = await StatusLine.on(this.out);
  }

  onEvent(event: RunEvent): void {
    applyEvent(this.state, event);
    switch (event.type) {
      case "data":
        if (this.bar) this.bar.show(downloadLine(event.file, event.receivedBytes, event.totalBytes));
        else if (this.downloading !== event.file) this.line(`Downloading ${event.file}…`);
        this.downloading = event.file;
        break;
      case "started":
        if (event.parent)
          this.line(
            `Forked from ${event.parent.id} at ${event.parent.checkpoint}, after ${event.parent.step} steps.`,
          );
        break;
      case "dataset":
        this.line(
          event.name === "sample"
            ? `Training on the built-in sample set (${event.trainSamples} drawn images): its accuracy is not Fashion-MNIST's.`
            : `Training on Fashion-MNIST from ${event.source}.`,
        );
        break;
      case "resumed":
        this.line(`Going on from ${event.checkpoint ?? "the beginning"}, after ${event.step} steps.`);
        break;
      case "steps":
        this.steps(event.epoch, event.firstStep, event.losses);
        this.bar?.show(progressLine(this.state, this.out.columns));
        break;
      case "epoch":
        this.line("Test Error: ");
        this.line(
          ` Accuracy: ${(100 * event.testAccuracy).toFixed(1)}%, Avg loss: ${figure(event.testLoss, 8)} `,
        );
        this.line("");
        break;
      case "warning":
        this.line(`Warning: ${event.message}`);
        break;
      case "ended":
        this.bar?.clear();
        break;
    }
  }

  private steps(epoch: number, firstStep: number, losses: (number | null)[]): void {
    const { config, dataset } = this.state;
    if (!config || !dataset) return;
    for (const [offset, loss] of losses.entries()) {
      const batch = firstStep + offset - (epoch - 1) * dataset.stepsPerEpoch;
      if (batch === 0) {
        this.line(`Epoch ${epoch}`);
        this.line("-------------------------------");
      }
      if (batch % LINE_EVERY !== 0) continue;
      const seen = Math.min((batch + 1) * config.batchSize, dataset.trainSamples);
      this.line(
        `loss: ${figure(loss, 7)}  [${String(seen).padStart(5)}/${String(dataset.trainSamples).padStart(5)}]`,
      );
    }
  }

  /** A line that stays, above the bar. */
  private line(text: string): void {
    this.bar?.clear();
    printTo(this.out, text);
  }
}

/** Python's `{:>Nf}`. */
function figure(value: number | null, width: number): string {
  return (value === null ? "nan" : value.toFixed(6)).padStart(width);
}

function downloadLine(file: string, received: number, total: number | null): string {
  return `Downloading ${file}  ${fileSize(received)}${total ? ` of ${fileSize(total)}` : ""}`;
}

/** Longest bar, in characters, and the shortest that is worth its place. */
const barWidth = { most: 40, least: 8 };

function progressLine(state: RunState, columns: number): string {
  const done = progress(state) ?? 0;
  const left = remainingSeconds(state);
  const figures = [`Epoch ${state.epoch}/${state.totalEpochs}`, `${Math.floor(100 * done)}%`];
  if (left !== undefined) figures.push(`ETA ${duration(left)}`);
  const speed =
    state.samplesPerSecond && `${Math.round(state.samplesPerSecond).toLocaleString("en")} samples/s`;
  // A line that wraps cannot be redrawn in its place, so what does not fit is left out.
  const room = (texts: string[]) => columns - 1 - texts.join("  ").length - 2;
  if (speed && room([...figures, speed]) >= 0) figures.push(speed);
  const width = Math.min(barWidth.most, room(figures));
  if (width < barWidth.least) return figures.join("  ");
  const filled = Math.round(done * width);
  return ["█".repeat(filled) + "░".repeat(width - filled), ...figures].join("  ");
}
