import { type EvaluatedSet, evaluatedSets } from "../../src/datasets/datasets";
import { type CellUnit, cellUnits } from "../figures/confusionCells";
import { type ImageFilter, markFilters, noFilter, outcomes } from "../figures/imageFilter";
import { type ImageOrder, imageOrders } from "../figures/imageOrder";

/** The parts of the view about the recorded answers of a set in an epoch. */
const answerParts = ["confusion", "images", "map", "suspects"] as const;
/** The parts of the view, of which one is shown. */
export const modelParts = [...answerParts, "inside", "try", "network", "data"] as const;
export type ModelPart = (typeof modelParts)[number];

export function isAboutAnswers(part: ModelPart): boolean {
  return answerParts.some((one) => one === part);
}

/**
 * Which images a confusion matrix counts while answers are compared: with `own` all images, with the other kinds the
 * images of this name in {@link ComparedCells}.
 */
export const comparedKinds = ["own", "fixed", "broken", "neither"] as const;
export type ComparedKind = (typeof comparedKinds)[number];

/** The run and the epoch whose answers are compared with those on view. */
export interface Comparison {
  runId: string;
  /** Left out for the last recorded epoch. */
  epoch?: number;
}

/** How the view is shown. The host keeps it for the workspace. */
export interface ViewState {
  part: ModelPart;
  /** The set of images that the parts `confusion` and `images` are about. */
  set: EvaluatedSet;
  suspectsOf: EvaluatedSet;
  unit: CellUnit;
  compared: ComparedKind;
  order: ImageOrder;
  /** The run that the members below are about. */
  runId?: string;
  /** Left out for the last recorded epoch. */
  epoch?: number;
  comparison?: Comparison;
  filter: ImageFilter;
}

/** Reads the state that the host kept. A member that is missing or invalid gets its default. */
export function restoreView(kept: unknown): ViewState {
  const given = record(kept);
  const comparison = record(given.comparison);
  return {
    part: modelParts.find((one) => one === given.part) ?? "confusion",
    set: evaluatedSets.find((one) => one === given.set) ?? "test",
    suspectsOf: evaluatedSets.find((one) => one === given.suspectsOf) ?? "train",
    unit: cellUnits.find((one) => one === given.unit) ?? "count",
    compared: comparedKinds.find((one) => one === given.compared) ?? "own",
    order: imageOrders.find((one) => one === given.order) ?? "loss",
    ...(typeof given.runId === "string" && { runId: given.runId }),
    ...epochOf(given),
    ...(typeof comparison.runId === "string" && {
      comparison: { runId: comparison.runId, ...epochOf(comparison) },
    }),
    filter: restoreFilter(record(given.filter)),
  };
}

/**
 * The set that the shown part is about. For the data map, the training set. If a user chose the validation set and the
 * run has none: for the suspects the training set, for other parts the test set.
 * @param samples numbers of images of the run; without them, the run counts as having a validation set
 */
export function setOf(
  { part, set, suspectsOf }: ViewState,
  samples?: Record<EvaluatedSet, number>,
): EvaluatedSet {
  if (part === "map") return "train";
  const [chosen, ordinary] = part === "suspects" ? [suspectsOf, "train" as const] : [set, "test" as const];
  return chosen === "validation" && samples?.validation === 0 ? ordinary : chosen;
}

/**
 * The view's state for the run `runId`. From the state of another run or of none, the epoch and the filter are dropped.
 * The comparison is kept only if it is with a run that is neither of the two.
 */
export function stateFor(state: ViewState, runId: string): ViewState {
  if (state.runId === runId) return state;
  const { epoch: _, comparison, ...rest } = state;
  const isOther = comparison && comparison.runId !== runId && comparison.runId !== state.runId;
  return { ...rest, runId, filter: noFilter, ...(isOther && { comparison }) };
}

function restoreFilter(given: Record<string, unknown>): ImageFilter {
  const range = Array.isArray(given.confidence) ? given.confidence : [];
  const mark = markFilters.find((one) => one === given.mark);
  const [from, to] = range.map((one) => (typeof one === "number" && one >= 0 && one <= 1 ? one : undefined));
  return {
    ...classIn(given, "label"),
    ...classIn(given, "prediction"),
    ...classIn(given, "otherPrediction"),
    outcome: outcomes.find((one) => one === given.outcome) ?? noFilter.outcome,
    ...(mark && { mark }),
    confidence: [from ?? 0, to ?? 1],
  };
}

function classIn(given: Record<string, unknown>, name: "label" | "prediction" | "otherPrediction") {
  const value = given[name];
  return typeof value === "number" && Number.isInteger(value) && value >= 0 ? { [name]: value } : {};
}

function epochOf({ epoch }: Record<string, unknown>) {
  return typeof epoch === "number" ? { epoch } : {};
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
