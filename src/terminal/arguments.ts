import * as l10n from "@vscode/l10n";
import { Command, CommanderError } from "commander";
import { inGroups } from "../runs/configValues";
import type { HyperparameterKey } from "../runs/hyperparameters";
import { checkForkChanges, type ForkChanges, type RunConfig } from "../runs/RunConfig";
import { anyOf } from "../text/lists";
import { refusalText, translateHelp } from "./commanderTexts";
import { refuseExclusive, refuseRepeats } from "./exclusiveOptions";
import { refuseForgottenValues } from "./forgottenValues";
import { addChanges, givenValues, keysWithOptions } from "./hyperparameterOptions";
import { addInspectCommands, type InspectCommand } from "./inspectArguments";
import { addManageCommands, type ManageCommand } from "./manageArguments";
import {
  asOptions,
  isMarksFile,
  nameOption,
  namePattern,
  number,
  pathOption,
  pathOrName,
  runOptions,
  UsageError,
} from "./options";
import { addSummaryCommand } from "./summaryArguments";
import { toConfig, trainOptions } from "./trainOptions";

/** The parsed arguments of the command line. */
export type Arguments = {
  /**
   * The absolute path of the runs folder. The paths `data`, `marks` and `output` are absolute as well. A run or a
   * checkpoint is given by a name, an id or a path, which may be relative.
   */
  runs: string;
  /** Whether the user gave `--runs`. */
  isNamed: boolean;
  json: boolean;
} & (TrainingArguments | RunsArguments);

/** A command that trains. */
export type TrainingArguments =
  | {
      command: "train";
      config: RunConfig;
      /**
       * The path of a CSV file of marks. The run leaves out the training images that this file marks as unfit.
       */
      marks?: string;
      /** Whether the run also leaves out the training images that are marked as unfit in the runs folder. */
      excludeMarked: boolean;
      name?: string;
    }
  | { command: "resume"; run: string; epochs?: number; compute?: ForkChanges["compute"]; data?: string }
  | { command: "fork"; run: string; checkpoint?: string; changes: ForkChanges; data?: string; name?: string };

/** A command that does not train. */
export type RunsArguments =
  | { command: "manage"; found: ManageCommand }
  | { command: "inspect"; found: InspectCommand }
  | { command: "summary"; config: RunConfig };

/**
 * Parses the arguments after `fitting-room`.
 * @param print `out` receives the text of the help or of the version; `errors` receives the help where no command is
 * given
 * @returns undefined if the help or the version was printed
 * @throws UsageError if the arguments are not valid
 */
export function parseArguments(
  argv: string[],
  version: string,
  print: Record<"out" | "errors", (text: string) => void>,
): Arguments | undefined {
  let parsed: Arguments | undefined;
  const program = translateHelp(new Command("fitting-room"))
    .version(version, "-V, --version", l10n.t("output the version number"))
    .description(l10n.t("Trains neural networks on Fashion-MNIST."))
    .configureOutput({ writeOut: print.out, writeErr: print.errors, outputError: () => {} })
    .exitOverride();
  const done = (found: Arguments) => {
    parsed = { ...found, runs: pathOption("--runs", found.runs) };
  };
  const isNamed = (command: Command) => command.getOptionValueSource("runs") === "cli";
  trainOptions(program.command("train")).action(
    ({ runs, json = false, name, excludeMarked = false, exclude, ...options }, command) => {
      const marks = isMarksFile(exclude) ? pathOption("--exclude", exclude) : undefined;
      const config = toConfig(marks === undefined ? { ...options, exclude } : options, command);
      done({
        command: "train",
        runs,
        isNamed: isNamed(command),
        json,
        name: namePattern(name),
        config,
        ...(marks !== undefined && { marks }),
        excludeMarked,
      });
    },
  );
  resumeCommand(program).action((run, { runs, json = false, data, epochs, ...options }, command) =>
    done({
      command: "resume",
      run,
      runs,
      isNamed: isNamed(command),
      json,
      data: pathOption("--data", data),
      ...asOptions(() => checkForkChanges({ epochs, ...inGroups(givenValues(options, computing)) })),
    }),
  );
  forkCommand(program).action((run, { runs, json = false, checkpoint, data, name, ...options }, command) => {
    const changes = asOptions(() => checkForkChanges(inGroups(givenValues(options, forked))));
    done({
      command: "fork",
      run,
      runs,
      isNamed: isNamed(command),
      json,
      checkpoint: pathOrName("--checkpoint", checkpoint),
      changes,
      name: namePattern(name),
      data: pathOption("--data", data),
    });
  });
  addManageCommands(program, (found, { runs, json = false }, command) =>
    done({ command: "manage", found, runs, json, isNamed: isNamed(command) }),
  );
  addInspectCommands(program, (found, { runs, json = false }, command) =>
    done({ command: "inspect", found, runs, json, isNamed: isNamed(command) }),
  );
  addSummaryCommand(program, (config, json) =>
    done({ command: "summary", config, json, runs: ".", isNamed: false }),
  );
  program.commands.forEach(refuseRepeats);
  program.hook("preAction", (_, command) => refuseExclusive(command));
  const [command, topic] = argv;
  const isHelp = command === "help";
  const word = isHelp ? topic : command;
  const isUnknown = (name: string) =>
    !name.startsWith("-") && name !== "help" && program.commands.every((one) => one.name() !== name);
  const called = program.commands.find((one) => one.name() === command);
  if (called) refuseForgottenValues(called, argv.slice(1));
  try {
    // If the command is unknown, only its name is parsed. With an option for help after the name, Commander would print
    // the program's help instead of an error about the name.
    program.parse(word !== undefined && isUnknown(word) ? [word] : argv, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // After the command `help`, `error.exitCode` is `process.exitCode`, which is not 0 at this time. `error.code` is
    // therefore checked as well.
    if (error.exitCode === 0 || (error.code === "commander.help" && isHelp)) return undefined;
    // No command was given. Commander has printed the help.
    if (error.code === "commander.help")
      throw new UsageError(l10n.t("Name a command: {0}.", anyOf(program.commands.map((one) => one.name()))));
    throw new UsageError(refusalText(error.message, called, argv));
  }
  return parsed;
}

const computing: HyperparameterKey[] = ["compute.threads", "compute.kernels"];
const forked = keysWithOptions(({ isForked }) => isForked);

function resumeCommand(program: Command): Command {
  const command = program
    .command("resume")
    .argument("<run>", l10n.t("a run's name, id or folder"))
    .description(l10n.t("continues a run from its last checkpoint, exactly as if it had never ended"))
    .option("--epochs <n>", l10n.t("number of epochs of the whole run"), number);
  return runOptions(addChanges(continuing(command), computing));
}

function forkCommand(program: Command): Command {
  const command = program
    .command("fork")
    .argument("<run>", l10n.t("a run's name, id or folder"))
    .description(l10n.t("begins a new run at a checkpoint of another, with other hyperparameters"))
    .option(
      "--checkpoint <file>",
      l10n.t(
        "its file name or path (default: the newest; of a run that diverged, the newest from before its loss exploded)",
      ),
    );
  return runOptions(addChanges(nameOption(continuing(command)), forked));
}

function continuing(command: Command): Command {
  return command.option(
    "--data <dir>",
    l10n.t("current folder of the data set, as for train (default: its folder before)"),
  );
}
