/** Parses the arguments of the commands that examine the network of a run. */

import * as l10n from "@vscode/l10n";
import { type Command, Option } from "commander";
import { type EvaluatedSet, evaluatedSets } from "../datasets/datasets";
import { defaultScore, type SuspectScore, suspectScores } from "../runs/suspects";
import { quotation } from "../text/quotation";
import { commandAdder, type Done } from "./commandAdder";
import { number, pathOption, pathOrName, UsageError } from "./options";

/** A command about a run's network, with its arguments. */
export type InspectCommand = {
  run: string;
  /** The absolute path of the folder of the data set; undefined to use the folder that the run records. */
  data?: string;
} & (
  | { command: "evaluate"; set: EvaluatedSet; checkpoint?: string; samples: boolean }
  | { command: "suspects"; set: EvaluatedSet; score: SuspectScore; limit: number }
  | { command: "predict"; images: string[] }
  | { command: "inspect" }
);

const mostSuspects = 100;

export function addInspectCommands(program: Command, done: Done<InspectCommand>): void {
  const add = commandAdder(done);
  add(
    about(
      program.command("evaluate"),
      l10n.t(
        "runs the test set, or another set, through a run's network: confusion matrix, figures of each class, calibration",
      ),
    )
      .addOption(oneOfOption("--set <set>", l10n.t("images to evaluate"), evaluatedSets, "test"))
      .option("--checkpoint <file>", l10n.t("its file name or path (default: the newest weights)"))
      .addOption(dataOption())
      .option("--samples", l10n.t("print the label, prediction and probabilities of each image, too")),
    ({ set, checkpoint, data, samples = false }, run) => ({
      command: "evaluate",
      run,
      set: oneOf("--set", set, evaluatedSets),
      checkpoint: pathOrName("--checkpoint", checkpoint),
      data: pathOption("--data", data),
      samples,
    }),
  );
  add(
    about(
      program.command("suspects"),
      l10n.t("lists images whose label may be wrong, by what the network answered while it trained"),
    )
      .addOption(oneOfOption("--set <set>", l10n.t("images to list"), evaluatedSets, "train"))
      .addOption(
        oneOfOption(
          "--score <score>",
          l10n.t("order: mean margin of the label, its mean probability, or its last loss"),
          suspectScores,
          defaultScore,
        ),
      )
      .option("--limit <n>", l10n.t("number of images"), number, mostSuspects)
      .addOption(dataOption()),
    ({ set, score, limit, data }, run) => ({
      command: "suspects",
      run,
      set: oneOf("--set", set, evaluatedSets),
      score: oneOf("--score", score, suspectScores),
      limit: positive("--limit", limit),
      data: pathOption("--data", data),
    }),
  );
  add(
    about(program.command("predict"), l10n.t("classifies PNG and JPEG files by a run's network")).argument(
      "<images...>",
      l10n.t("files"),
    ),
    (_, run, images: string[]) => ({
      command: "predict",
      run,
      images: images.map((image) => pathOption(l10n.t("The image"), image)),
    }),
  );
  add(
    about(
      program.command("inspect"),
      l10n.t(
        "lists the layers of a run's network: figures of their weights, and units that are never active",
      ),
    ).addOption(dataOption()),
    ({ data }, run) => ({ command: "inspect", run, data: pathOption("--data", data) }),
  );
}

function about(command: Command, description: string): Command {
  return command.description(description).argument("<run>", l10n.t("a run's name, id or folder"));
}

function dataOption(): Option {
  return new Option("--data <dir>", l10n.t("folder of the data set (default: the run's)"));
}

function oneOfOption(flags: string, description: string, values: readonly string[], usual: string): Option {
  return new Option(flags, `${description} (${values.join(", ")})`).default(usual);
}

/** The value among `values` that equals the text. @throws UsageError if there is none */
export function oneOf<Value extends string>(option: string, given: string, values: readonly Value[]): Value {
  const found = values.find((value) => value === given);
  if (found !== undefined) return found;
  throw new UsageError(
    l10n.t("{0} must be one of {1}, not {2}.", option, values.join(", "), quotation(given)),
  );
}

/** @throws UsageError unless the value is a whole number of at least 1 */
function positive(option: string, given: number | string): number {
  if (Number.isSafeInteger(given) && Number(given) >= 1) return Number(given);
  throw new UsageError(
    l10n.t("{0} must be a whole number of at least {1}, not {2}.", option, 1, quotation(given)),
  );
}
