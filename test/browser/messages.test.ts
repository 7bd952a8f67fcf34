import { afterEach, describe, expect, inject, it } from "vitest";
import { Workbench } from "./Workbench";

const TRAIN = "Fitting Room: Train FashionMNIST";

describe("What a user is told", () => {
  let workbench: Workbench;
  afterEach(() => workbench?.close());

  async function open(settings: Record<string, unknown>, env?: Record<string, string>): Promise<void> {
    workbench = await Workbench.open({ vsix: inject("vsix"), settings, env });
    await workbench.openSidePanel(300);
  }

  it("a setting that cannot be trained with is named, with what is allowed, and no run begins", async () => {
    await open({ "fittingRoom.hyperparameters.learningRate": -1 });
    await workbench.runCommand(TRAIN);
    const [message] = await workbench.until(async () => {
      const messages = await workbench.notifications();
      return messages.length > 0 && messages;
    });
    expect(message).toMatch(
      /^fittingRoom\.hyperparameters\.learningRate must be a number above 0 .*, not -1\.$/,
    );
    expect(await workbench.runs()).toEqual([]);
    await workbench.screenshot("message-bad-setting");
  });

  it("a second training is offered to replace the one under way", async () => {
    await open({ "fittingRoom.dataset.name": "sample", "fittingRoom.hyperparameters.epochs": 10_000 });
    await workbench.runCommand(TRAIN);
    const live = await workbench.dashboard("panel");
    const first = await workbench.until(async () => {
      const now = await live.data();
      return now.status === "running" && now.runId;
    });
    await workbench.runCommand(TRAIN);
    await workbench.answer("A training is under way already: ", "Stop It and Train");

    await workbench.until(async () => {
      const now = await live.data();
      return now.status === "running" && now.runId !== first;
    });
    await workbench.untilListed(2);
    await workbench.runCommand("Fitting Room: Stop Training");
    await workbench.until(async () => (await live.data()).status === "stopped");
  });

  it("with no network, the sample set is offered and trained on", async () => {
    // Nothing listens there.
    const nowhere = "http://127.0.0.1:9";
    await open(
      { "fittingRoom.hyperparameters.epochs": 1 },
      { NODE_USE_ENV_PROXY: "1", HTTP_PROXY: nowhere, HTTPS_PROXY: nowhere, NO_PROXY: "127.0.0.1" },
    );
    await workbench.runCommand(TRAIN);
    const live = await workbench.dashboard("panel");
    await workbench.until(async () => (await live.data()).status === "failed");
    await workbench.screenshot("message-no-network");
    await workbench.answer("Fashion-MNIST", "Use the Sample Set");
    await workbench.until(async () => (await live.data()).status === "finished");
    await workbench.screenshot("message-sample-set");
  });

  it("a data set folder that is not there is named, and others are offered", async () => {
    await open({ "fittingRoom.dataset.location": "/nowhere", "fittingRoom.hyperparameters.epochs": 1 });
    await workbench.runCommand(TRAIN);
    const live = await workbench.dashboard("panel");
    await workbench.answer("The data set folder /nowhere does not exist", "Use the Sample Set");
    await workbench.until(async () => (await live.data()).status === "finished");
    await workbench.untilListed(1);
  });
});
