import { afterAll, expect, it } from "vitest";
import { openWorkbench } from "./openWorkbench";
import { RecordedRun } from "./RecordedRun";
import type { Workbench } from "./Workbench";

let workbench: Workbench;
afterAll(() => workbench?.close());

it("offers to end a trainer that does not answer", async () => {
  const settings = { "fittingRoom.dataset.name": "sample", "fittingRoom.hyperparameters.epochs": 10_000 };
  workbench = await openWorkbench({ settings });
  await workbench.openSidePanel(300);
  await workbench.runCommand("Fitting Room: Train FashionMNIST");
  const live = await workbench.dashboard("panel");
  await workbench.until(async () => (await live.data()).status === "running");
  const [run] = RecordedRun.all(workbench.folder);
  process.kill(run.pid()!, "SIGSTOP");
  // A double click is one request, and its question is asked once.
  await live.click("Stop");
  await live.frame.getByRole("button", { name: "Stopping…" }).click({ force: true });
  const question = workbench.page.locator(".notification-toast", { hasText: "does not answer" });
  await question.first().waitFor();
  await workbench.screenshot("hung-trainer");
  expect(await question.count()).toBe(1);
  expect((await live.data()).status).toBe("running");
  await workbench.answer("does not answer", "End Process");
  await workbench.until(async () => (await live.data()).status === "failed");
  expect(run.events().filter(({ type }) => type === "ended")).toMatchObject([
    { status: "failed", error: expect.stringContaining("did not answer and was ended") },
  ]);
});
