import * as l10n from "@vscode/l10n";
import { type Command, Option } from "commander";
import { ALL } from "../runs/commandLine";
import { isUsed, valueAt } from "../runs/configValues";
import type { Hyperparameter } from "../runs/Hyperparameter";
import { type HyperparameterKey, hyperparameterList } from "../runs/hyperparameters";
import type { RunConfig } from "../runs/RunConfig";
import { anyOf } from "../text/lists";
import { images, number, numbers, optionOf, UsageError } from "./options";

/**
 * The keys of the hyperparameters that have an option and satisfy `isMeant`. The hyperparameter of `--data` is left
 * out, since each command defines this option itself.
 */
export function keysWithOptions(isMeant: (one: Hyperparameter) => boolean = () => true): HyperparameterKey[] {
  return hyperparameterList
    .filter((one) => one.option && one.allows.kind !== "folder" && isMeant(one))
    .map(({ key }) => key);
}

/**
 * Adds the options for hyperparameters of a new run. An option has the hyperparameter's default value, unless the
 * hyperparameter is a flag or its default is null. A default that depends on another hyperparameter is only stated in
 * the description.
 */
export function addOptions(command: Command, keys: readonly HyperparameterKey[]): Command {
  for (const { option, one } of optionsOf(keys)) {
    if (one.defaultBy)
      option.description = l10n.t("{0} (default: {1})", option.description, defaultsText(one.defaultBy.of));
    else if (one.default !== null && one.allows.kind !== "flag")
      option.default(one.default, Array.isArray(one.default) ? one.default.join() : undefined);
    command.addOption(option);
  }
  return command;
}

/** Default values that depend on another hyperparameter, as text: `sgd 0, adam 0, …` */
function defaultsText(defaults: Readonly<Record<string, number>>): string {
  return Object.entries(defaults)
    .map(([name, value]) => `${name} ${value}`)
    .join(", ");
}

/**
 * Adds the options with which a user changes hyperparameters of a run. The options have no defaults. For a flag, also
 * adds its negation as a second option.
 */
export function addChanges(command: Command, keys: readonly HyperparameterKey[]): Command {
  for (const { option, one } of optionsOf(keys)) {
    if (one.option?.ofFork) option.description = one.option.ofFork;
    if (one.allows.kind === "flag") {
      // Commander gives a negated option the default true, unless the positive option was added before.
      const { long = "" } = option;
      if (option.negate) {
        const description = l10n.t("{0}, though the run before has none", one.label);
        command.option(long.replace("--no-", "--"), description).addOption(option);
      } else {
        const description = l10n.t("none, though the run before has {0}", one.label);
        command.addOption(option).option(long.replace("--", "--no-"), description);
      }
    } else command.addOption(option);
  }
  return command;
}

/** The values of a command's options, defaults included, by hyperparameter. Options without a value are left out. */
export function givenValues(
  options: Readonly<Record<string, unknown>>,
  keys: readonly HyperparameterKey[],
): [HyperparameterKey, unknown][] {
  const values = optionsOf(keys).map(({ option, one }): [HyperparameterKey, unknown] => [
    one.key,
    orNull(options[option.attributeName()], one),
  ]);
  return values.filter(([, value]) => value !== undefined);
}

/**
 * Null for the text {@link ALL} if the hyperparameter may be null; otherwise the value itself. The parser of an option
 * cannot do this, since Commander allows no parser to return null.
 */
function orNull(value: unknown, { allows }: Hyperparameter): unknown {
  const isNullable = "isNullable" in allows && allows.isNullable;
  return isNullable && value === ALL ? null : value;
}

/** The keys of the hyperparameters whose options the user gave. */
export function givenKeys(command: Command): HyperparameterKey[] {
  const isGiven = ({ option }: { option: Option }) =>
    command.getOptionValueSource(option.attributeName()) === "cli";
  return optionsOf(keysWithOptions())
    .filter(isGiven)
    .map(({ one }) => one.key);
}

/**
 * Refuses an option that has no effect in a configuration.
 * @param given the keys of the hyperparameters whose options the user gave
 * @param isModelOption whether the model is an option of the command, and not an argument without a name
 * @throws UsageError about the first such option
 */
export function checkUsed(
  config: RunConfig,
  given: readonly HyperparameterKey[],
  isModelOption = true,
): void {
  for (const { option, one } of optionsOf(given)) {
    if (isUsed(one.key, config)) continue;
    const users = Object.entries({ ...one.when, ...(one.models && { "model.kind": one.models }) });
    const [key, names] = users.find(
      ([key, names]) => !names.some((name) => name === valueAt(config, key as HyperparameterKey)),
    )!;
    throw new UsageError(
      l10n.t(
        "{0} has an effect with {1} only; choose that, or leave {0} out.",
        option.long!,
        key === "model.kind" && !isModelOption
          ? l10n.t("the model {0}", anyOf(names))
          : `${optionOf(key)} ${anyOf(names)}`,
      ),
    );
  }
}

function optionsOf(keys: readonly HyperparameterKey[]) {
  return hyperparameterList.flatMap((one) => {
    if (!one.option || !keys.includes(one.key)) return [];
    const option = new Option(one.option.flags, one.option.description);
    const { kind } = one.allows;
    if (kind === "number" || kind === "whole number") option.argParser(number);
    if (kind === "whole numbers") option.argParser(numbers);
    if (kind === "indices") option.argParser(images);
    return [{ option, one }];
  });
}
