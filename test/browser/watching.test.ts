import type { Frame } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import type { Dashboard } from "./Dashboard";
import { Workbench } from "./Workbench";

/** What a dashboard received and drew in a stretch of a run. */
interface Watched {
  messages: number;
  /** Seconds of the run's clock between the first and the last message. */
  seconds: number;
  /** Drawings of the page, of the loss chart and of one epoch chart. */
  draws: number;
  lossCharts: number;
  epochCharts: number;
  /** Epochs that ended meanwhile. */
  epochs: number;
}

describe("A training that is watched", () => {
  let workbench: Workbench;
  let panel: Dashboard;
  beforeAll(async () => {
    const settings = {
      "fittingRoom.dataset.name": "sample",
      "fittingRoom.hyperparameters.epochs": 10_000,
      // Many steps in each of its epochs.
      "fittingRoom.hyperparameters.batchSize": 1,
    };
    workbench = await Workbench.open({ vsix: inject("vsix"), settings });
    await workbench.openSidePanel(300);
    await workbench.runCommand("Fitting Room: Train FashionMNIST");
    panel = await workbench.dashboard("panel");
    await workbench.until(async () => (await panel.data()).steps > 100);
  });
  afterAll(() => workbench?.close());

  it("sends at most four messages a second, draws once for each, and the epoch charts for an epoch", async () => {
    const watched = await watch(panel.frame, 16);
    // The first and the last message may have been on their way for different times.
    expect(watched.messages).toBeLessThanOrEqual(4 * watched.seconds + 3);
    // One may be due from before.
    expect(watched.draws).toBeLessThanOrEqual(watched.messages + 1);
    expect(watched.lossCharts).toBeGreaterThan(0);
    expect(watched.lossCharts).toBeLessThanOrEqual(watched.draws);
    expect(watched.epochCharts).toBeLessThanOrEqual(watched.epochs + 1);
  });

  it("animates nothing, in the dashboard and around it", async () => {
    const endless = (frame: Frame) =>
      frame.evaluate(() =>
        document
          .getAnimations()
          .filter(({ effect }) => effect?.getComputedTiming().iterations === Number.POSITIVE_INFINITY)
          .map(({ effect }) => (effect as KeyframeEffect).target?.outerHTML),
      );
    expect((await panel.data()).status).toBe("running");
    expect(await endless(panel.frame)).toEqual([]);
    expect(await endless(workbench.page.mainFrame())).toEqual([]);
  });

  it("is drawn in the tab alone while that is visible, and in the panel again when it is not", async () => {
    const charts = () => panel.frame.locator("canvas").count();
    expect(await charts()).toBe(3);
    await workbench.runCommand("Fitting Room: Open Dashboard");
    const tab = await workbench.dashboard("editor");
    await workbench.until(async () => (await charts()) === 0);
    await panel.frame.getByText("The charts are in the dashboard’s tab.").waitFor();
    expect(await tab.frame.locator("canvas").count()).toBe(3);
    const { steps } = await panel.data();
    await workbench.until(async () => (await panel.data()).steps > steps);
    await workbench.screenshot("watching-both");

    await workbench.runCommand("View: Close All Editors");
    await workbench.until(async () => (await charts()) === 3);
    expect(await panel.drawnPixels()).toBeGreaterThan(0);
  });
});

/** Counts what comes with so many messages of events, and what is drawn of it. */
function watch(frame: Frame, messages: number): Promise<Watched> {
  return frame.evaluate(
    (count) =>
      new Promise<Watched>((resolve) => {
        const watched: Watched = {
          messages: 0,
          seconds: 0,
          draws: 0,
          lossCharts: 0,
          epochCharts: 0,
          epochs: 0,
        };
        const [loss, epoch] = [".loss-chart", ".epoch-chart"].map(
          (chart) => document.querySelector<HTMLCanvasElement>(`${chart} canvas`)!.getContext("2d")!,
        );
        let first: number | undefined;
        const countCalls = (context: CanvasRenderingContext2D, key: "lossCharts" | "epochCharts") => {
          const clear = context.clearRect.bind(context);
          context.clearRect = (...place) => {
            watched[key]++;
            clear(...place);
          };
        };
        countCalls(loss!, "lossCharts");
        countCalls(epoch!, "epochCharts");
        // The page is drawn after the message, and before the next one.
        new MutationObserver(() => watched.draws++).observe(document.body, {
          attributes: true,
          attributeFilter: ["data-steps"],
        });
        window.addEventListener("message", ({ data }) => {
          if (data?.method !== "eventsAdded") return;
          const { events } = data.params as { events: { type: string; seconds?: number }[] };
          const seconds = events.find(({ type }) => type === "steps")?.seconds;
          if (seconds === undefined) return;
          if (watched.messages === count) return resolve(watched);
          first ??= seconds;
          watched.messages++;
          watched.seconds = seconds - first;
          watched.epochs += events.filter(({ type }) => type === "epoch").length;
        });
      }),
    messages,
  );
}
