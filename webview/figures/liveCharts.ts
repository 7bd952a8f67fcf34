import { curveOf, diagnosisPlaces } from "../../src/runs/curves";
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
  /** Formats of the values, and the title of their axis. */
  kind: ChartKind;
  lines: readonly LiveLine[];
  /** The chart is drawn again when one of these values changes. */
  changes: (run: RunState) => readonly unknown[];
  /** Whether the values are readable on a logarithmic axis only. */
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
  /** Index of the dashes. */
  dash: number;
}

const dashed = 1;
const { lossChart, accuracyChart, testLossChart, epochCharts } = strings;

/** The losses of all batches and their average, with the fork, the controls, the diagnoses and the ends of epochs. */
const loss: LiveChartKind = {
  id: "loss",
  title: lossChart.title,
  waiting: lossChart.waiting,
  x: "step",
  kind: chartKinds.loss,
  lines: [{ metric: "loss", name: chartKinds.loss.axis, colour: "loss", dash: 0 }],
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
    lines: [
      { metric: "testAccuracy", name: epochCharts.test, colour: "accuracy", dash: 0 },
      { metric: "trainAccuracy", name: epochCharts.train, colour: "accuracySoft", dash: dashed },
    ],
  }),
  needsLogY: () => false,
  decor: (run, x) => ({
    warnings: diagnosisSigns(diagnosisPlaces(run, "testAccuracy", x)),
    rings: [...ringAt(run, run.parentBest, x, "text"), ...ringAt(run, run.best, x, "accuracy")],
  }),
};

const epochLoss: LiveChartKind = {
  id: "epochLoss",
  ...epochChart({
    title: testLossChart.title,
    waiting: testLossChart.waiting,
    kind: chartKinds.testLoss,
    lines: [
      { metric: "testLoss", name: epochCharts.test, colour: "loss", dash: 0 },
      { metric: "trainLoss", name: epochCharts.train, colour: "lossSoft", dash: dashed },
    ],
  }),
  needsLogY: ({ epochs }) => {
    const losses = epochs.flatMap(({ testLoss, trainLoss }) => [trainLoss ?? 0, testLoss ?? 0]);
    return needsLogScale(
      losses.find((value) => value > 0),
      losses.reduce((a, b) => Math.max(a, b), 0),
    );
  },
  decor: (run, x) => ({ warnings: diagnosisSigns(diagnosisPlaces(run, "testLoss", x)) }),
};

/** All charts, in their order. */
export const liveCharts: Readonly<Record<LiveChartId, LiveChartKind>> = { loss, accuracy, epochLoss };

/** What the charts with a value for each epoch have in common: a line of the test set, and one of the training set. */
function epochChart<Own extends Pick<LiveChartKind, "title" | "waiting" | "kind" | "lines">>(own: Own) {
  const { kind, lines } = own;
  const [test] = lines;
  return {
    ...own,
    x: "epoch" as const,
    changes: ({ epochs, best, parentBest, diagnoses }: RunState) => [
      epochs.length,
      epochs.at(-1),
      best,
      parentBest,
      diagnoses,
    ],
    legend: ({ parent, best }: RunState): LegendEntry[] => [
      ...lines.map(({ name, colour, dash }) => ({ name, colour, dash })),
      ...parentEntry((parent?.epoch ?? 0) > 0),
      ...(kind.better === "higher" && best
        ? [{ name: epochCharts.best, colour: test!.colour, dash: 0, isRing: true }]
        : []),
    ],
    summary: (run: RunState) => {
      const { epochs } = run;
      const last = epochs.at(-1)?.[test!.metric as "testLoss" | "testAccuracy"];
      if (last === undefined) return own.waiting;
      return [
        epochCharts.description(format.epochs(epochs.length), kind.format(last ?? Number.NaN)),
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

function ringAt(run: RunState, best: EpochEvent | undefined, x: SeriesAxis, colour: LineColour) {
  const index = run.epochs.findIndex(({ epoch }) => epoch === best?.epoch);
  const curve = curveOf(run, "testAccuracy", x);
  return best && index >= 0 && index < curve.y.length
    ? [{ x: curve.xAt(index), y: best.testAccuracy, colour }]
    : [];
}
