import { Command, CommanderError } from "commander";
import {
  InvalidConfigError,
  kernelNames,
  optimizerNames,
  type RunConfig,
  resolveRunConfig,
} from "../runs/RunConfig";

/** What `train` was asked for in a terminal. */
export interface TrainArguments {
  config: RunConfig;
  /** As given; relative to where the user stands. */
  runs: string;
  json: boolean;
}

/** Bad arguments; the message is one line that says which and what is allowed. */
export class UsageError extends Error {}

/** A RunConfig field and the option that sets it. */
const optionOf: Record<string, string> = {
  learningRate: "--learning-rate",
  batchSize: "--batch-size",
  epochs: "--epochs",
  optimizer: "--optimizer",
  momentum: "--momentum",
  dampening: "--dampening",
  nesterov: "--nesterov",
  weightDecay: "--weight-decay",
  seed: "--seed",
  hidden: "--hidden",
  limitTrainBatches: "--limit-train-batches",
  "compute.threads": "--threads",
  "compute.kernels": "--kernels",
};

/**
 * Reads the arguments after `fitting-room`.
 * @returns undefined when help or the version was asked for and has been printed.
 * @throws UsageError
 */
export function parseArguments(argv: string[], version: string): TrainArguments | undefined {
  let parsed: TrainArguments | undefined;
  const program = new Command("fitting-room")
    .version(version)
    .description("Trains neural networks on Fashion-MNIST.")
    .configureOutput({ outputError: () => {} })
    .exitOverride();
  trainCommand(program).action((options) => {
    parsed = toTrainArguments(options);
  });
  try {
    program.parse(argv, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return undefined;
    throw new UsageError(oneLine(error.message));
  }
  return parsed;
}

function trainCommand(program: Command): Command {
  return program
    .command("train")
    .description("trains the tutorial's model and prints its progress")
    .option("--data <dir>", "folder with the four files, or a torchvision root (default: downloaded once)")
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
    .option("--seed <n>", "seed of all random numbers, as torch.manual_seed", number, 42)
    .option("--shuffle", "take the training images in a new random order each epoch")
    .option("--limit-train-batches <n>", "stop each epoch after so many steps", number)
    .option("--threads <n>", "threads that compute; 0 for as many as there are cores", number, 0)
    .option("--kernels <name>", kernelNames.join(", "), "auto")
    .option("--runs <dir>", "folder for runs", ".fitting-room/runs")
    .option("--json", "print the run's events, one JSON object per line, and nothing else");
}

interface Options {
  data?: string;
  sample?: true;
  threads: number;
  kernels: RunConfig["compute"]["kernels"];
  runs: string;
  json?: boolean;
  [field: string]: unknown;
}

function toTrainArguments({
  data,
  sample,
  threads,
  kernels,
  runs,
  json = false,
  ...fields
}: Options): TrainArguments {
  if (sample && data !== undefined) {
    throw new UsageError("--sample and --data exclude each other: the sample set is built in.");
  }
  if (runs === "") throw new UsageError('--runs must be the path of a folder, not "".');
  try {
    const config = resolveRunConfig({
      ...fields,
      dataset: {
        name: sample ? "sample" : "fashion-mnist",
        location: data ?? "",
        whenUnavailable: "sample",
      },
      compute: { threads, kernels },
    });
    return { config, runs, json };
  } catch (error) {
    if (error instanceof InvalidConfigError)
      throw new UsageError(error.about(optionOf[error.key] ?? error.key));
    throw error;
  }
}

/** What is no number goes on as it is, to be refused with what is allowed. */
function number(text: string): number | string {
  return text.trim() === "" || Number.isNaN(Number(text)) ? text : Number(text);
}

function widths(text: string): (number | string)[] {
  return text === "" || text === "none" ? [] : text.split(",").map(number);
}

function oneLine(message: string): string {
  return message.replace(/^error: /, "").replaceAll(/\s*\n\s*/g, " ");
}
