/** Refuses an option whose value was forgotten, so that the next option would become the value. */
import * as l10n from "@vscode/l10n";
import type { Command } from "commander";
import { UsageError } from "./options";

/**
 * Refuses an option of a command that takes a value and is followed by a word that is itself an option of the command.
 * Commander alone would use that word as the value. A value after `=`, as in `--name=--sample`, is not refused.
 * @param words the arguments after the command's name
 * @throws UsageError about the first such option
 */
export function refuseForgottenValues(command: Command, words: readonly string[]): void {
  const help = command.createHelp().visibleOptions(command);
  const options = [...command.options, ...help];
  const named = (word: string | undefined) =>
    options.find(({ long, short }) => word !== undefined && (word === long || word === short));
  for (let at = 0; at < words.length && words[at] !== "--"; at++) {
    if (!named(words[at])?.required) continue;
    const [option, value] = [words[at]!, words[at + 1]];
    if (named(value))
      throw new UsageError(
        l10n.t(
          "{0} needs a value, and {1} after it is an option; write {0}={1} if that is the value.",
          option,
          value!,
        ),
      );
    at++;
  }
}
