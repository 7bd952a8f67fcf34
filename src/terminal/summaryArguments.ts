/** Parses the arguments of the command `summary`, which lists the layers of a network that belongs to no run. */
import * as l10n from "@vscode/l10n";
import { Argument, type Command } from "commander";
import { inGroups } from "../runs/configValues";
import { modelKinds } from "../runs/models";
import { type RunConfig, resolveRunConfig } from "../runs/RunConfig";
import { addOptions, checkUsed, givenKeys, givenValues, keysWithOptions } from "./hyperparameterOptions";
import { oneOf } from "./inspectArguments";
import { asOptions } from "./options";

/**
 * The keys of the hyperparameters that are options of the command: those of the models; the data set, which determines
 * the image shape and the number of classes; and those that determine how much memory a training needs.
 */
const ofNetworks = [
  ...keysWithOptions(({ models }) => models !== undefined),
  ...(["dataset.name", "batchSize", "optimizer", "momentum"] as const),
];

/** Adds the command to the program. @param done receives the configuration of the network, and the value of `--json` */
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
      checkUsed(config, givenKeys(own), false);
      done(config, json);
    });
}
