/** Translates Commander's own texts into the language of this process. */
import * as l10n from "@vscode/l10n";
import type { Command, Option } from "commander";
import { hyperparameterList } from "../runs/hyperparameters";
import { columnsOf } from "../text/columns";
import { excerpt, quotation } from "../text/quotation";
import { sentences } from "../text/sentences";
import { oneLine, optionOf } from "./options";

/**
 * Translates the texts of a program's help. Must be called before commands are added, since commands inherit the texts.
 */
export function translateHelp(program: Command): Command {
  const titles: Readonly<Record<string, string>> = {
    "Usage:": l10n.t("Usage:"),
    "Arguments:": l10n.t("Arguments:"),
    "Options:": l10n.t("Options:"),
    "Commands:": l10n.t("Commands:"),
  };
  return program
    .configureHelp({
      styleTitle: (title) => titles[title] ?? title,
      optionDescription,
      displayWidth: columnsOf,
    })
    .helpOption("-h, --help", l10n.t("display help for command"))
    .helpCommand("help [command]", l10n.t("display help for command"));
}

function optionDescription({ description, defaultValue, defaultValueDescription }: Option): string {
  if (defaultValue === undefined) return description;
  const value = defaultValueDescription ?? JSON.stringify(defaultValue);
  return l10n.t("{0} (default: {1})", description, value);
}

/** A refused command line. */
interface Refused {
  /** Undefined if there is no such command. */
  command: Command | undefined;
  /** The arguments after the name of the program. */
  argv: readonly string[];
}

/**
 * Commander's messages that are translated: for each, a pattern of the English message and a function that returns the
 * message in the language of this process. {@link refusalText} adds Commander's suggestion of a similar name.
 */
const refusals: readonly [english: RegExp, text: (refused: Refused, name: string) => string][] = [
  [/^unknown option '(.*?)'/, unknownOption],
  [/^unknown command '(.*?)'/, (_, command) => l10n.t("There is no command {0}.", command)],
  [/^missing required argument '(.*)'/, missingArgument],
  [/^option '(.*)' argument missing/, (_, flags) => l10n.t("The option {0} needs a value.", flags)],
  [/^too many arguments for '(.*)'\./, surplusArguments],
];
const suggestion = / \(Did you mean (.*)\?\)$/;

function unknownOption({ command }: Refused, option: string): string {
  return command
    ? sentences(
        l10n.t("The command {0} has no option {1}.", command.name(), option),
        otherCommand(command, option),
      )
    : l10n.t("There is no option {0}.", option);
}

/** Names the command that sets the hyperparameter of an option which `resume` or `fork` does not have. */
function otherCommand(command: Command, option: string): string | undefined {
  if (command.name() !== "resume" && command.name() !== "fork") return undefined;
  const flag = option.replace(/=.*/, "").replace(/^--no-/, "--");
  const one = hyperparameterList.find(({ key }) => optionOf(key)?.replace(/^--no-/, "--") === flag);
  if (!one) return undefined;
  return one.isForked
    ? l10n.t("The command fork has it, and begins a new run with it.")
    : l10n.t("A run keeps it when it is resumed or forked; the command train begins a new run with it.");
}

function missingArgument({ command }: Refused, name: string): string {
  const description = command?.registeredArguments.find((one) => one.name() === name)?.description;
  return description
    ? l10n.t("The argument {0} is missing: {1}.", name, description)
    : l10n.t("The argument {0} is missing.", name);
}

function surplusArguments({ command, argv }: Refused, name: string): string {
  const at = argv.findIndex(
    (word, at) => isFlag(word, command) && /^(true|false|on|off|yes|no|[01])$/i.test(argv[at + 1] ?? ""),
  );
  if (at !== -1) return noValue(argv[at]!, argv[at + 1]!);
  const surplus = command?.args.slice(command.registeredArguments.length) ?? [];
  return l10n.t(
    "The command {0} has too many arguments: leave out {1}, or put a value with blanks in quotation marks.",
    name,
    quotation(surplus.join(" ")),
  );
}

/** Whether a word is an option of the command that takes no value. */
function isFlag(word: string, command: Command | undefined): boolean {
  return (
    command?.options.some(({ long, required, optional }) => long === word && !required && !optional) ?? false
  );
}

function noValue(flag: string, value: string): string {
  return l10n.t("{0} takes no value such as {1}; give it alone, or leave it out.", flag, quotation(value));
}

/**
 * The message of a CommanderError as one line. If one of the {@link refusals} matches the message, the result is in the
 * language of this process; otherwise the message is in English. The message about a value for an option that takes no
 * value is replaced by one that Commander does not have.
 * @param command the command whose arguments are refused; undefined if there is none of that name
 * @param argv the arguments after the name of the program
 */
export function refusalText(message: string, command: Command | undefined, argv: readonly string[]): string {
  const line = oneLine(message);
  const [, flag, value = ""] = /^unknown option '(--[^=]+)=(.*?)'/.exec(line) ?? [];
  if (flag !== undefined && isFlag(flag, command)) return noValue(flag, value);
  for (const [english, text] of refusals) {
    const [matched, name = ""] = english.exec(line) ?? [];
    if (matched === undefined) continue;
    const [, similar] = suggestion.exec(line) ?? [];
    const shown = text({ command, argv }, excerpt(name));
    return similar === undefined ? shown : sentences(shown, l10n.t("Did you mean {0}?", similar));
  }
  return line;
}
