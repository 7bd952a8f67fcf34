import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { installServer } from "../../scripts/vscode/installServer.mjs";
import type { RunConfig } from "../../src/runs/RunConfig";
import type { Environment } from "../../src/runs/RunEvent";
import { RecordedRun } from "./RecordedRun";

/** Trains the same from beginning to end in a terminal, and tells the hash of the weights. */
export async function undisturbedWeights(config: RunConfig, { kernels }: Environment): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "fitting-room-undisturbed-"));
  try {
    const { epochs, hidden, learningRate } = config;
    const options = {
      epochs,
      hidden: hidden.join(","),
      "learning-rate": learningRate,
      // Chosen by their speed they may be others, which round in another way.
      kernels,
      threads: config.compute.threads,
      runs: RecordedRun.runsFolder(folder),
    };
    const words = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
    // VS Code's own Node.js, which knows the same kernels.
    const { node } = installServer();
    const cli = join(import.meta.dirname, "../../dist/cli.js");
    await promisify(execFile)(node, [cli, "train", "--sample", ...words]);
    const [run] = RecordedRun.all(folder);
    return run.weightsHash();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
