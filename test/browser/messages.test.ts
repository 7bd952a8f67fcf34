import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { foldEvents } from "../../src/runs/RunState";
import { removeFolder } from "../support/removeFolder";
import { type OpenOptions, openWorkbench } from "./openWorkbench";
import { RecordedRun } from "./RecordedRun";
import type { Workbench } from "./Workbench";

const TRAIN = "Fitting Room: Train FashionMNIST";

describe("Messages for a user", () => {
  let workbench: Workbench;
  afterEach(() => workbench?.close());

  async function open(
    settings: OpenOptions["settings"],
    options?: Omit<OpenOptions, "settings">,
  ): Promise<void> {
    workbench = await openWorkbench({ settings, ...options });
    await workbench.openSidePanel(300);
  }

  it("an invalid setting is named, with what is allowed, and no run begins", async () => {
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

  it("with no network, the sample set is offered and learned, and the settings stay as they are", async () => {
    // No server listens there.
    const nowhere = "http://127.0.0.1:9";
    const env = {
      NODE_USE_ENV_PROXY: "1",
      HTTP_PROXY: nowhere,
      HTTPS_PROXY: nowhere,
      NO_PROXY: "127.0.0.1",
    };
    await open({}, { ownServer: { env } });
    await workbench.runCommand(TRAIN);
    const live = await workbench.dashboard("panel");
    await workbench.until(async () => (await live.data()).status === "failed");
    await workbench.screenshot("message-no-network");
    expect(await live.frame.locator("canvas").count()).toBe(0);
    expect(await live.frame.locator("vscode-button").allTextContents()).toEqual([
      "Train FashionMNIST",
      "Choose Folder…",
      "Use the Sample Set",
      "Show in Settings",
    ]);
    await live.click("Use the Sample Set");
    await workbench.until(async () => (await live.data()).status === "finished");
    await workbench.screenshot("message-sample-set");
    const [, run] = RecordedRun.all(workbench.folder);
    expect(foldEvents(run.events()).best?.testAccuracy).toBeGreaterThan(0.87);
    expect(await live.setting("Data")).toBe("Fashion-MNIST");
    expect(await live.setting("Optimizer")).toBe("SGD");
    expect(await workbench.notifications()).toEqual([]);
  });

  it("a run that ends out of view is reported by a notification, with what helps", async () => {
    await open({ "fittingRoom.dataset.name": "sample", "fittingRoom.hyperparameters.epochs": 10_000 });
    await workbench.runCommand(TRAIN);
    const live = await workbench.dashboard("panel");
    await workbench.until(async () => (await live.data()).status === "running");
    const name = await live.frame.locator("h1").textContent();
    await workbench.runCommand("View: Toggle Primary Side Bar Visibility");
    await workbench.runCommand("Fitting Room: Stop Training");
    await workbench.answer(`The training ${name} was stopped`, "Show");
    const shown = await workbench.dashboard("panel");
    expect((await shown.data()).status).toBe("stopped");
  });

  it("a data set folder that is not there is named, and others are offered", async () => {
    await open({ "fittingRoom.dataset.location": "/nowhere" });
    await workbench.runCommand(TRAIN);
    const live = await workbench.dashboard("panel");
    await workbench.answer("The data set folder /nowhere does not exist", "Use the Sample Set");
    await workbench.until(async () => (await live.data()).status === "finished");
    await workbench.untilListed(1);
  });

  it("a run whose folder is deleted while it is shown is reported as gone, and nothing offers to continue it", async () => {
    await open({ "fittingRoom.dataset.name": "sample", "fittingRoom.hyperparameters.epochs": 10_000 });
    await workbench.runCommand(TRAIN);
    const live = await workbench.dashboard("panel");
    await workbench.until(async () => (await live.data()).status === "running");
    await live.click("Stop");
    await live.frame.locator("vscode-button", { hasText: "Resume" }).waitFor();
    const [run] = RecordedRun.all(workbench.folder);
    removeFolder(run.folder);
    await live.frame.getByText("This run is no longer in the runs folder.").waitFor();
    expect(await live.frame.locator("vscode-button").allTextContents()).toEqual(["Train FashionMNIST"]);
    await workbench.screenshot("message-gone");
  });

  it("a runs folder that cannot be read is reported as such, with its setting", async () => {
    const fill = (folder: string) => writeFileSync(join(folder, "not-a-folder"), "");
    await open({ "fittingRoom.runs.location": "not-a-folder" }, { fill });
    const live = await workbench.dashboard("panel");
    await live.frame
      .getByText(`The runs folder ${join(workbench.folder, "not-a-folder")} cannot be read`)
      .waitFor();
    expect(await live.frame.getByText("Nothing trained yet").count()).toBe(0);
    await workbench.until(async () => (await workbench.runs())[0]?.startsWith("Runs folder"));
    await workbench.screenshot("message-runs-folder");
    await live.click("Show in Settings");
    await workbench.page.locator(".settings-editor", { hasText: "Runs: Location" }).waitFor();
  });
});
