import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { installServer } from "../../scripts/vscode/installServer.mjs";
import { foldEvents } from "../../src/runs/applyEvent";
import { valueAt } from "../../src/runs/configValues";
import { parseLog } from "../../src/runs/LogParser";
import type { RunConfig } from "../../src/runs/RunConfig";
import type { Environment } from "../../src/runs/RunEvent";
import { removeFolder } from "../support/removeFolder";
import { RecordedRun } from "./RecordedRun";

/** Resumes a stopped run through the command line, to the end of the epoch in which the run was stopped. */
export async function finishEpoch(folder: string): Promise<void> {
  const { epochs } = foldEvents(parseLog(readFileSync(join(folder, "events.jsonl"))).events);
  await runCli("resume", folder, "--epochs", String(epochs.length + 1));
}

async function runCli(...words: string[]): Promise<void> {
  // VS Code's own Node.js can run the kernel variant with which the window trained.
  const { node } = installServer();
  await promisify(execFile)(node, [join(import.meta.dirname, "../../dist/cli.js"), ...words]);
}

/**
 * Trains on the sample set through the command line, without interruption, with the kernels of another run and with the
 * epochs, hidden layers, learning rate and threads of that run's configuration. All other hyperparameters have their
 * defaults.
 * @returns the hash of the weights
 */
export async function undisturbedWeights(config: RunConfig, { kernels }: Environment): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "fitting-room-undisturbed-"));
  try {
    const { epochs, learningRate } = config;
    const options = {
      epochs,
      hidden: String(valueAt(config, "model.hidden")),
      "learning-rate": learningRate,
      // Kernels that are chosen by speed could be other ones, which round differently.
      kernels,
      threads: config.compute.threads,
      runs: RecordedRun.runsFolder(folder),
    };
    const words = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
    await runCli("train", "--sample", ...words);
    const [run] = RecordedRun.all(folder);
    return run.weightsHash();
  } finally {
    removeFolder(folder);
  }
}
