import * as l10n from "@vscode/l10n";
import { inLine } from "./inert";
import { mostOfLabels } from "./labels";
import { localTime } from "./localTime";
import { drawWords } from "./nameWords";
import { InvalidConfigError, type RunConfig } from "./RunConfig";

/** The facts about a new run that the run's name can contain. */
interface Facts {
  config: RunConfig;
  now: Date;
}

/** The placeholders of a pattern, each with a function for the text that replaces it. */
const placeholders: Readonly<Record<string, (facts: Facts) => string>> = {
  words: () => drawWords(),
  date: ({ now }) => localTime(now).split(" ")[0]!,
  time: ({ now }) => localTime(now).split(" ")[1]!.slice(0, 5),
  dataset: ({ config }) => config.dataset.name,
  model: ({ config }) => config.model.kind,
  optimizer: ({ config }) => config.optimizer,
  learningRate: ({ config }) => String(config.learningRate),
  batchSize: ({ config }) => String(config.batchSize),
  epochs: ({ config }) => String(config.epochs),
  seed: ({ config }) => String(config.seed),
};

export const placeholderNames = Object.keys(placeholders);

/** The key by which an InvalidConfigError names the pattern, although the pattern is not a field of a RunConfig. */
export const NAME_PATTERN = "runs.namePattern";

/** The pattern of names if the user has set none. */
export const defaultNamePattern = "{words}";

const placeholder = /\{([^{}]*)\}/g;

/**
 * A clause that states what a pattern must be; undefined for a valid pattern. In a message, the clause follows the name
 * of the setting or option.
 */
export function whyNoPattern(value: unknown): string | undefined {
  if (
    typeof value === "string" &&
    value.trim() !== "" &&
    value.length <= mostOfLabels.name &&
    inLine(value) === value &&
    !/[{}]/.test(value.replace(placeholder, (_, name) => (Object.hasOwn(placeholders, name) ? "" : "{")))
  )
    return undefined;
  return l10n.t(
    "must be one line of 1 to {0} characters, in which braces hold one of {1}",
    mostOfLabels.name,
    placeholderNames.join(", "),
  );
}

/** Returns a valid pattern. @throws InvalidConfigError for any other value */
export function checkNamePattern(value: unknown): string {
  const requirement = whyNoPattern(value);
  if (requirement !== undefined) throw new InvalidConfigError(NAME_PATTERN, requirement, value);
  return value as string;
}

/**
 * Makes the name of a new run. If the name is taken, another name is drawn. If the last of {@link mostDraws} names is
 * taken, too, a number is added to it.
 * @param taken the names and the ids of the other runs
 */
export function newName(pattern: string, facts: Facts, taken: ReadonlySet<string>): string {
  const draw = () => pattern.replace(placeholder, (_, name) => placeholders[name]!(facts)).trim();
  for (let attempt = 1; attempt < mostDraws; attempt++) {
    const name = withEnd(draw(), "");
    if (!taken.has(name)) return name;
  }
  return numbered(draw(), taken);
}

/**
 * Returns the name. If the name is taken, a number (from 2) is added to it.
 * @param taken the names and the ids of the other runs
 */
export function numbered(name: string, taken: ReadonlySet<string>): string {
  for (let number = 1; ; number++) {
    const one = withEnd(name, number === 1 ? "" : `-${number}`);
    if (!taken.has(one)) return one;
  }
}

/** The name followed by `end`. The name is shortened if both together would be longer than a name may be. */
function withEnd(name: string, end: string): string {
  return name.slice(0, mostOfLabels.name - end.length).replace(/[\ud800-\udbff]?\s*$/, "") + end;
}

/** Largest number of names that are drawn for a new run. A pattern without `{words}` gives the same name each time. */
const mostDraws = 20;
