import * as l10n from "@vscode/l10n";
import { type Command, Option } from "commander";
import { inGroups, valueAt } from "../runs/configValues";
import { presetConfig, presetKeys, presetNames } from "../runs/presets";
import { type RunConfig, resolveRunConfig } from "../runs/RunConfig";
import { addOptions, checkUsed, givenKeys, givenValues, keysWithOptions } from "./hyperparameterOptions";
import { oneOf } from "./inspectArguments";
import { asOptions, nameOption, pathOption } from "./options";

/** Adds the description and the options of the `train` command. */
export function trainOptions(command: Command): Command {
  command
    .description(l10n.t("trains the tutorial's model and prints its progress"))
    .option("--data <dir>", l10n.t("folder with the four files, or one above it (default: downloaded once)"))
    .option(
      "--sample",
      l10n.t("the same as --dataset sample: the small built-in set, which needs no download"),
    );
  return nameOption(addOptions(command, keysWithOptions()))
    .addOption(
      new Option(
        "--preset <name>",
        l10n.t("hyperparameters to begin with, which other options change: {0}", presetNames.join(", ")),
      ),
    )
    .option(
      "--exclude-marked",
      l10n.t("leave out the training images that are marked as wrong label or bad image, too"),
    )
    .option("--runs <dir>", l10n.t("folder for runs"), ".fitting-room/runs")
    .option("--json", l10n.t("print the run's events, one JSON object per line, and nothing else"));
}

interface Options {
  data?: string;
  sample?: true;
  preset?: string;
  [option: string]: unknown;
}

/**
 * Makes a configuration from the options of `train`. A preset replaces default values, but not the values that the user
 * gave.
 * @param command Commander's object for `train`, which records which option values the user gave
 * @throws UsageError if an option is not valid or has no effect
 */
export function toConfig({ data, sample, preset, ...options }: Options, command: Command): RunConfig {
  const ofPreset = preset === undefined ? undefined : presetConfig(oneOf("--preset", preset, presetNames));
  const given = Object.entries(options).filter(
    ([name]) => !ofPreset || command.getOptionValueSource(name) !== "default",
  );
  const config = asOptions(() =>
    resolveRunConfig(
      inGroups([
        ...(ofPreset ? presetKeys.map((key) => [key, valueAt(ofPreset, key)] as const) : []),
        ...givenValues(Object.fromEntries(given), keysWithOptions()),
        ...(sample ? [["dataset.name", "sample"] as const] : []),
        ["dataset.location", pathOption("--data", data) ?? ""],
        ["dataset.whenUnavailable", "sample"],
      ]),
    ),
  );
  checkUsed(config, givenKeys(command));
  return config;
}
