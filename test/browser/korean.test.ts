import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { limits } from "../support/limits.mjs";
import type { Dashboard } from "./Dashboard";
import { ExperimentsTab } from "./ExperimentsTab";
import { openWorkbench } from "./openWorkbench";
import { RecordedRun } from "./RecordedRun";
import type { Workbench } from "./Workbench";

/** Two words of Latin letters in sequence, the second in lower case, as in English text. */
const english = /\b[A-Za-z]{2,} [a-z]{2,}\b/;

describe("In a Korean VS Code", { timeout: 2 * limits.test }, () => {
  let workbench: Workbench;
  let live: Dashboard;
  beforeAll(async () => {
    workbench = await openWorkbench({
      language: "ko",
      settings: {
        "workbench.editor.useModal": "off",
        "fittingRoom.dataset.name": "sample",
        "fittingRoom.hyperparameters.epochs": 2,
        "fittingRoom.hyperparameters.hiddenLayers": [8],
        "fittingRoom.hyperparameters.learningRate": 0,
      },
    });
    await workbench.openSidePanel(300);
    live = await workbench.dashboard("panel");
  });
  afterAll(() => workbench?.close());

  const shown = () => live.frame.locator("body").innerText();
  const notified = (text: string) =>
    workbench.page.locator(".notifications-toasts .notification-list-item", { hasText: text }).waitFor();

  it("the manifest and the dashboard are Korean", async () => {
    await workbench.page.locator(".pane-header", { hasText: "실시간" }).waitFor();
    await workbench.page.locator(".pane-header", { hasText: "실행" }).waitFor();
    await expect.poll(() => live.frame.locator("html").getAttribute("lang")).toBe("ko");
    await expect.poll(() => shown()).toContain("아직 학습한 것이 없습니다");
    await expect.poll(() => live.setting("옵티마이저")).toBe("SGD");
    await expect.poll(() => shown()).not.toMatch(english);
    await workbench.screenshot("korean-1-empty");
  });

  it("an invalid setting is refused in Korean", async () => {
    await live.click("FashionMNIST 학습");
    await notified("fittingRoom.hyperparameters.learningRate: 0 초과 100 이하의 수여야 합니다. 지금 값: 0.");
    await workbench.answer("0 초과 100 이하", "설정 열기");
    await workbench.page.locator(".settings-editor", { hasText: "학습률" }).waitFor();
    await workbench.screenshot("korean-2-setting");
    await workbench.runCommand("View: Close All Editors");
  });

  it("a trainer's error is Korean", async () => {
    await workbench.configure({
      "fittingRoom.hyperparameters.learningRate": 100,
      "fittingRoom.hyperparameters.weightDecay": 1,
    });
    await workbench.until(async () => (await live.setting("학습률")) === "100");
    await live.click("FashionMNIST 학습");
    await workbench.until(async () => (await live.data()).status === "failed");
    await live.frame.getByText("유한한 수가 아니").first().waitFor();
    await expect.poll(() => shown()).not.toMatch(english);
    const [run] = RecordedRun.all(workbench.folder);
    expect(run.events().at(-1)).toMatchObject({ error: expect.stringContaining("학습을 멈췄습니다.") });
    await workbench.screenshot("korean-3-diverged");
  });

  it("a training finishes with Korean texts", async () => {
    await workbench.runCommand("Fitting Room: 샘플로 학습");
    await workbench.until(async () => (await live.data()).status === "finished");
    await live.frame.getByText("완료, 20에폭").waitFor();
    await expect.poll(() => shown()).not.toMatch(english);
    await workbench.screenshot("korean-4-finished");
    await workbench.runCommand("Fitting Room: 대시보드 열기");
    const tab = await workbench.dashboard("editor");
    await expect.poll(() => tab.frame.locator("body").innerText()).not.toMatch(english);
    await workbench.screenshot("korean-5-tab", 1500);
  });

  it("the table and the charts of all runs are Korean", async () => {
    await workbench.runCommand("Fitting Room: 실험 열기");
    const frame = await workbench.frame("body[data-fitting-room-view=experiments][data-runs]", "editor");
    await frame.getByRole("grid", { name: "실행" }).waitFor();
    await frame.getByText("실행 2개").waitFor();
    const tab = new ExperimentsTab(frame, workbench.page);
    await tab.openMenu(tab.lines.first(), frame.getByRole("menuitem", { name: "다시 학습…" }));
    await expect.poll(() => frame.locator("body").innerText()).not.toMatch(english);
    await workbench.screenshot("korean-6-experiments");
  });
});
