/** `npm run parity -- --models`: compares each built-in network with PyTorch's network that has the same weights. */
import { execFile } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { root } from "./setup.mjs";

const run = promisify(execFile);

/** Largest allowed difference between the numbers of test images that this program and PyTorch predict right. */
const ALLOWED = 2;
/** Largest allowed difference between a recorded probability (stored in half precision) and PyTorch's. */
const TOLERANCE = 1e-3;
/** Number of training steps: enough that the weights and the running statistics are far from their initial values. */
const STEPS = 150;

const kinds = ["mlp", "lenet5", "tiny-vgg", "convnet", "resnet"];

/**
 * @param {string} data folder with the four files of the data set
 * @param {string} python
 * @param {readonly string[]} named models to compare; all of them if empty
 * @returns {Promise<number>} number of models that differ
 */
export async function compareModels(data, python, named) {
  let failed = 0;
  for (const kind of named.length > 0 ? named : kinds) {
    const ours = await train(kind, data);
    try {
      const script = join(root, "scripts/parityModels.py");
      const { stdout } = await run(python, [script, kind, ours.folder, data]);
      const { holds, text } = judge(ours, JSON.parse(stdout));
      if (!holds) failed++;
      console.log(`${holds ? "ok  " : "FAIL"} ${kind.padEnd(9)} ${text}`);
    } finally {
      rmSync(ours.runs, { recursive: true });
    }
  }
  return failed;
}

/**
 * Compares the results of a run with PyTorch's.
 * @param {{ correct: number; images: number }} ours number of test images that the run predicted right, and number of
 * all test images
 * @param {{ torch: string; problem: string } | { torch: string; images: number; correct: number; difference: number }} theirs
 * what `parityModels.py` printed
 * @returns {{ holds: boolean; text: string }}
 */
export function judge(ours, theirs) {
  if ("problem" in theirs) return { holds: false, text: theirs.problem };
  const { torch, images, correct, difference } = theirs;
  const isAsMany = images === ours.images && Math.abs(correct - ours.correct) <= ALLOWED;
  return {
    holds: isAsMany && difference <= TOLERANCE,
    text: `${ours.correct} of ${ours.images} test images right, PyTorch ${torch}: ${correct} of ${images} (${ALLOWED} apart allowed), probabilities at most ${difference.toExponential(1)} apart (${TOLERANCE} allowed)`,
  };
}

/**
 * @param {string} kind
 * @param {string} data
 */
async function train(kind, data) {
  const runs = mkdtempSync(join(tmpdir(), "parity-"));
  const options = { model: kind, data, runs, optimizer: "adam", "limit-train-batches": STEPS, epochs: 1 };
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const cli = join(root, "dist/cli.js");
  const { stdout } = await run(process.execPath, [cli, "train", "--json", "--shuffle", ...args], {
    maxBuffer: 2 ** 26,
  });
  const events = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  /** @type {number[][]} */
  const confusion = events.find(({ type }) => type === "epoch").confusion;
  const [id] = readdirSync(runs).filter((name) => !name.startsWith("."));
  return {
    runs,
    folder: join(runs, String(id)),
    correct: confusion.reduce((sum, row, label) => sum + (row[label] ?? 0), 0),
    images: confusion.flat().reduce((sum, count) => sum + count, 0),
  };
}
