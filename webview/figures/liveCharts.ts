import { decisiveAccuracy, hasValidation } from "../../src/runs/bestEpoch";
import { curveOf, diagnosisPlaces, type EpochMetric, epochFigure, epochsWith } from "../../src/runs/curves";
import type { EpochEvent } from "../../src/runs/RunEvent";
import type { RunState } from "../../src/runs/RunState";
import type { SeriesAxis, SeriesMetric } from "../../src/runs/seriesKinds";
import { stepAxis } from "../../src/runs/stepAxes";
import { strings } from "../strings";
import { epochEnds } from "./axes";
import { type ChartKind, chartKinds } from "./chartKinds";
import type { Decor } from "./decor";
import * as format from "./format";
import type { LiveLosses } from "./LiveLosses";
import type { LegendEntry } from "./legend";
import type { LineColour } from "./lineColour";
import { controlMarks, diagnosisMarks, diagnosisSigns, marksText, runMarks } from "./marks";
import { needsLogScale } from "./needsLogScale";

/** A chart of the run on display. */
export interface LiveChartKind {
  id: LiveChartId;
  title: string;
  /** The text in a chart without points. */
  waiting: string;
  /** The x axis until a user chooses another. */
  x: SeriesAxis;
  /** The formats of the values, and the title of the y axis. */
  kind: ChartKind;
  lines: (run: RunState) => readonly LiveLine[];
  /** The lines, the decor and the legend are computed again when one of these values changes. */
  changes: (run: RunState) => readonly unknown[];
  /** Whether the values are readable only on a logarithmic y axis. */
  needsLogY: (run: RunState, losses: LiveLosses) => boolean;
  decor: (run: RunState, x: SeriesAxis) => Decor;
  legend: (run: RunState, isSmoothed: boolean) => LegendEntry[];
  /** The chart in one sentence or two. */
  summary: (run: RunState) => string;
}

export type LiveChartId = "loss" | "accuracy" | "epochLoss";

/** A line of the run on display. */
export interface LiveLine {
  metric: SeriesMetric;
  name: string;
  colour: LineColour;
  /** Index into {@link dashes} (src/runs/runColours.ts). */
  dash: number;
}

const dashed = 1;
const dotted = 2;
const { lossChart, accuracyChart, testLossChart, epochCharts } = strings;

/**
 * The loss of each batch and, with smoothing, the moving average of these losses. Marks show the fork and what users
 * did during the training, signs show diagnoses, and vertical lines show the ends of epochs.
 */
const loss: LiveChartKind = {
  id: "loss",
  title: lossChart.title,
  waiting: lossChart.waiting,
  x: "step",
  kind: chartKinds.loss,
  lines: () => [{ metric: "loss", name: chartKinds.loss.axis, colour: "loss", dash: 0 }],
  changes: ({ losses, epochs, controls, diagnoses, underWaySeconds, epoch, status }) => [
    losses.length,
    losses.revision,
    epochs.length,
    controls.length,
    controls.at(-1),
    diagnoses,
    underWaySeconds,
    epoch,
    status,
  ],
  needsLogY: (_, { first, highest }) => needsLogScale(first, highest),
  decor: (run, x) => {
    const axis = stepAxis(run, x);
    if (!axis) return {};
    return {
      verticals: epochEnds(run, x),
      marks: controlMarks(run).map(({ step, labels }) => ({ x: axis.at(step), labels })),
      warnings: diagnosisSigns(diagnosisPlaces(run, "loss", x)),
    };
  },
  legend: ({ parent }, isSmoothed) => [
    ...(isSmoothed ? [{ name: lossChart.smoothed, colour: "loss", dash: 0 } as const] : []),
    { name: lossChart.batch, colour: isSmoothed ? "lossFaint" : "loss", dash: 0 },
    ...parentEntry(parent !== undefined),
  ],
  summary: (run) =>
    [
      lossChart.description(
        format.steps(run.losses.length),
        format.loss(run.losses.at(0)),
        format.loss(run.losses.at(-1)),
      ),
      marksText(runMarks(run)),
    ]
      .join(" ")
      .trim(),
};

const accuracy: LiveChartKind = {
  id: "accuracy",
  ...epochChart({
    title: accuracyChart.title,
    waiting: accuracyChart.waiting,
    kind: chartKinds.testAccuracy,
    test: { metric: "testAccuracy", name: epochCharts.test, colour: "accuracy", dash: 0 },
    validation: validationLine("validationAccuracy"),
    train: { metric: "trainAccuracy", name: epochCharts.train, colour: "accuracySoft", dash: dashed },
  }),
  needsLogY: () => false,
  decor: (run, x) => ({
    warnings: diagnosisSigns(diagnosisPlaces(run, "testAccuracy", x)),
    rings: [...ringAt(run, run.parentBest, x, "text"), ...ringAt(run, run.best, x)],
  }),
};

const epochLoss: LiveChartKind = {
  id: "epochLoss",
  ...epochChart({
    title: testLossChart.title,
    waiting: testLossChart.waiting,
    kind: chartKinds.testLoss,
    test: { metric: "testLoss", name: epochCharts.test, colour: "loss", dash: 0 },
    validation: validationLine("validationLoss"),
    train: { metric: "trainLoss", name: epochCharts.train, colour: "lossSoft", dash: dashed },
  }),
  needsLogY: ({ epochs }) => {
    const losses = epochs.flatMap(({ testLoss, validationLoss, trainLoss }) => [
      trainLoss ?? 0,
      validationLoss ?? 0,
      testLoss ?? 0,
    ]);
    return needsLogScale(
      losses.find((value) => value > 0),
      losses.reduce((a, b) => Math.max(a, b), 0),
    );
  },
  decor: (run, x) => ({ warnings: diagnosisSigns(diagnosisPlaces(run, "testLoss", x)) }),
};

/** All charts of the run on display. */
export const liveCharts: Readonly<Record<LiveChartId, LiveChartKind>> = { loss, accuracy, epochLoss };

/** A line of a chart with a value for each epoch. */
type EpochLine = LiveLine & { metric: EpochMetric };

function validationLine(metric: EpochMetric): EpochLine {
  return { metric, name: epochCharts.validation, colour: "validation", dash: dotted };
}

/**
 * What the charts with a value for each epoch have in common: the x axis, the lines, the legend and the summary. There
 * is a line of the test set, one of the training set and, in a run with a validation set, one of that set.
 */
function epochChart({
  test,
  validation,
  train,
  ...own
}: Pick<LiveChartKind, "title" | "waiting" | "kind"> & Record<"test" | "validation" | "train", EpochLine>) {
  const { kind } = own;
  const linesOf = (run: RunState) => (hasValidation(run) ? [test, validation, train] : [test, train]);
  const bestEntry = (run: RunState): LegendEntry =>
    hasValidation(run)
      ? { name: epochCharts.bestByValidation, colour: validation.colour, dash: 0, isRing: true }
      : { name: epochCharts.best, colour: test.colour, dash: 0, isRing: true };
  return {
    ...own,
    lines: linesOf,
    x: "epoch" as const,
    changes: ({ epochs, best, parentBest, diagnoses }: RunState) => [
      epochs.length,
      epochs.at(-1),
      best,
      parentBest,
      diagnoses,
    ],
    legend: (run: RunState): LegendEntry[] => [
      ...linesOf(run).map(({ name, colour, dash }) => ({ name, colour, dash })),
      ...parentEntry((run.parent?.epoch ?? 0) > 0),
      ...(kind.better === "higher" && run.best ? [bestEntry(run)] : []),
    ],
    summary: (run: RunState) => {
      const { epochs } = run;
      const last = epochs.at(-1);
      if (last === undefined) return own.waiting;
      const lastOf = ({ metric }: EpochLine) => kind.format(epochFigure(run, metric)(last) ?? Number.NaN);
      const count = format.epochs(epochs.length);
      return [
        hasValidation(run)
          ? epochCharts.describeWithValidation(count, lastOf(test), lastOf(validation))
          : epochCharts.description(count, lastOf(test)),
        marksText(diagnosisMarks(run)),
      ]
        .join(" ")
        .trim();
    },
  };
}

function parentEntry(isForked: boolean): LegendEntry[] {
  return isForked ? [{ name: lossChart.parent, colour: "text", dash: 0 }] : [];
}

/**
 * The ring around the best epoch: on the line of the validation set if the epoch has figures of that set, else on the
 * line of the test set. Empty if there is no best epoch, or the line has no point for it.
 * @param colour default: the colour of the line
 */
function ringAt(run: RunState, best: EpochEvent | undefined, x: SeriesAxis, colour?: LineColour) {
  if (!best) return [];
  const isJudged = best.validationAccuracy !== undefined;
  const metric = isJudged ? "validationAccuracy" : "testAccuracy";
  const index = epochsWith(run, metric).findIndex(({ epoch }) => epoch === best.epoch);
  const curve = curveOf(run, metric, x);
  return index >= 0 && index < curve.y.length
    ? [
        {
          x: curve.xAt(index),
          y: decisiveAccuracy(best),
          colour: colour ?? (isJudged ? "validation" : "accuracy"),
        } as const,
      ]
    : [];
}
