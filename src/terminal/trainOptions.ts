import * as l10n from "@vscode/l10n";
import type { Command } from "commander";
import { inGroups } from "../runs/hyperparameters";
import { type RunConfig, resolveRunConfig } from "../runs/RunConfig";
import { addOptions, givenValues, keysWithOptions } from "./hyperparameterOptions";
import { asOptions, nameOption, pathOption, UsageError } from "./options";

/** The `train` command's options. */
export function trainOptions(command: Command): Command {
  command
    .description(l10n.t("trains the tutorial's model and prints its progress"))
    .option("--data <dir>", l10n.t("folder with the four files, or one above it (default: downloaded once)"))
    .option(
      "--sample",
      l10n.t("the same as --dataset sample: the small built-in set, which needs no download"),
    );
  return nameOption(addOptions(command, keysWithOptions()))
    .option("--runs <dir>", l10n.t("folder for runs"), ".fitting-room/runs")
    .option("--json", l10n.t("print the run's events, one JSON object per line, and nothing else"));
}

interface Options {
  data?: string;
  sample?: true;
  [option: string]: unknown;
}

/** @throws UsageError */
export function toConfig({ data, sample, ...options }: Options): RunConfig {
  if (sample && data !== undefined) {
    throw new UsageError(l10n.t("--sample and --data exclude each other: the sample set is built in."));
  }
  return asOptions(() =>
    resolveRunConfig(
      inGroups([
        ...givenValues(options, keysWithOptions()),
        ...(sample ? [["dataset.name", "sample"] as const] : []),
        ["dataset.location", pathOption("--data", data) ?? ""],
        ["dataset.whenUnavailable", "sample"],
      ]),
    ),
  );
}
