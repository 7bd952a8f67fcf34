import { diagnosisLabel } from "../../src/runs/diagnoses/diagnosisText";
import type { ControlEvent, ResumedEvent } from "../../src/runs/RunEvent";
import type { RunState } from "../../src/runs/RunState";
import { strings } from "../strings";
import * as format from "./format";

/** A place on the loss chart: the fork, where a user paused, resumed or changed the training, or of a diagnosis. */
export interface Mark {
  step: number;
  /** The labels of the marks at one place, in order and without repetition. */
  labels: string[];
}

/** The fork and the changes during a run, by step. Changes at one step are one mark. */
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

/** What rules have found, by step. */
export function diagnosisMarks({ diagnoses }: Pick<RunState, "diagnoses">): Mark[] {
  const steps = [...new Set(diagnoses.map(({ step }) => step))].sort((a, b) => a - b);
  return steps.map((step) => ({
    step,
    labels: diagnoses
      .filter((one) => one.step === step)
      .map((one) => strings.marks.diagnosis(diagnosisLabel(one))),
  }));
}

/** All marks of a run, by step, one for each; the changes come before the diagnoses. */
export function runMarks(run: RunState): Mark[] {
  const marks = new Map<number, Mark>();
  for (const { step, labels } of [...controlMarks(run), ...diagnosisMarks(run)])
    marks.set(step, { step, labels: [...(marks.get(step)?.labels ?? []), ...labels] });
  return [...marks.values()].sort((a, b) => a.step - b.step);
}

/** Largest number of marks in the sentence for screen readers. The table has all. */
const mostSpokenMarks = 6;

/** The latest marks as a sentence, for screen readers; empty when there are none. */
export function marksText(marks: readonly Mark[]): string {
  if (marks.length === 0) return "";
  const spoken = marks.slice(-mostSpokenMarks);
  return strings.marks.description(
    spoken.map(({ step, labels }) => strings.marks.at(labels.join(", "), format.integer(step))).join("; "),
  );
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
