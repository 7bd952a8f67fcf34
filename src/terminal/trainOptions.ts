import type { Command } from "commander";
import { kernelNames, optimizerNames, type RunConfig, resolveRunConfig } from "../runs/RunConfig";
import { asOptions, number, pathOption, UsageError, widths } from "./options";

/** The `train` command's options. */
export function trainOptions(command: Command): Command {
  return command
    .description("trains the tutorial's model and prints its progress")
    .option("--data <dir>", "folder with the four files, or one above it (default: downloaded once)")
    .option("--sample", "train on the small built-in sample set instead of Fashion-MNIST")
    .option("--epochs <n>", "passes over the training set", number, 5)
    .option("--batch-size <n>", "images per step", number, 64)
    .option("--learning-rate <x>", "step size of the optimizer", number, 1e-3)
    .option("--optimizer <name>", optimizerNames.join(", "), "sgd")
    .option("--momentum <x>", "momentum of SGD", number, 0)
    .option("--dampening <x>", "dampening of SGD's momentum", number, 0)
    .option("--nesterov", "Nesterov momentum")
    .option("--weight-decay <x>", "weight decay (default: 0, or 0.01 for adamw)", number)
    .option("--hidden <widths>", "widths of the hidden layers; none for a linear model", widths, [512, 512])
    .option("--seed <n>", "seed of all random numbers, as torch.manual_seed", "42")
    .option("--shuffle", "take the training images in a new random order each epoch")
    .option("--limit-train-batches <n>", "stop each epoch after so many steps", number)
    .option(
      "--on-divergence <what>",
      "stop or continue when a loss or a gradient is not a finite number",
      "stop",
    )
    .option("--keep-checkpoints <n>", "newest checkpoints that stay on disk, besides the best", number, 3)
    .option("--threads <n>", "threads that compute; 0 for as many as there are cores, up to 8", number, 0)
    .option("--kernels <name>", kernelNames.join(", "), "auto")
    .option("--runs <dir>", "folder for runs", ".fitting-room/runs")
    .option("--json", "print the run's events, one JSON object per line, and nothing else");
}

interface Options {
  data?: string;
  sample?: true;
  threads: number;
  kernels: RunConfig["compute"]["kernels"];
  keepCheckpoints: number;
  [field: string]: unknown;
}

/** @throws UsageError */
export function toConfig({ data, sample, threads, kernels, keepCheckpoints, ...fields }: Options): RunConfig {
  if (sample && data !== undefined) {
    throw new UsageError("--sample and --data exclude each other: the sample set is built in.");
  }
  return asOptions(() =>
    resolveRunConfig({
      ...fields,
      dataset: {
        name: sample ? "sample" : "fashion-mnist",
        location: pathOption("--data", data) ?? "",
        whenUnavailable: "sample",
      },
      compute: { threads, kernels },
      checkpoints: { keep: keepCheckpoints },
    }),
  );
}
