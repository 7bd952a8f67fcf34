/** Functions that run in the documents of a page. They mark and measure what the Experiments view paints. */
import type { Frame, Page } from "playwright-core";

/** Times of painting, in milliseconds since 1970. */
export interface Marks {
  table?: number;
  curves?: number;
}

type Marked = Window & { benchMarks?: Marks; benchTimes?: number[] };

/**
 * Records when the Experiments view has painted its table and all curves, in each document of the view that the page
 * loads after this call.
 * @param runs number of runs that the view must list before its painting counts
 */
export async function markPainting(page: Page, runs: number): Promise<void> {
  await page.addInitScript((count) => {
    const install = () => {
      const marks: Marks = {};
      (window as Marked).benchMarks = marks;
      const asked = new Set<string>();
      const mark = (name: keyof Marks) => {
        if (asked.has(name)) return;
        asked.add(name);
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => {
            marks[name] = performance.timeOrigin + performance.now();
          };
          port2.postMessage(undefined);
        });
      };
      const check = () => {
        if (document.body.dataset.runs !== String(count)) return;
        if (document.querySelector(".lines > .line")) mark("table");
        const plots = [...document.querySelectorAll(".runs-chart [role=slider]")];
        if (plots.length > 0 && plots.every((plot) => plot.ariaBusy === "false")) mark("curves");
      };
      new MutationObserver(check).observe(document.documentElement, {
        subtree: true,
        childList: true,
        attributes: true,
        attributeFilter: ["aria-busy", "data-runs"],
      });
      check();
    };
    // VS Code writes a webview's document into a document that exists already. The writing removes listeners and keeps
    // timers, so a timer looks for the view.
    const looking = setInterval(() => {
      if (document.body?.dataset.fittingRoomView !== "experiments") return;
      clearInterval(looking);
      install();
    }, 5);
    // Without this end, the timers in the window's other documents would run for ever and take 3 % of a core.
    setTimeout(() => clearInterval(looking), 10_000);
  }, runs);
}

export function marksOf(frame: Frame): Promise<Marks> {
  return frame.evaluate(() => (window as Marked).benchMarks ?? {});
}

/** Begins to measure the time (ms) from each event of a pointer movement in the view to the end of painting. */
export function measureHover(frame: Frame): Promise<void> {
  return frame.evaluate(() => {
    const times: number[] = [];
    (window as Marked).benchTimes = times;
    addEventListener(
      "pointermove",
      () => {
        const began = performance.now();
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => times.push(performance.now() - began);
          port2.postMessage(undefined);
        });
      },
      true,
    );
  });
}

/** Begins to measure the time (ms) from the arrival of each wheel or input event until all curves are painted anew. */
export function measureChanges(frame: Frame): Promise<void> {
  return frame.evaluate(() => {
    const times: number[] = [];
    (window as Marked).benchTimes = times;
    const begin = () => {
      const began = performance.now();
      let wasBusy = false;
      const plots = [...document.querySelectorAll(".runs-chart [role=slider]")];
      const observer = new MutationObserver(() => {
        const isBusy = plots.some((plot) => plot.ariaBusy === "true");
        if (isBusy) wasBusy = true;
        if (isBusy || !wasBusy) return;
        observer.disconnect();
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => times.push(performance.now() - began);
          port2.postMessage(undefined);
        });
      });
      for (const plot of plots) observer.observe(plot, { attributes: true, attributeFilter: ["aria-busy"] });
    };
    addEventListener("wheel", begin, { capture: true, passive: true });
    addEventListener("input", begin, true);
  });
}

export function timesIn(frame: Frame): Promise<number[]> {
  return frame.evaluate(() => (window as Marked).benchTimes ?? []);
}
