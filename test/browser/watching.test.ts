import type { Frame } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Dashboard } from "./Dashboard";
import { openWorkbench } from "./openWorkbench";
import type { Workbench } from "./Workbench";

/** What a dashboard received and drew while {@link watch} counted. */
interface Watched {
  /** Number of messages with events. `messages` is the number of messages of all kinds. */
  eventMessages: number;
  messages: number;
  /**
   * Number of messages that may change the charts by epoch: messages with an epoch's end, and messages without events.
   */
  epochMessages: number;
  /** Number of changes of the size of a chart. */
  resizes: number;
  /** Number of times that the page was drawn. */
  draws: number;
  /** Number of times that the loss chart was drawn. */
  lossCharts: number;
  /** Number of times that the first of the charts with a value for each epoch was drawn. */
  epochCharts: number;
  /** Time (s) from the request for a snapshot to the end of the watch. */
  seconds: number;
}

/**
 * Largest number of drawings that may be pending when {@link watch} begins to count: one for the snapshot that `watch`
 * makes the dashboard request, and one for changes before the snapshot.
 */
const DUE = 2;

describe("A training that is watched", () => {
  let workbench: Workbench;
  let panel: Dashboard;
  beforeAll(async () => {
    const settings = {
      "fittingRoom.dataset.name": "sample",
      "fittingRoom.hyperparameters.epochs": 10_000,
      // With this batch size an epoch has many steps.
      "fittingRoom.hyperparameters.batchSize": 1,
    };
    workbench = await openWorkbench({ settings, animated: true });
    await workbench.openSidePanel(300);
    await workbench.runCommand("Fitting Room: Train FashionMNIST");
    panel = await workbench.dashboard("panel");
    await workbench.until(async () => (await panel.data()).steps > 100);
  });
  afterAll(() => workbench?.close());

  it("sends at most two messages a second; the page is drawn once for each, the charts by epoch once an epoch", async () => {
    const watched = await watch(panel.frame, 8);
    // Two more messages are allowed: the first one follows no pause, and each timer may be early by 1 ms.
    expect(watched.eventMessages).toBeLessThanOrEqual(2 * watched.seconds + 2);
    const causes = watched.messages + watched.resizes + DUE;
    expect(watched.draws).toBeLessThanOrEqual(causes);
    // A chart whose size has changed is drawn at once, and again when its curve has the number of points for that size.
    expect(watched.lossCharts).toBeLessThanOrEqual(causes + watched.resizes);
    expect(watched.epochCharts).toBeLessThanOrEqual(watched.epochMessages + 2 * watched.resizes + DUE);
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

  it("is drawn only in the tab while the tab is visible, and afterwards in the panel again", async () => {
    const charts = () => panel.frame.locator(".plot").count();
    await expect.poll(() => charts()).toBe(3);
    await workbench.runCommand("Fitting Room: Open Dashboard");
    const tab = await workbench.dashboard("editor");
    await workbench.until(async () => (await charts()) === 0);
    await panel.frame.getByText("The charts are in the dashboard’s tab.").waitFor();
    await expect.poll(() => tab.frame.locator(".plot").count()).toBe(3);
    const { steps } = await panel.data();
    await workbench.until(async () => (await panel.data()).steps > steps);
    await workbench.screenshot("watching-both");

    await workbench.runCommand("View: Close All Editors");
    await workbench.until(async () => (await charts()) === 3);
    await expect.poll(() => panel.drawnPixels()).toBeGreaterThan(0);
  });
});

/**
 * Counts messages and drawings until a number of messages with events has come and the loss chart has been drawn.
 * Counting begins with the host's answer to a request, so that every counted message was sent after the request.
 */
function watch(frame: Frame, eventMessages: number): Promise<Watched> {
  return frame.evaluate(
    (enough) =>
      new Promise<Watched>((resolve) => {
        const watched = {
          eventMessages: 0,
          messages: 0,
          epochMessages: 0,
          resizes: 0,
          draws: 0,
          lossCharts: 0,
          epochCharts: 0,
        };
        const countDrawings = (key: "lossCharts" | "epochCharts", chart: string) => {
          const canvas = document.querySelector<HTMLCanvasElement>(`${chart} canvas`)!;
          const context = canvas.getContext("2d")!;
          const clear = context.clearRect.bind(context);
          context.clearRect = (...place) => {
            watched[key]++;
            clear(...place);
          };
          // The observer's first call reports the present size.
          let isKnown = false;
          new ResizeObserver(() => {
            if (isKnown) watched.resizes++;
            isKnown = true;
          }).observe(canvas.parentElement!);
        };
        const count = () => {
          countDrawings("lossCharts", ".loss-chart");
          countDrawings("epochCharts", ".epoch-chart");
          // Every drawing of the page sets `data-steps`.
          new MutationObserver(() => watched.draws++).observe(document.body, {
            attributes: true,
            attributeFilter: ["data-steps"],
          });
        };

        const asked = performance.now();
        let isAnswered = false;
        window.addEventListener("message", ({ data }) => {
          if (data?.jsonrpc !== "2.0") return;
          if (!isAnswered) {
            isAnswered = "result" in data;
            if (isAnswered) count();
            return;
          }
          if (watched.eventMessages >= enough && watched.lossCharts > 0)
            return resolve({ ...watched, seconds: (performance.now() - asked) / 1000 });
          watched.messages++;
          const events: { type: string }[] | undefined =
            data.method === "eventsAdded" ? data.params.events : undefined;
          if (events) watched.eventMessages++;
          if (!events || events.some(({ type }) => type === "epoch")) watched.epochMessages++;
        });
        // This event makes the dashboard request a snapshot, as when it is shown again.
        document.dispatchEvent(new Event("visibilitychange"));
      }),
    eventMessages,
  );
}
