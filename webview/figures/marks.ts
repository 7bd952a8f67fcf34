import type { DiagnosisPlace } from "../../src/runs/curves";
import type { DiagnosisRule } from "../../src/runs/diagnoses/Diagnosis";
import { diagnosisLabel } from "../../src/runs/diagnoses/diagnosisText";
import type { ControlEvent, ResumedEvent } from "../../src/runs/RunEvent";
import type { RunState } from "../../src/runs/RunState";
import { strings } from "../strings";
import type { AxisKind } from "./chartKinds";
import type { ChartLine } from "./chartLine";
import type { Decor } from "./decor";
import * as format from "./format";

/**
 * A marked step of a run: at the step there is a fork, a pause, a resume, a single step of a paused run, a change of
 * the training by a user, or a diagnosis, or several of these.
 */
export interface Mark {
  step: number;
  /** The labels of the marks at one place, in order and without repetition. */
  labels: string[];
}

/**
 * The marks of a run except those of diagnoses: of the fork, and of all pauses, resumes, single steps and changes. They
 * are in the order of the log. Successive entries of the log at the same step make one mark.
 */
export function controlMarks({ controls, parent }: RunState): Mark[] {
  const marks: Mark[] = parent ? [{ step: parent.step, labels: [strings.marks.fork] }] : [];
  for (const control of controls) {
    const label = labelOf(control);
    const last = marks.at(-1);
    if (last?.step !== control.step) marks.push({ step: control.step, labels: [label] });
    else if (!last.labels.includes(label)) last.labels.push(label);
  }
  return marks;
}

/** The diagnoses, one mark for each step, in the order of the steps. */
export function diagnosisMarks({ diagnoses }: Pick<RunState, "diagnoses">): Mark[] {
  const steps = [...new Set(diagnoses.map(({ step }) => step))].sort((a, b) => a - b);
  return steps.map((step) => ({
    step,
    labels: diagnoses.filter((one) => one.step === step).map(({ rule }) => labelOfRule(rule)),
  }));
}

/**
 * All marks of a run, one for each step, in the order of the steps. The labels of {@link controlMarks} come before
 * those of diagnoses.
 */
export function runMarks(run: RunState): Mark[] {
  const marks = new Map<number, Mark>();
  for (const { step, labels } of [...controlMarks(run), ...diagnosisMarks(run)])
    marks.set(step, { step, labels: [...(marks.get(step)?.labels ?? []), ...labels] });
  return [...marks.values()].sort((a, b) => a.step - b.step);
}

/** Largest number of marks in a sentence for screen readers. */
const mostSpokenMarks = 6;

/** The latest {@link mostSpokenMarks} marks as a sentence for screen readers; empty without marks. */
export function marksText(marks: readonly Mark[]): string {
  return spokenMarks(
    marks.map(({ step, labels }) => strings.marks.at(labels.join(", "), format.integer(step))),
  );
}

function spokenMarks(marks: readonly string[]): string {
  return marks.length === 0 ? "" : strings.marks.description(marks.slice(-mostSpokenMarks).join("; "));
}

/** The signs of a run's diagnoses in a chart, one for each place. */
export function diagnosisSigns(places: readonly DiagnosisPlace[]): Decor["warnings"] {
  return signs(places.map(({ x, rule }) => ({ x, label: labelOfRule(rule) })));
}

/** Largest number of lines of a chart that has signs of diagnoses. Signs of more runs would hide the lines. */
const mostMarkedRuns = 5;

/**
 * The signs of the diagnoses of all runs of a chart, with the names of the runs; empty for more than {@link
 * mostMarkedRuns} lines. Means of groups have none.
 */
export function signsOfRuns(lines: readonly ChartLine[]): Decor["warnings"] {
  return signs(diagnosesOf(lines).map(({ x, name, label }) => ({ x, label: `${name}: ${label}` })));
}

/** The latest signs of {@link signsOfRuns} as a sentence for screen readers; empty without signs. */
export function signsText(lines: readonly ChartLine[], axis: AxisKind): string {
  return spokenMarks(
    diagnosesOf(lines).map(({ x, name, label }) => strings.runsChart.readout(axis.place(x), name, label)),
  );
}

function diagnosesOf(lines: readonly ChartLine[]): { x: number; name: string; label: string }[] {
  if (lines.length > mostMarkedRuns) return [];
  return lines
    .flatMap(({ name, series }) =>
      (series.diagnoses ?? []).map(({ x, rule }) => ({ x, name, label: labelOfRule(rule) })),
    )
    .sort((a, b) => a.x - b.x);
}

function labelOfRule(rule: DiagnosisRule): string {
  return strings.marks.diagnosis(diagnosisLabel({ rule }));
}

/**
 * Makes one sign of all labels at a place.
 * @param all in the order of their places
 */
function signs(all: readonly { x: number; label: string }[]): { x: number; labels: string[] }[] {
  const placed: { x: number; labels: string[] }[] = [];
  for (const { x, label } of all) {
    const last = placed.at(-1);
    if (last?.x === x) last.labels.push(label);
    else placed.push({ x, labels: [label] });
  }
  return placed;
}

function labelOf(event: ControlEvent | ResumedEvent): string {
  const { marks } = strings;
  if (event.type === "resumed") return marks.resumed;
  const { action, value } = event;
  switch (action) {
    case "learningRate":
      return marks.learningRate(String(value ?? strings.none));
    case "epochs":
      return value === undefined ? strings.none : format.epochs(value);
    default:
      return marks[action];
  }
}
