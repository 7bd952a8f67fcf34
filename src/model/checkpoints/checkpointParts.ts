/**
 * The JSON texts in a checkpoint's header, with a schema for each. A checkpoint may come from an unknown source, so
 * every number is checked.
 */

import * as l10n from "@vscode/l10n";
import * as v from "valibot";
import { hyperparameters } from "../../runs/hyperparameters";
import { inLine } from "../../runs/inert";
import { mostEpochs } from "../../runs/limits";
import { valueSchema } from "../../runs/RunConfig";
import { datasetSchema } from "../../runs/RunEvent";
import { defaultGenerator } from "../../tensor";
import { epochsText, samplesText, stepsText, updatesText } from "../../text/amounts";
import { wholeNumber } from "../../text/numbers";

export const generatorWords = defaultGenerator.getState().words.length;

/** Largest number of characters of a name in a message. */
const longestShown = 60;

/**
 * A name from a checkpoint for a message: shortened, and without characters that a terminal or an editor would
 * interpret.
 */
export function shownName(name: string): string {
  return inLine(name.length > longestShown ? `${name.slice(0, longestShown)}…` : name);
}

const countUpTo = (most: number) =>
  v.custom<number>(
    (value) => Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= most,
    most === Number.MAX_SAFE_INTEGER
      ? l10n.t("must be a whole number of at least {0}", 0)
      : l10n.t("must be a whole number of at least {0} and at most {1}", 0, most),
  );
const count = countUpTo(Number.MAX_SAFE_INTEGER);
const finite = v.custom<number>((value) => Number.isFinite(value), l10n.t("must be a finite number"));
const seconds = v.custom<number>(
  (value) => Number.isFinite(value) && (value as number) >= 0,
  l10n.t("must be a number of seconds of at least {0}", 0),
);
const numberUpTo = (most: number) =>
  v.custom<number>(
    (value) => Number.isFinite(value) && (value as number) >= 0 && (value as number) <= most,
    l10n.t("must be a number from {0} to {1}", 0, most),
  );
const share = numberUpTo(1);
/** A learning rate. Unlike the hyperparameter, it may be 0, since a schedule can lower the learning rate to 0. */
const rate = numberUpTo(hyperparameters.learningRate.allows.to);
/** A sum. JSON has no NaN: null stands for a sum that is not finite, and is read as NaN. */
const sum = v.pipe(
  v.nullable(finite),
  v.transform((value) => value ?? Number.NaN),
);

const placeInSchedule = v.strictObject({ lastEpoch: count, baseRate: rate });

export const positionSchema = v.strictObject({
  /** Number of complete epochs. */
  epoch: countUpTo(mostEpochs),
  /** Number of steps in all epochs. */
  step: count,
  /** Number of samples in the batches of the epoch under way so far; null between two epochs. */
  position: v.nullable(count),
  sums: v.strictObject({ steps: count, samples: count, correct: count, loss: sum, seconds }),
  optimizer: valueSchema("optimizer"),
  optimizerSteps: v.array(count, l10n.t("must be a list")),
  learningRate: rate,
  /**
   * The state of the schedule of the learning rate; undefined without a schedule. `length`: in epochs, without warm-up.
   */
  schedule: v.optional(
    v.strictObject({
      ...placeInSchedule.entries,
      schedules: v.optional(v.pipe(v.array(placeInSchedule), v.maxLength(2))),
      length: countUpTo(mostEpochs),
    }),
  ),
  generator: v.strictObject({ index: countUpTo(generatorWords), cachedNormal: v.nullable(finite) }),
  /** Training time (s) of the run up to this position, over all of its processes, pauses included. */
  seconds,
});
export type Position = v.InferOutput<typeof positionSchema>;

const reasons = ["epoch", "best", "paused", "stopped", "interrupted", "fork"] as const;

export const recordedSchema = v.strictObject({
  reason: v.picklist(reasons, l10n.t("must be one of {0}", reasons.join(", "))),
  /** The highest `decisiveAccuracy` of the epochs so far; null before the end of the first epoch. */
  bestAccuracy: v.nullable(share),
  /** The kernel variant that computed the training, such as `wasm-fma256`. */
  kernels: v.pipe(
    v.string(l10n.t("must be a text")),
    v.maxLength(100, l10n.t("must be the name of a kernel variant")),
  ),
  /** The run's `dataset` event without its type; null before this event. */
  dataset: v.nullable(v.strictObject(v.omit(datasetSchema, ["type"]).entries)),
});

/** Figures that the run's log holds as well. They are used if the log has lost the lines with these figures. */
export type RecordedFigures = v.InferOutput<typeof recordedSchema>;

/**
 * Parses a JSON text of the header and checks its values by a schema.
 * @param part name of the text in the header's metadata
 * @throws Error if the text is missing or does not match the schema. The message is a clause after "The checkpoint X
 * cannot be used: "
 */
export function parsePart<Schema extends v.GenericSchema>(
  schema: Schema,
  metadata: Readonly<Record<string, string>>,
  part: string,
): v.InferOutput<Schema> {
  const text = metadata[part];
  if (text === undefined) throw new Error(l10n.t("it holds no {0}", part));
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error(l10n.t("its {0} is not JSON", part));
  }
  const result = v.safeParse(schema, value, { abortEarly: true });
  if (result.success) return result.output;
  throw new Error(explain(part, result.issues[0]));
}

function explain(part: string, issue: v.BaseIssue<unknown>): string {
  const name = shownName([part, ...(issue.path ?? []).map(({ key }) => String(key))].join("."));
  if (issue.expected === "never") return l10n.t("its {0} is not known to this version", name);
  if (issue.type.endsWith("object")) return l10n.t("its {0} is missing or is not an object", name);
  // If the schema has no message of its own, an issue has Valibot's default message, which is English.
  if (issue.message.startsWith("Invalid ")) return l10n.t("its {0} is not of the right type", name);
  return l10n.t("its {0} {1}", name, issue.message);
}

/** Checks that the numbers of a position are consistent. @throws Error as {@link parsePart} does */
export function checkPosition({ epoch, step, position, sums, optimizerSteps }: Position): void {
  const { steps, samples, correct } = sums;
  if (step < epoch) throw new Error(l10n.t("it has done {0} in {1}", stepsText(step), epochsText(epoch)));
  if (steps > step)
    throw new Error(
      l10n.t("its epoch has {0}, all epochs together {1}", stepsText(steps), wholeNumber(step)),
    );
  if (correct > samples)
    throw new Error(
      l10n.t("its number of right predictions, {0}, exceeds {1}", wholeNumber(correct), samplesText(samples)),
    );
  if (steps > samples)
    throw new Error(l10n.t("its epoch has {0} of {1}", stepsText(steps), samplesText(samples)));
  if (samples > (position ?? 0))
    throw new Error(
      l10n.t(
        "it has trained on {0} of the {1} that were given out",
        samplesText(samples),
        wholeNumber(position ?? 0),
      ),
    );
  const tooMany = optimizerSteps.find((updates) => updates > step);
  if (tooMany !== undefined)
    throw new Error(l10n.t("its optimizer has made {0} in {1}", updatesText(tooMany), stepsText(step)));
}
