import * as l10n from "@vscode/l10n";
import type { Command } from "commander";
import { expandPath, expandVariables, PathError, type PathPlace } from "../files/expandPath";
import { homeFolder } from "../files/homeFolder";
import { misnamedPart } from "../files/misnamedPart";
import { hyperparameterList } from "../runs/hyperparameters";
import { checkNamePattern, NAME_PATTERN, placeholderNames } from "../runs/namePattern";
import { InvalidConfigError } from "../runs/RunConfig";
import { parseNumber } from "../text/parseNumber";
import { quotation } from "../text/quotation";
import { advised } from "../text/sentences";

/** Thrown for invalid arguments. The message is for the user. */
export class UsageError extends Error {}

/**
 * The option that sets a field of RunConfig or the name of a run, such as `--learning-rate`; undefined if there is
 * none.
 * @param key path of the field in RunConfig, or `NAME_PATTERN`
 */
export function optionOf(key: string): string | undefined {
  if (key === NAME_PATTERN) return "--name";
  return hyperparameterList.find((one) => one.key === key)?.option?.flags.split(" ")[0];
}

export function nameOption(command: Command): Command {
  const placeholders = placeholderNames.map((name) => `{${name}}`).join(", ");
  const about = l10n.t("name of the new run, in which {0} are replaced (default: two words)", placeholders);
  return command.option("--name <name>", about);
}

/**
 * Calls `check` and returns its result.
 * @throws UsageError about the option, instead of an InvalidConfigError of `check`; other errors of `check` unchanged
 */
export function asOptions<T>(check: () => T): T {
  try {
    return check();
  } catch (error) {
    throw inOptions(error as Error);
  }
}

/**
 * Converts an error about a field of RunConfig to a UsageError about the field's option. Returns any other error
 * unchanged.
 * @param optionFor returns the option with which the user has set a field
 */
export function inOptions(error: Error, optionFor = optionOf): Error {
  if (!(error instanceof InvalidConfigError)) return error;
  const { key, value } = error;
  // The message shows a list as a user writes it in an option: with commas.
  const message = error.about(optionFor(key) ?? key, Array.isArray(value) ? value.join() : undefined);
  const isFraction = hyperparameterList.find((one) => one.key === key)?.allows.kind === "number";
  const hasComma = typeof value === "string" && /^[+-]?\d+,\d+$/.test(value);
  return new UsageError(
    advised(
      message,
      isFraction && hasComma ? l10n.t("write {0} with a point", value.replace(",", ".")) : undefined,
    ),
  );
}

/**
 * The number that a text states. Any other text is returned unchanged, since the later check of the value refuses it
 * with a better message. So is a whole number that a JavaScript number cannot hold exactly: it is above every limit of
 * an option, and the message quotes it as the user wrote it.
 */
export function number(text: string): number | string {
  const value = parseNumber(text);
  const isRounded = Number.isInteger(value) && !Number.isSafeInteger(value);
  return Number.isNaN(value) || isRounded ? text : value;
}

/**
 * The numbers of a list such as `512,512` or `512, 512`; an item that is no number stays a text. `none` is an empty
 * list.
 */
export function numbers(text: string): (number | string)[] {
  return text === "none" ? [] : text.split(",").map((item) => number(item.trim()));
}

/**
 * Parses the value of `--exclude`: returns the indices of images, or the text itself if it is the path of a file of
 * marks ({@link isMarksFile}).
 * @throws UsageError if the text is neither
 */
export function images(text: string): (number | string)[] | string {
  if (isMarksFile(text)) return text;
  const found = numbers(text);
  // An item that begins like a number is kept even if it is not an index. The later check of the value refuses it and
  // states what is allowed.
  if (found.every((one) => typeof one === "number" || /^\s*[-+.\d]*\d/.test(one))) return found;
  throw new UsageError(
    l10n.t(
      "--exclude must be numbers of images, separated by commas, or the path of a .csv file of marks, not {0}.",
      quotation(text),
    ),
  );
}

export function isMarksFile(value: unknown): value is string {
  return typeof value === "string" && /\.csv$/i.test(value);
}

/**
 * The absolute path of the current folder.
 * @throws UsageError if its name, or that of a folder above it, is no valid UTF-8; Error of the file system if it is
 * gone
 */
export function currentFolder(): string {
  const path = process.cwd();
  const misnamed = misnamedPart(path);
  if (misnamed === undefined) return path;
  throw new UsageError(
    l10n.t("The current folder cannot be used: the name of {0} is no valid UTF-8; rename it.", misnamed),
  );
}

/** The values with which the paths in arguments are expanded. */
function terminalPlace(): PathPlace {
  return { base: currentFolder(), home: homeFolder(), environment: process.env, workspaceFolders: undefined };
}

/**
 * The absolute path of an option's value; undefined if the option was not given.
 * @throws UsageError if the path is `-` or cannot be expanded
 */
export function pathOption<Text extends string | undefined>(option: string, written: Text): Text {
  if (written === "-")
    throw new UsageError(
      l10n.t(
        "{0} must be a path, and - is not read as standard input; ./- is an entry of that name.",
        option,
      ),
    );
  return understood(option, written, (text) => expandPath(text, terminalPlace()));
}

/**
 * The path or name that is the value of an option, with its variables expanded; undefined if the option was not given.
 * A relative path stays relative.
 * @throws UsageError if a variable cannot be expanded
 */
export function pathOrName<Text extends string | undefined>(option: string, written: Text): Text {
  return understood(option, written, (text) => expandVariables(text, terminalPlace()));
}

/**
 * The path, id or name of the run in an argument, with its variables expanded. An argument that is exactly the id or
 * the name of a run is returned unchanged, since an id or a name may look like a variable, such as `~home`.
 * @param isCalled whether a run has this id or name
 * @throws UsageError if a variable cannot be expanded
 */
export function named(run: string, isCalled: (run: string) => boolean): string {
  // The names of all runs are read only for an argument that can hold a variable.
  return /[~$]/.test(run) && isCalled(run) ? run : pathOrName(l10n.t("The run"), run);
}

function understood<Text extends string | undefined>(
  option: string,
  written: Text,
  expand: (text: string) => string,
): Text {
  try {
    return (written === undefined ? undefined : expand(written)) as Text;
  } catch (error) {
    throw error instanceof PathError ? new UsageError(l10n.t("{0} {1}.", option, error.message)) : error;
  }
}

/**
 * Adds the options `--runs` and `--json`. Two commands add their own instead: `train` describes `--json` differently,
 * and `summary` has no `--runs`.
 */
export function runOptions(command: Command): Command {
  return command
    .option("--runs <dir>", l10n.t("folder for runs"), ".fitting-room/runs")
    .option("--json", l10n.t("print one JSON object per line, and nothing else"));
}

/** Checks the value of `--name` and returns it. @throws UsageError if the value is not valid */
export function namePattern(given: string | undefined): string | undefined {
  return given === undefined ? undefined : asOptions(() => checkNamePattern(given));
}

export function oneLine(message: string): string {
  return message.replace(/^error: /, "").replaceAll(/\s*\n\s*/g, " ");
}
