import { InvalidConfigError } from "../runs/RunConfig";

/** Bad arguments; the message is one line that says which and what is allowed. */
export class UsageError extends Error {}

/** A RunConfig field and the option that sets it. */
const optionOf: Readonly<Record<string, string>> = {
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
  onDivergence: "--on-divergence",
  "checkpoints.keep": "--keep-checkpoints",
  "compute.threads": "--threads",
  "compute.kernels": "--kernels",
};

/** The same as `check`, with a bad value told as the option's. @throws UsageError */
export function asOptions<T>(check: () => T): T {
  try {
    return check();
  } catch (error) {
    throw inOptions(error as Error);
  }
}

/** An error about a RunConfig field as one about the option that sets it. */
export function inOptions(error: Error): Error {
  if (!(error instanceof InvalidConfigError)) return error;
  return new UsageError(error.about(optionOf[error.key] ?? error.key));
}

/** What is no number goes on as it is, to be refused with what is allowed. */
export function number(text: string): number | string {
  return text.trim() === "" || Number.isNaN(Number(text)) ? text : Number(text);
}

export function widths(text: string): (number | string)[] {
  return text === "" || text === "none" ? [] : text.split(",").map(number);
}

export function oneLine(message: string): string {
  return message.replace(/^error: /, "").replaceAll(/\s*\n\s*/g, " ");
}
