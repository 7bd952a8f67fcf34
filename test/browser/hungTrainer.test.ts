import { afterAll, expect, inject, it } from "vitest";
import { RecordedRun } from "./RecordedRun";
import { Workbench } from "./Workbench";

let workbench: Workbench;
afterAll(() => workbench?.close());

it("offers to end a trainer that does not answer", async () => {
  const settings = { "fittingRoom.dataset.name": "sample", "fittingRoom.hyperparameters.epochs": 10_000 };
  workbench = await Workbench.open({ vsix: inject("vsix"), settings });
  await workbench.openSidePanel(300);
  await workbench.runCommand("Fitting Room: Train FashionMNIST");
  const live = await workbench.dashboard("panel");
  await workbench.until(async () => (await live.data()).status === "running");
  const [run] = RecordedRun.all(workbench.folder);
  process.kill(run.pid()!, "SIGSTOP");
  await live.click("Stop");
  await workbench.page
    .locator(".notifications-toasts", { hasText: "does not answer" })
    .waitFor({ timeout: 15_000 });
  await workbench.screenshot("hung-trainer");
  expect((await live.data()).status).toBe("running");
  await workbench.answer("does not answer", "End Process");
  await workbench.until(async () => (await live.data()).status === "failed");
  expect(run.events().filter(({ type }) => type === "ended")).toMatchObject([
    { status: "failed", error: expect.stringContaining("did not answer and was ended") },
  ]);
});
