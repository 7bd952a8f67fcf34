import * as l10n from "@vscode/l10n";
import * as v from "valibot";
import { anyOf } from "../text/lists";
import { quotation } from "../text/quotation";
import { defaultOf, inGroups, isOfModel, valueAt } from "./configValues";
import type { Bounds, Hyperparameter, Kind, ValueOfKind } from "./Hyperparameter";
import {
  type HyperparameterKey,
  type HyperparameterValue,
  hyperparameterList,
  hyperparameters,
} from "./hyperparameters";
import { type ModelKind, modelKinds, models, type OptionsOf } from "./models";
import { inPresentForm } from "./olderConfig";
import { canonicalSeed, type Seed, whyNoSeed } from "./seed";

type GroupOf<Key> = Key extends `${infer Name}.${string}` ? Name : never;
/** The groups of keys, such as `dataset`, except `model`: the keys of `model` depend on the kind of the model. */
type Group = Exclude<GroupOf<HyperparameterKey>, "model">;
type Ungrouped = Exclude<HyperparameterKey, `${string}.${string}`>;
type FieldOf<Name extends Group> = HyperparameterKey extends infer Key
  ? Key extends `${Name}.${infer Field}`
    ? Field
    : never
  : never;

type ConfigOf<Kind extends ModelKind> = { kind: Kind } & {
  -readonly [Name in keyof OptionsOf<Kind>]: OptionsOf<Kind>[Name] extends { allows: infer Allows }
    ? ValueOfKind<Allows>
    : never;
};

/** A model and the options of its kind. */
export type ModelConfig = { [Kind in ModelKind]: ConfigOf<Kind> }[ModelKind];

/** Every hyperparameter of a run, with every default filled in. Recorded with the run. */
export type RunConfig = { [Key in Ungrouped]: HyperparameterValue<Key> } & {
  [Name in Group]: {
    [Field in FieldOf<Name>]: HyperparameterValue<Extract<HyperparameterKey, `${Name}.${Field}`>>;
  };
} & { model: ModelConfig };

/**
 * A configuration in which keys may be left out. `resolveRunConfig` fills in their defaults. As in PyTorch, the default
 * of `weightDecay` depends on the optimizer. The default of `gamma` depends on the schedule.
 */
export type RunConfigInput = Partial<Pick<RunConfig, Ungrouped>> & {
  [Name in Group]?: Partial<RunConfig[Name]>;
} & { model?: { [Kind in ModelKind]: Partial<ConfigOf<Kind>> }[ModelKind] };

/** The hyperparameters of PyTorch's optimization tutorial, with a seed. */
export const tutorialConfig = inGroups(defaultsFor(hyperparameters["model.kind"].default, {})) as RunConfig;

/**
 * The default of each key that a configuration with the model kind `model` has. The defaults may depend on the values
 * in `given`.
 */
function defaultsFor(model: unknown, given: object): [HyperparameterKey, unknown][] {
  return hyperparameterList
    .filter(({ key }) => isOfModel(key, model))
    .map(({ key }) => [key, defaultOf(key, given)]);
}

type SchemaOf<Key extends HyperparameterKey> = v.GenericSchema<unknown, HyperparameterValue<Key>>;

/**
 * The schema of one value. The message about an invalid value is a clause that follows the name of the setting or
 * option, such as `must be true or false`.
 */
export function valueSchema<Key extends HyperparameterKey>(key: Key): SchemaOf<Key> {
  return schemaOf(hyperparameters[key].allows) as SchemaOf<Key>;
}

function schemaOf(allows: Kind): v.GenericSchema {
  switch (allows.kind) {
    case "number":
    case "whole number": {
      const { kind, isNullable, ...bounds } = allows;
      return isNullable ? v.nullable(bounded(kind, bounds)) : bounded(kind, bounds);
    }
    case "flag":
      return v.boolean(l10n.t("must be true or false"));
    case "choice": {
      const names = Object.keys(allows.of);
      return v.picklist(names, noneOf(names));
    }
    case "folder":
      return v.string(l10n.t("must be the path of a folder"));
    case "seed":
      return v.pipe(
        v.custom<Seed>(
          (value) => whyNoSeed(value) === undefined,
          ({ input }) => whyNoSeed(input) ?? "",
        ),
        v.transform(canonicalSeed),
      );
    case "whole numbers": {
      const { most, from, to } = allows;
      const isAllowed = (value: unknown) =>
        Number.isInteger(value) && Number(value) >= from && Number(value) <= to;
      return v.custom<number[]>(
        (value) => Array.isArray(value) && value.length <= most && value.every(isAllowed),
        l10n.t("must be a list of at most {0} whole numbers from {1} to {2}", most, from, to),
      );
    }
    case "indices": {
      const { most, to } = allows;
      const isIndex = (value: unknown) =>
        Number.isInteger(value) && Number(value) >= 0 && Number(value) <= to;
      return v.pipe(
        v.custom<number[]>(
          (value) => Array.isArray(value) && value.length <= most && value.every(isIndex),
          l10n.t("must be a list of at most {0} whole numbers from {1} to {2}", most, 0, to),
        ),
        v.transform((indices) => [...new Set(indices)].sort((a, b) => a - b)),
      );
    }
    default:
      return allows satisfies never;
  }
}

/**
 * The message about an invalid choice: `must be sgd, adam or adamw`, or with more than three names `must be one of …`.
 */
function noneOf(names: readonly string[]): string {
  if (names.length > 3) return l10n.t("must be one of {0}", names.join(", "));
  return l10n.t("must be {0}", anyOf(names));
}

/** The schema of a number within bounds, with a message as in {@link valueSchema}. */
function bounded(kind: "number" | "whole number", bounds: Bounds) {
  const { above, from, below, to } = bounds;
  const low = above === undefined ? l10n.t("of at least {0}", from!) : l10n.t("above {0}", above);
  const high = below === undefined ? l10n.t("at most {0}", to!) : l10n.t("below {0}", below);
  return v.custom<number>(
    (value) =>
      typeof value === "number" &&
      (kind === "number" ? Number.isFinite(value) : Number.isSafeInteger(value)) &&
      value > (above ?? -Infinity) &&
      value >= (from ?? -Infinity) &&
      value < (below ?? Infinity) &&
      value <= (to ?? Infinity),
    kind === "number"
      ? l10n.t("must be a number {0} and {1}", low, high)
      : l10n.t("must be a whole number {0} and {1}", low, high),
  );
}

type Entries = Record<string, v.GenericSchema>;

/**
 * The entries of a configuration's schema. The keys of a group are one entry, under the group's name. The group `model`
 * is always {@link modelSchema}.
 * @param keys the keys of the configuration
 * @param fieldOf returns the schema of a key's value
 * @param groupOf returns the schema of a group
 */
function entriesOf(
  keys: readonly HyperparameterKey[],
  fieldOf: (key: HyperparameterKey) => v.GenericSchema,
  groupOf: (entries: Entries, keys: readonly HyperparameterKey[]) => v.GenericSchema,
): Entries {
  const entries = inGroups(keys.map((key) => [key, fieldOf(key)])) as Record<
    string,
    v.GenericSchema | Entries
  >;
  return Object.fromEntries(
    Object.entries(entries).map(([name, entry]) => {
      const within = keys.filter((key) => key.startsWith(`${name}.`));
      if (name === "model") return [name, modelSchema];
      return [name, within.length === 0 ? (entry as v.GenericSchema) : groupOf(entry as Entries, within)];
    }),
  );
}

const keys = hyperparameterList.map(({ key }) => key);
const inOlderRuns = (key: HyperparameterKey): unknown => (hyperparameters[key] as Hyperparameter).inOlderRuns;

function recordedSchema(key: HyperparameterKey): v.GenericSchema {
  const schema = valueSchema(key) as v.GenericSchema;
  return inOlderRuns(key) === undefined ? schema : v.optional(schema, inOlderRuns(key));
}

/** The schema of a model with the options of its kind. Other options are dropped. */
const modelSchema = v.variant(
  "kind",
  modelKinds.map((kind) => {
    const options = Object.keys(models[kind].options).map((name) => [
      name,
      recordedSchema(`model.${name}` as HyperparameterKey),
    ]);
    return v.object({ kind: v.literal(kind), ...Object.fromEntries(options) });
  }),
  noneOf(modelKinds),
) as v.GenericSchema;

/**
 * The schema of a recorded configuration. A key that an older record lacks gets its `inOlderRuns` value. A
 * configuration of format 1 is converted.
 */
export const runConfigSchema = v.pipe(
  v.unknown(),
  v.transform(inPresentForm),
  v.object(
    entriesOf(keys, recordedSchema, (entries, keys) =>
      keys.every((key) => inOlderRuns(key) !== undefined)
        ? v.optional(v.object(entries) as v.GenericSchema, {})
        : v.object(entries),
    ),
  ),
) as unknown as v.GenericSchema<unknown, RunConfig>;

/**
 * An invalid value of a configuration or of another setting. `key` is the value's key in RunConfig, such as
 * `dataset.name`, or the name of the other setting. For a configuration that is no object, `key` is `config`.
 * `requirement` is a clause that follows the key: what the value must be.
 */
export class InvalidConfigError extends Error {
  constructor(
    readonly key: string,
    readonly requirement: string,
    readonly value?: unknown,
  ) {
    super(requirementText(key, requirement, value));
    this.name = "InvalidConfigError";
  }

  /**
   * The message as a sentence, with the name of a setting or option in place of `key`.
   * @param written the text that the message quotes in place of `value`
   */
  about(name: string, written?: string): string {
    return `${requirementText(name, this.requirement, written ?? this.value)}.`;
  }
}

function requirementText(name: string, requirement: string, value: unknown): string {
  return value === undefined
    ? l10n.t({
        message: "{0} {1}",
        args: [name, requirement],
        comment: "A setting, then what its value must be",
      })
    : l10n.t("{0} {1}, not {2}", name, requirement, quotation(value));
}

type ForkedKey = {
  [Key in HyperparameterKey]: (typeof hyperparameters)[Key]["isForked"] extends true ? Key : never;
}[HyperparameterKey];

/** The hyperparameters that a fork may change. The others have the parent's values, except `dataset.location`. */
export type ForkChanges = Partial<Pick<RunConfig, Extract<ForkedKey, Ungrouped>>> & {
  [Name in GroupOf<ForkedKey>]?: Partial<RunConfig[Name]>;
};

const partial = (entries: Entries) => v.partial(v.strictObject(entries));

export const forkChangesSchema = partial(
  entriesOf(
    keys.filter((key) => hyperparameters[key].isForked),
    valueSchema,
    partial,
  ),
) as unknown as v.GenericSchema<unknown, ForkChanges>;

/** The schema of changes of the `compute` hyperparameters. Such changes affect results by rounding errors only. */
export const computeChangesSchema = partial({
  threads: valueSchema("compute.threads"),
  kernels: valueSchema("compute.kernels"),
}) as unknown as v.GenericSchema<unknown, Partial<RunConfig["compute"]>>;

/** Checks the changes of a fork and returns them. @throws InvalidConfigError for the first invalid value */
export function checkForkChanges(input: unknown): ForkChanges {
  return checked(forkChangesSchema, input);
}

/** Fills in defaults and checks every value. @throws InvalidConfigError for the first invalid value */
export function resolveRunConfig(input: RunConfigInput): RunConfig {
  const given = keys.flatMap((key): [string, unknown][] => {
    const value = valueAt(input, key);
    return value === undefined ? [] : [[key, value]];
  });
  const defaults = defaultsFor(input.model?.kind ?? tutorialConfig.model.kind, input);
  const config = checked(runConfigSchema, inGroups([...defaults, ...given]));
  if (config.optimizer === "sgd" && config.nesterov && (config.momentum === 0 || config.dampening !== 0)) {
    throw new InvalidConfigError("nesterov", l10n.t("needs a momentum above 0 and a dampening of 0"));
  }
  return config;
}

function checked<Output>(within: v.GenericSchema<unknown, Output>, value: unknown): Output {
  const result = v.safeParse(within, value, { abortEarly: true });
  if (result.success) return result.output;
  const [issue] = result.issues;
  throw new InvalidConfigError(v.getDotPath(issue) ?? "config", issue.message, issue.input);
}
