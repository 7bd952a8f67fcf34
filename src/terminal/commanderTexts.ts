/** Translates Commander's own texts into the language of this process. */
import * as l10n from "@vscode/l10n";
import type { Command, Option } from "commander";
import { columnsOf } from "../text/columns";
import { plural } from "../text/language";
import { excerpt } from "../text/quotation";
import { oneLine } from "./options";

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

/**
 * For each of Commander's messages about arguments, a pattern of the English message and a function that returns the
 * message in the language of this process. {@link refusalText} adds Commander's suggestion of a similar name.
 */
const refusals: readonly [english: RegExp, text: (...parts: string[]) => string][] = [
  [/^unknown option '(.*?)'/, (option) => l10n.t("unknown option '{0}'", option)],
  [/^unknown command '(.*?)'/, (command) => l10n.t("unknown command '{0}'", command)],
  [/^missing required argument '(.*)'/, (name) => l10n.t("missing required argument '{0}'", name)],
  [/^option '(.*)' argument missing/, (flags) => l10n.t("option '{0}' argument missing", flags)],
  [
    /^too many arguments for '(.*)'\. Expected (\d+) arguments? but got (\d+)\./,
    (command, expected, got) =>
      plural(
        Number(expected),
        l10n.t("too many arguments for '{0}'. Expected {1} argument but got {2}.", command, expected, got),
        l10n.t("too many arguments for '{0}'. Expected {1} arguments but got {2}.", command, expected, got),
      ),
  ],
];
const suggestion = / \(Did you mean (.*)\?\)$/;

/**
 * The message of a CommanderError as one line. If one of the {@link refusals} matches the message, the result is in the
 * language of this process; otherwise the message is unchanged. A value for an option that takes no value has a message
 * of its own.
 * @param options the options of the command
 */
export function refusalText(message: string, options: readonly Option[]): string {
  const line = oneLine(message);
  const [, flag] = /^unknown option '(--[^=]+)=/.exec(line) ?? [];
  if (flag !== undefined && options.some(({ long }) => long === flag))
    return l10n.t("{0} takes no value", flag);
  for (const [english, text] of refusals) {
    const parts = english.exec(line);
    if (!parts) continue;
    const [, similar] = suggestion.exec(line) ?? [];
    const shown = text(...parts.slice(1).map(excerpt));
    return similar === undefined ? shown : l10n.t("{0} (Did you mean {1}?)", shown, similar);
  }
  return line;
}
