/** Refuses options that contradict each other, and options that have no effect beside another one. */
import * as l10n from "@vscode/l10n";
import type { Command } from "commander";
import { UsageError } from "./options";

/**
 * One of two parts of a command line that exclude each other, such as an option: how a message names the part, and
 * whether a command contains the part.
 */
interface Side {
  name: string;
  isGiven: (command: Command) => boolean;
}

interface Pair {
  sides: readonly [Side, Side];
  /** Why the sides exclude each other, as the end of a sentence; undefined if that is obvious. */
  why?: string;
}

/**
 * An option as a side. A command contains this side if the user gave the option and its value fits. A default value
 * does not count.
 */
function option(flag: string, fits: (value: unknown) => boolean = () => true): Side {
  const isGiven = (command: Command) => {
    const key = attributeOf(flag, command);
    return command.getOptionValueSource(key) === "cli" && fits(command.getOptionValue(key));
  };
  return { name: flag, isGiven };
}

const isBuiltIn = l10n.t("the sample set is built in");

/**
 * An option with a certain value as a side. A command contains this side if the option has this value, given by the
 * user or by default.
 */
function withValue(flag: string, value: unknown): Side {
  return {
    name: `${flag} ${value}`,
    isGiven: (command) => command.getOptionValue(attributeOf(flag, command)) === value,
  };
}

function attributeOf(flag: string, command: Command): string {
  return command.options.find(({ long }) => long === flag)!.attributeName();
}

/** The pairs of each command, by the command's name. A command without pairs is left out. */
const pairs: Readonly<Record<string, readonly Pair[]>> = {
  train: [
    {
      sides: [option("--sample"), option("--dataset", (name) => name !== "sample")],
      why: l10n.t("--sample is short for --dataset sample"),
    },
    { sides: [option("--sample"), option("--data")], why: isBuiltIn },
    { sides: [withValue("--dataset", "sample"), option("--data")], why: isBuiltIn },
    {
      sides: [option("--dampening", (dampening) => Number(dampening) > 0), withValue("--momentum", 0)],
      why: l10n.t("dampening acts on the momentum alone"),
    },
  ],
  runs: [{ sides: [option("--markdown"), option("--json")] }],
  export: [
    {
      sides: [{ name: "export", isGiven: () => true }, option("--json")],
      why: l10n.t("--format json makes it write JSON"),
    },
    {
      sides: [option("--series"), option("--columns")],
      why: l10n.t("the columns of series are always the same"),
    },
    {
      sides: [{ name: l10n.t("Named runs"), isGiven: ({ args }) => args.length > 0 }, option("--all")],
      why: l10n.t("a named run is written even if it is archived"),
    },
  ],
};

/** Refuses a parsed command that contains both sides of a pair. @throws UsageError about the first such pair */
export function refuseExclusive(command: Command): void {
  for (const { sides, why } of pairs[command.name()] ?? [])
    if (sides.every(({ isGiven }) => isGiven(command)))
      throw excludeEachOther(sides[0].name, sides[1].name, why);
}

export function excludeEachOther(one: string, other: string, why?: string): UsageError {
  return new UsageError(
    why === undefined
      ? l10n.t("{0} and {1} exclude each other.", one, other)
      : l10n.t("{0} and {1} exclude each other: {2}.", one, other, why),
  );
}

/**
 * Makes a command refuse two uses of an option that takes a value, and an option that is given together with its
 * negation. Commander alone would use the last of them. The refusal is a UsageError that is thrown while Commander
 * parses the arguments.
 */
export function refuseRepeats(command: Command): void {
  const given = new Map<string, string>();
  for (const option of command.options) {
    const flag = option.long ?? option.flags;
    command.on(`option:${option.name()}`, () => {
      const before = given.get(option.attributeName());
      given.set(option.attributeName(), flag);
      if (before === undefined) return;
      if (before !== flag) throw excludeEachOther(before, flag);
      if (option.required) throw new UsageError(l10n.t("{0} is given twice; give it once.", flag));
    });
  }
}
