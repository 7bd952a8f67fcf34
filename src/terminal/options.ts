import * as l10n from "@vscode/l10n";
import type { Command } from "commander";
import { expandPath, expandVariables, PathError, terminalPlace } from "../files/expandPath";
import { hyperparameterList } from "../runs/hyperparameters";
import { InvalidConfigError } from "../runs/RunConfig";

/** Bad arguments; the message is one line that says which and what is allowed. */
export class UsageError extends Error {}

/** `--learning-rate` of a RunConfig field; undefined where no option sets it. */
function optionOf(key: string): string | undefined {
  return hyperparameterList.find((one) => one.key === key)?.option?.flags.split(" ")[0];
}

/** The same as `check`, with a bad value told as the option's. @throws UsageError */
export function asOptions<T>(check: () => T): T {
  try {
    return check();
  } catch (error) {
    throw inOptions(error as Error);
  }
}

/** An error about a RunConfig field as one about the option that sets it. */
export function inOptions(error: Error): Error {
  if (!(error instanceof InvalidConfigError)) return error;
  return new UsageError(error.about(optionOf(error.key) ?? error.key));
}

/** What is no finite decimal number goes on as it is, to be refused with what is allowed. */
export function number(text: string): number | string {
  const isDecimal = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text);
  return isDecimal && Number.isFinite(Number(text)) ? Number(text) : text;
}

export function widths(text: string): (number | string)[] {
  return text === "none" ? [] : text.split(",").map(number);
}

/** The absolute path that an option's value means; undefined where it was not given. @throws UsageError */
export function pathOption<Text extends string | undefined>(option: string, written: Text): Text {
  return understood(option, written, (text) => expandPath(text, terminalPlace()));
}

/** The same for a name that may be a path: a relative one stays so. @throws UsageError */
export function pathOrName<Text extends string | undefined>(option: string, written: Text): Text {
  return understood(option, written, (text) => expandVariables(text, terminalPlace()));
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

/** Refuses a value that is given twice: the last one would hold without a word. @throws UsageError, while parsing */
export function refuseRepeats(command: Command): void {
  const given = new Map<string, string>();
  for (const option of command.options) {
    const flag = option.long ?? option.flags;
    command.on(`option:${option.name()}`, () => {
      const before = given.get(option.attributeName());
      given.set(option.attributeName(), flag);
      if (before === undefined) return;
      if (before !== flag) throw new UsageError(l10n.t("{0} and {1} exclude each other.", before, flag));
      if (option.required) throw new UsageError(l10n.t("{0} is given twice; give it once.", flag));
    });
  }
}

export function oneLine(message: string): string {
  return message.replace(/^error: /, "").replaceAll(/\s*\n\s*/g, " ");
}
