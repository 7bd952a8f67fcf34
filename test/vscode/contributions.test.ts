import * as assert from "node:assert/strict";
import { suite, suiteSetup, test } from "mocha";
import { commands, workspace } from "vscode";
import { fittingRoom } from "./extension";

suite("Contributions", () => {
  suiteSetup(() => fittingRoom().activate());

  test("every command of the palette and the menus has a handler", async () => {
    const declared: { command: string }[] = fittingRoom().packageJSON.contributes.commands;
    const registered = new Set(await commands.getCommands(true));
    assert.ok(declared.length > 0);
    assert.deepEqual(
      declared.map(({ command }) => command).filter((command) => !registered.has(command)),
      [],
    );
  });

  test("the settings begin with the tutorial's hyperparameters", () => {
    const { hyperparameters, dataset } = JSON.parse(
      JSON.stringify(workspace.getConfiguration("fittingRoom")),
    );
    const tutorial = {
      learningRate: 1e-3,
      batchSize: 64,
      epochs: 5,
      optimizer: "sgd",
      momentum: 0,
      dampening: 0,
      nesterov: false,
      // Null stands for the optimizer's default, which is 0 for SGD.
      weightDecay: null,
      seed: 42,
      shuffle: false,
      hiddenLayers: [512, 512],
      width: 32,
      schedule: "none",
      warmupEpochs: 0,
      clipGradNorm: 0,
      labelSmoothing: 0,
      cropPadding: 0,
      horizontalFlip: 0,
    };
    for (const [name, value] of Object.entries(tutorial))
      assert.deepEqual(hyperparameters[name], value, name);
    assert.deepEqual(dataset, {
      name: "fashion-mnist",
      location: "",
      excludeMarked: false,
      validationSplit: 0,
    });
  });

  test("both views can be opened", async () => {
    const registered = await commands.getCommands(true);
    assert.ok(registered.includes("fittingRoom.live.focus"));
    assert.ok(registered.includes("fittingRoom.runs.focus"));
  });
});
