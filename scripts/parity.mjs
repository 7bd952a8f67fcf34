/**
 * `npm run parity -- --data DIR [--kernels NAME] [RUN ...]`: trains on the real data set through the command line and
 * prints how far the losses and accuracies are from those of PyTorch in test/fixtures/trajectories.json.
 *
 * `npm run parity -- --data DIR --models [--python PATH] [MODEL ...]`: trains each built-in network, or only those
 * named, for some steps. The number of right predictions and the recorded probabilities are compared with those of
 * PyTorch with the same weights.
 */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { compareModels } from "./parityModels.mjs";
import { root, setup } from "./setup.mjs";

/**
 * Largest allowed differences from PyTorch's values: `momentum` for the run of this name, `default` for all other runs.
 * The differences of batch losses are relative: `early` for the first {@link EARLY_STEPS} steps, `late` afterwards. The
 * differences of the test loss and of the test accuracy (0 to 1) are absolute. The run `momentum` has a higher learning
 * rate, with which rounding errors grow faster.
 */
const tolerances = {
  default: { early: 2e-5, late: 1e-3, testLoss: 1e-4, testAccuracy: 1e-3 },
  momentum: { early: 2e-5, late: 1e-3, testLoss: 5e-3, testAccuracy: 1e-2 },
};
const EARLY_STEPS = 300;

setup();
const { values, positionals } = parseArgs({
  options: {
    data: { type: "string" },
    kernels: { type: "string", default: "auto" },
    models: { type: "boolean", default: false },
    python: { type: "string", default: "python3" },
  },
  allowPositionals: true,
});
if (!values.data) {
  console.error("--data must name the folder that holds Fashion-MNIST's four files.");
  process.exit(2);
}
const data = resolve(process.env.INIT_CWD ?? ".", values.data);
if (values.models) process.exit((await compareModels(data, values.python, positionals)) > 0 ? 1 : 0);
const { torch, runs } = JSON.parse(readFileSync(join(root, "test/fixtures/trajectories.json"), "utf8"));

let failed = 0;
for (const run of runs) {
  if (positionals.length > 0 && !positionals.includes(run.name)) continue;
  console.log(`${run.name}: seed ${run.seed}, ${run.epochs} epochs, against PyTorch ${torch}`);
  const events = await train(run);
  const { kernels, threads } = events[0].environment;
  console.log(`  with ${kernels} kernels on ${threads} threads`);
  for (const figure of compare(run, events)) {
    const holds = figure.difference <= figure.tolerance;
    if (!holds) failed++;
    const numbers = `${figure.difference.toExponential(2)} (allowed ${figure.tolerance.toExponential(0)})`;
    console.log(`  ${holds ? "ok  " : "FAIL"} ${figure.name.padEnd(36)} ${numbers}`);
  }
}
process.exitCode = failed > 0 ? 1 : 0;

/**
 * Trains with the configuration of one of PyTorch's runs.
 * @param {any} run PyTorch's record of the run
 * @returns {Promise<any[]>} the events of this program's run
 */
async function train(run) {
  const runsFolder = mkdtempSync(join(tmpdir(), "parity-"));
  const options = {
    data,
    kernels: values.kernels,
    runs: runsFolder,
    seed: run.seed,
    epochs: run.epochs,
    "batch-size": run.batchSize,
    "learning-rate": run.learningRate,
    momentum: run.momentum ?? 0,
  };
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
  if (run.shuffle) args.push("--shuffle");
  const child = spawn(process.execPath, [join(root, "dist/cli.js"), "train", "--json", ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const events = [];
  for await (const line of createInterface({ input: child.stdout })) events.push(JSON.parse(line));
  rmSync(runsFolder, { recursive: true });
  return events;
}

/**
 * Compares the losses and accuracies of a run with PyTorch's.
 * @param {any} run PyTorch's record of a run
 * @param {any[]} events the events of this program's run
 */
function compare(run, events) {
  const allowed = run.name === "momentum" ? tolerances.momentum : tolerances.default;
  const losses = events.filter(({ type }) => type === "steps").flatMap((event) => event.losses);
  const epochs = events.filter(({ type }) => type === "epoch");
  let early = 0;
  let late = 0;
  let firstStep = 0;
  const figures = [];
  for (const [index, expected] of run.epochsOut.entries()) {
    const epoch = epochs[index];
    for (const [batch, loss] of Object.entries(expected.batchLoss)) {
      const step = firstStep + Number(batch);
      const difference = Math.abs(losses[step] - loss) / loss;
      // A missing loss makes the difference NaN, which Math.max keeps and no tolerance allows.
      if (step < EARLY_STEPS) early = Math.max(early, difference);
      else late = Math.max(late, difference);
    }
    firstStep += epoch?.steps ?? Number.NaN;
    figures.push(
      {
        name: `test loss, epoch ${expected.epoch}`,
        difference: Math.abs((epoch?.testLoss ?? Number.NaN) - expected.testLoss),
        tolerance: allowed.testLoss,
      },
      {
        name: `test accuracy, epoch ${expected.epoch}`,
        difference: Math.abs((epoch?.testAccuracy ?? Number.NaN) - expected.testAccuracy),
        tolerance: allowed.testAccuracy,
      },
    );
  }
  return [
    { name: `batch losses, first ${EARLY_STEPS} steps`, difference: early, tolerance: allowed.early },
    { name: "batch losses, afterwards", difference: late, tolerance: allowed.late },
    ...figures,
  ];
}
