import * as assert from "node:assert/strict";
import { setup, suite, suiteTeardown, test } from "mocha";
import { ConfigurationTarget, commands, workspace } from "vscode";
import { valueAt } from "../../src/runs/configValues";
import { fittingRoom } from "./extension";
import { runOf } from "./recordedRuns";

/** Settings of a short training. */
const settings = {
  "dataset.name": "sample",
  "hyperparameters.epochs": 1,
  "hyperparameters.hiddenLayers": [16],
  "hyperparameters.learningRate": 0.1,
};

suite("Training", () => {
  setup(async () => {
    await fittingRoom().activate();
    await configure(settings);
  });
  suiteTeardown(async () => {
    await commands.executeCommand("fittingRoom.stop");
    const names = [...Object.keys(settings), "hyperparameters.seed"];
    await configure(Object.fromEntries(names.map((name) => [name, undefined])));
  });

  test("a run ends finished, with its settings and its figures in its log", async () => {
    await configure({ "hyperparameters.seed": 7 });
    const run = await runOf(train);
    const ended = await run.event("ended");

    assert.equal(ended.status, "finished", ended.error);
    const { config } = await run.event("started");
    assert.deepEqual(
      [config.dataset.name, config.epochs, valueAt(config, "model.hidden"), config.learningRate, config.seed],
      ["sample", 1, [16], 0.1, 7],
    );
    const { stepsPerEpoch } = await run.event("dataset");
    const losses = run.events().flatMap((event) => (event.type === "steps" ? event.losses : []));
    assert.equal(losses.length, stepsPerEpoch);
    const { testAccuracy } = await run.event("epoch");
    assert.ok(testAccuracy > 0.1, "no better than guessing");
    await configure({ "hyperparameters.seed": undefined });
  });

  test("the weights have the names of the tutorial's model", async () => {
    const run = await runOf(train);
    await run.event("ended");
    const weights = run.weights();
    const header = weights.subarray(8, 8 + Number(weights.readBigUInt64LE())).toString();
    const { __metadata__, ...tensors } = JSON.parse(header);
    assert.deepEqual(Object.keys(tensors).sort(), [
      "linear_relu_stack.0.bias",
      "linear_relu_stack.0.weight",
      "linear_relu_stack.2.bias",
      "linear_relu_stack.2.weight",
    ]);
  });

  test("the same settings give the same weights, bit for bit", async () => {
    const first = await runOf(train);
    await first.event("ended");
    const second = await runOf(train);
    await second.event("ended");
    assert.ok(first.weights().equals(second.weights()));
  });

  test("Stop Training ends the run as stopped and keeps its weights", async () => {
    await configure({ "hyperparameters.epochs": 10_000 });
    const run = await runOf(train);
    await run.event("steps");
    await commands.executeCommand("fittingRoom.stop");

    assert.equal((await run.event("ended")).status, "stopped");
    assert.ok(run.weights().length > 0);
  });
});

async function train(): Promise<void> {
  // For the window, a run is over when its process is gone, shortly after the `ended` event. The command `stop` waits
  // until the process is gone.
  await commands.executeCommand("fittingRoom.stop");
  await commands.executeCommand("fittingRoom.train");
}

async function configure(values: Record<string, unknown>): Promise<void> {
  for (const [name, value] of Object.entries(values)) {
    await workspace.getConfiguration("fittingRoom").update(name, value, ConfigurationTarget.Workspace);
  }
}
