/** The columns of a list of runs: one table for lists, filters, sorting, comparisons and exports. */
import * as l10n from "@vscode/l10n";
import { wholeNumber } from "../text/numbers";
import { folded } from "../text/sameText";
import { type ColumnKind, columnKinds, type Value } from "./columnKinds";
import { isUsed, valueAt } from "./configValues";
import { type DiagnosisRule, diagnosisRules } from "./diagnoses/Diagnosis";
import { diagnosisLabel } from "./diagnoses/diagnosisText";
import { withoutConfusion } from "./epochFigures";
import { duration, lossText, percentage } from "./figures";
import type { Kind } from "./Hyperparameter";
import { type HyperparameterKey, hyperparameterList } from "./hyperparameters";
import { textIn } from "./hyperparameterText";
import { localTimeOf } from "./localTime";
import { nearestNames } from "./nearestNames";
import type { RunState } from "./RunState";
import type { RunSummary } from "./RunStore";
import { trainingSeconds } from "./runProgress";
import { statusWord } from "./statusWord";
import { trainedConfig } from "./trainedConfig";
import { runStatuses } from "./transitions";

const stateKeys = [
  "status",
  "config",
  "learningRate",
  "totalEpochs",
  "dataset",
  "parent",
  "startedAt",
  "completeEpochs",
  "best",
  "leastLoss",
  "samplesPerSecond",
  "completeSeconds",
  "underWaySeconds",
  "diagnoses",
] as const satisfies (keyof RunState)[];

/** The part of a run that columns read. */
export interface Row extends Pick<RunSummary, "id" | "name" | "created" | "labels"> {
  state: Pick<RunState, (typeof stateKeys)[number] | "epochs">;
}

/**
 * Returns the part of a run that columns read, in a form that can be sent to another process. Only the last epoch is
 * kept. Epochs have empty confusion matrices.
 */
export function rowOf({ id, name, created, labels, state }: Row): Row {
  const entries = stateKeys.map((key) => [key, state[key]]);
  const copied = Object.fromEntries(entries) as Pick<RunState, (typeof stateKeys)[number]>;
  return {
    id,
    name,
    created,
    labels,
    state: {
      ...copied,
      best: copied.best && withoutConfusion(copied.best),
      leastLoss: copied.leastLoss && withoutConfusion(copied.leastLoss),
      epochs: state.epochs.slice(-1).map(withoutConfusion),
    },
  };
}

export interface Column {
  /** The name in options, filters and files; the same in every language. */
  id: string;
  label: string;
  /** Further names of the column in options and filters. */
  aliases: readonly string[];
  kind: ColumnKind;
  isNumber: boolean;
  /** Returns the run's value in the form in which an exported file holds it; undefined if the run has none. */
  value: (run: Row) => Value | undefined;
  /** Returns the run's value as text for the user; empty if the run has none. */
  text: (run: Row) => string;
  /** Writes any value of the column, such as a mean of several runs, as text. */
  write: (value: Value) => string;
  /**
   * Writes the absolute value of a difference of two values; undefined for a column whose differences are not shown.
   */
  difference: ((size: number) => string) | undefined;
  /** Compares two runs by their values. A run without a value comes last. */
  compare: (a: Row, b: Row) => number;
  /** Whether higher or lower values are better. Absent if neither is. */
  better?: "higher" | "lower";
  /** The text of each possible value, by the value. Only for the kind `choice`, and for some columns of words. */
  choices?: Readonly<Record<string, string>>;
  /** The key of the hyperparameter that the column shows; left out for other columns. */
  hyperparameter?: HyperparameterKey;
}

type Written = Omit<Column, "id" | "aliases" | "isNumber" | "text" | "write" | "difference" | "compare"> & {
  aliases?: readonly string[];
  /**
   * Writes a value as text. Default: the value's text in `choices`; for a column without `choices`, `write` of the
   * column's kind.
   */
  text?: (value: Value) => string;
  /** Writes the absolute value of a difference of two values. Default: the function of the column's kind. */
  difference?: (size: number) => string;
};

function column(id: string, { text, aliases = [], ...rest }: Written): Column {
  const { kind, value, choices } = rest;
  const { isNumber, compare, write: ofKind, difference } = columnKinds[kind];
  const write = text ?? ((value: Value) => choices?.[String(value)] ?? ofKind(value));
  const positionOf = (value: Value) => Object.keys(choices ?? {}).indexOf(String(value));
  return {
    difference,
    ...rest,
    id,
    aliases,
    isNumber,
    write,
    text: (run) => {
      const found = value(run);
      return found === undefined ? "" : write(found);
    },
    compare: (a, b) => {
      const [one, other] = [value(a), value(b)];
      if (one === undefined || other === undefined)
        return Number(one === undefined) - Number(other === undefined);
      return kind === "choice" ? positionOf(one) - positionOf(other) : compare(one, other);
    },
  };
}

/** The run's own last epoch; undefined if there are no epochs, or if a fork has only its parent's epochs. */
function ownLastEpoch({ state }: Row) {
  const last = state.epochs.at(-1);
  return last && last.epoch > (state.parent?.epoch ?? 0) ? last : undefined;
}

const diagnosisLabels = Object.fromEntries(
  diagnosisRules.map((rule) => [rule, diagnosisLabel({ rule })]),
) as Record<DiagnosisRule, string>;

/** The columns of a run's results and labels. */
const ofRuns: readonly Column[] = [
  column("name", { label: l10n.t("Name"), kind: "text", value: ({ name }) => name }),
  column("status", {
    label: l10n.t("Status"),
    kind: "choice",
    choices: Object.fromEntries(runStatuses.map((status) => [status, statusWord(status)])),
    value: ({ state }) => state.status,
  }),
  column("starred", { label: l10n.t("Starred"), kind: "flag", value: ({ labels }) => labels.starred }),
  column("archived", { label: l10n.t("Archived"), kind: "flag", value: ({ labels }) => labels.archived }),
  column("accuracy", {
    label: l10n.t("Test accuracy, best epoch"),
    aliases: ["acc"],
    kind: "share",
    better: "higher",
    value: ({ state }) => state.best?.testAccuracy,
    text: (value) => percentage(Number(value)),
  }),
  column("bestEpoch", {
    label: l10n.t("Best epoch"),
    aliases: ["best-epoch"],
    kind: "number",
    value: ({ state }) => state.best?.epoch,
  }),
  column("lastAccuracy", {
    label: l10n.t("Last test accuracy"),
    aliases: ["last-acc"],
    kind: "share",
    better: "higher",
    value: (run) => ownLastEpoch(run)?.testAccuracy,
    text: (value) => percentage(Number(value)),
  }),
  column("lastLoss", {
    label: l10n.t("Last test loss"),
    aliases: ["loss", "last-loss"],
    kind: "number",
    better: "lower",
    value: (run) => ownLastEpoch(run)?.testLoss ?? undefined,
    text: (value) => lossText(Number(value)),
  }),
  column("bestLoss", {
    label: l10n.t("Best test loss"),
    aliases: ["best-loss"],
    kind: "number",
    better: "lower",
    value: ({ state }) => state.leastLoss?.testLoss ?? undefined,
    text: (value) => lossText(Number(value)),
  }),
  column("validationAccuracy", {
    label: l10n.t("Best validation accuracy"),
    aliases: ["val", "val-acc"],
    kind: "share",
    better: "higher",
    value: ({ state }) => state.best?.validationAccuracy,
    text: (value) => percentage(Number(value)),
  }),
  column("validationLoss", {
    label: l10n.t("Last validation loss"),
    aliases: ["val-loss"],
    kind: "number",
    better: "lower",
    value: (run) => ownLastEpoch(run)?.validationLoss ?? undefined,
    text: (value) => lossText(Number(value)),
  }),
  column("trainLoss", {
    label: l10n.t("Last training loss"),
    aliases: ["train-loss"],
    kind: "number",
    better: "lower",
    value: (run) => ownLastEpoch(run)?.trainLoss ?? undefined,
    text: (value) => lossText(Number(value)),
  }),
  column("trainAccuracy", {
    label: l10n.t("Last training accuracy"),
    aliases: ["train-acc"],
    kind: "share",
    better: "higher",
    value: (run) => ownLastEpoch(run)?.trainAccuracy,
    text: (value) => percentage(Number(value)),
  }),
  column("epochsDone", {
    label: l10n.t("Complete epochs"),
    aliases: ["done", "epochs-done"],
    kind: "number",
    value: ({ state }) => state.completeEpochs,
  }),
  column("duration", {
    label: l10n.t("Training time"),
    aliases: ["time"],
    kind: "duration",
    value: ({ state }) => trainingSeconds(state),
    text: (value) => duration(Number(value)),
  }),
  column("speed", {
    label: l10n.t("Samples per second"),
    kind: "number",
    better: "higher",
    value: ({ state }) => state.samplesPerSecond,
    text: (value) => wholeNumber(Number(value)),
    difference: wholeNumber,
  }),
  column("started", {
    label: l10n.t("Started"),
    kind: "time",
    value: ({ state, created }) => localTimeOf(state.startedAt ?? created),
  }),
  column("diagnoses", {
    label: l10n.t("Diagnoses"),
    aliases: ["diagnosis"],
    kind: "words",
    choices: diagnosisLabels,
    value: ({ state }) => (state.diagnoses.length > 0 ? state.diagnoses.map(({ rule }) => rule) : undefined),
    text: (value) =>
      [value]
        .flat()
        .map((rule) => diagnosisLabels[rule as DiagnosisRule])
        .join(", "),
  }),
  column("tags", {
    label: l10n.t("Tags"),
    aliases: ["tag"],
    kind: "words",
    value: ({ labels }) => (labels.tags.length > 0 ? labels.tags : undefined),
  }),
  column("note", {
    label: l10n.t("Note"),
    aliases: ["notes"],
    kind: "text",
    value: ({ labels }) => labels.note || undefined,
  }),
  column("parent", { label: l10n.t("Parent"), kind: "text", value: ({ state }) => state.parent?.name }),
];

const kindOf: Readonly<Record<Kind["kind"], ColumnKind>> = {
  number: "number",
  "whole number": "number",
  flag: "flag",
  choice: "choice",
  folder: "text",
  seed: "seed",
  "whole numbers": "widths",
  indices: "widths",
};

/**
 * Short names of hyperparameters. As a column, `data` is the name of the data set. As an option of the command line,
 * `--data` is the folder of the data set.
 */
const shortNames: Partial<Record<HyperparameterKey, string>> = {
  learningRate: "lr",
  batchSize: "batch",
  "dataset.name": "data",
};

/**
 * Further names of a hyperparameter's column: the short name and `names`. A name is left out if it is the
 * hyperparameter's key, the id of a column in {@link ofRuns}, or another hyperparameter's short name.
 * @param names the name of the hyperparameter's option, and the last parts of the names of its setting and its key
 */
function otherNames(key: HyperparameterKey, names: readonly (string | undefined)[]): string[] {
  const all = [shortNames[key], ...names.map((name) => name?.replace(/^--/, ""))];
  const taken = [key, ...ofRuns.map(({ id }) => id), ...Object.values(shortNames)];
  const isFree = (name: string | undefined) =>
    name !== undefined && (name === shortNames[key] || !taken.includes(name));
  return [...new Set(all.filter(isFree))] as string[];
}

/** The configuration of a run if it uses a hyperparameter, else undefined. */
function configWith(key: HyperparameterKey, { state }: Row) {
  const config = trainedConfig(state);
  return config && isUsed(key, config) ? config : undefined;
}

const ofHyperparameters = hyperparameterList.map(({ key, label, allows, setting, option }): Column => {
  const written = column(key, {
    label,
    aliases: otherNames(key, [
      option?.flags.split(" ")[0],
      setting?.split(".").at(-1),
      key.split(".").at(-1),
    ]),
    kind: kindOf[allows.kind],
    choices: allows.kind === "choice" ? allows.of : undefined,
    hyperparameter: key,
    value: (run) => {
      const config = configWith(key, run);
      const value = config && valueAt(config, key);
      return Array.isArray(value) ? value.join() : ((value ?? undefined) as Value | undefined);
    },
  });
  const text = (run: Row) => {
    const config = configWith(key, run);
    return config ? textIn(config, key) : "";
  };
  return { ...written, text };
});

/** All columns, in the order in which lists show them. */
export const columns: readonly Column[] = [...ofRuns, ...ofHyperparameters];

/** The label of a column in the form for filters: with hyphens in place of blanks and commas. */
const nameOfLabel = ({ label }: Column) => label.replaceAll(/[\s,]+/g, "-");

/** The columns by their ids, aliases and labels. A label that is an id or alias of another column is left out. */
const byName = new Map(
  [
    ...columns.map((one) => [nameOfLabel(one), one] as const),
    ...columns.flatMap((one) => [one.id, ...one.aliases].map((name) => [name, one] as const)),
  ].map(([name, one]) => [folded(name), one]),
);

/**
 * The column whose id, alias or label is `name`, in upper or lower case; undefined if there is none. If `name` is a
 * label, it must have hyphens in place of the label's blanks and commas.
 */
export function columnNamed(name: string): Column | undefined {
  return byName.get(folded(name));
}

/** The columns that an error about an unknown name lists if no column has a similar name. */
export const exampleColumns = ["name", "status", "acc", "loss", "lr", "optimizer", "tag", "started"];

/**
 * The name that suggestions use for a column: the first alias, which is short, or the id if the column has no alias.
 */
export function columnName({ id, aliases }: Column): string {
  return aliases[0] ?? id;
}

/** The names of up to three columns for an error about the unknown name `name`. The most similar name is the first. */
export function columnsLike(name: string): string[] {
  const owners = new Map(columns.flatMap((one) => [one.id, ...one.aliases].map((own) => [own, one])));
  const near = nearestNames(name, [...owners.keys()]).map((own) => columnName(owners.get(own)!));
  return [...new Set(near)].slice(0, 3);
}

/** The run's id under `id`, and the run's value of each column under the column's id; null if there is no value. */
export function valuesOf(run: Row, shown: readonly Column[]): Record<string, unknown> {
  return Object.fromEntries([["id", run.id], ...shown.map(({ id, value }) => [id, value(run) ?? null])]);
}
