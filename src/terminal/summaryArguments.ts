/** The arguments of the command that lists the layers of a network. */
import * as l10n from "@vscode/l10n";
import { Argument, type Command } from "commander";
import { inGroups } from "../runs/configValues";
import { modelKinds } from "../runs/models";
import { type RunConfig, resolveRunConfig } from "../runs/RunConfig";
import { addOptions, checkUsed, givenKeys, givenValues, keysWithOptions } from "./hyperparameterOptions";
import { oneOf } from "./inspectArguments";
import { asOptions } from "./options";

/**
 * The keys of the command's options: those of the models, that of the data set, which determines the image shape and
 * the number of classes, and those that determine the memory of a training.
 */
const ofNetworks = [
  ...keysWithOptions(({ models }) => models !== undefined),
  ...(["dataset.name", "batchSize", "optimizer", "momentum"] as const),
];

/** Adds the command to the program. @param done called with a configuration of the network */
export function addSummaryCommand(program: Command, done: (config: RunConfig, json: boolean) => void): void {
  const command = program
    .command("summary")
    .description(
      l10n.t("lists the layers of a network, with their output shapes, parameters and multiplications"),
    )
    .addArgument(new Argument("<model>", modelKinds.join(", ")));
  addOptions(command, ofNetworks)
    .option("--json", l10n.t("print one JSON object per line, and nothing else"))
    .action((kind, { json = false, ...options }, own: Command) => {
      const model = oneOf(l10n.t("The model"), kind, modelKinds);
      const given = [["model.kind", model] as const, ...givenValues(options, ofNetworks)];
      const config = asOptions(() => resolveRunConfig(inGroups(given)));
      checkUsed(config, givenKeys(own));
      done(config, json);
    });
}
