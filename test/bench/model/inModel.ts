/** Functions that run in the documents of a page. They mark and measure what the Model view paints. */
import type { Frame, Page } from "playwright-core";

type Measured = Window & { benchPainted?: number; benchTimes?: number[] };

/** Records when the confusion matrix is painted (ms since 1970), in each document that `page` loads afterwards. */
export async function markMatrix(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const check = () => {
      if (!document.querySelector(".matrix-cell")) return;
      observer.disconnect();
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => {
          (window as Measured).benchPainted = performance.timeOrigin + performance.now();
        };
        port2.postMessage(undefined);
      });
    };
    const observer = new MutationObserver(check);
    // VS Code writes a webview's document into a document that exists already. The writing removes listeners and keeps
    // timers, so a timer looks for the view.
    const looking = setInterval(() => {
      if (document.body?.dataset.fittingRoomView !== "model") return;
      clearInterval(looking);
      observer.observe(document.documentElement, { subtree: true, childList: true });
      check();
    }, 5);
    // Without this end, the timers in the window's other documents would run for ever and take 3 % of a core.
    setTimeout(() => clearInterval(looking), 10_000);
  });
}

export function paintedAt(frame: Frame): Promise<number | undefined> {
  return frame.evaluate(() => (window as Measured).benchPainted);
}

/** Scrolls the grid of images in each of a number of frames. @returns times (ms) between successive frames */
export function scrollFrames(frame: Frame, frames: number, pixels: number): Promise<number[]> {
  return frame.evaluate(
    async ([frames, pixels]) => {
      const grid = document.querySelector(".image-grid")!;
      const next = () => new Promise<number>(requestAnimationFrame);
      const gaps: number[] = [];
      let last = await next();
      for (let count = 0; count < frames; count++) {
        const isAtEnd = grid.scrollTop + grid.clientHeight + pixels > grid.scrollHeight;
        grid.scrollTop = isAtEnd ? 0 : grid.scrollTop + pixels;
        const now = await next();
        gaps.push(now - last);
        last = now;
      }
      return gaps;
    },
    [frames, pixels] as const,
  );
}

/**
 * Scrolls the grid of images in one step.
 * @param share how far to scroll, from 0 for the first row to 1 for the end of the grid
 * @returns time (ms) until all images of the visible rows are painted
 */
export function jumpTo(frame: Frame, share: number): Promise<number> {
  return frame.evaluate(async (to) => {
    const grid = document.querySelector(".image-grid")!;
    const began = performance.now();
    grid.scrollTop = to * (grid.scrollHeight - grid.clientHeight);
    const { top, bottom } = grid.getBoundingClientRect();
    /** Whether each tile of the visible rows has an image: the canvas is not transparent at the tile's upper edge. */
    const isDrawn = () => {
      const rows = [...grid.querySelectorAll(".image-row")].filter((row) => {
        const box = row.getBoundingClientRect();
        return box.bottom > top && box.top < bottom;
      });
      return (
        rows.length > 0 &&
        rows.every((row) => {
          const canvas = row.querySelector("canvas")!;
          const tiles = row.querySelectorAll(".tile").length;
          const context = canvas.getContext("2d")!;
          const { width } = row.querySelector(".tile")!.getBoundingClientRect();
          return Array.from({ length: tiles }, (_, tile) => tile).every((tile) => {
            const centre = Math.round((tile + 0.5) * width * devicePixelRatio);
            return context.getImageData(centre, 1, 1, 1).data[3] !== 0;
          });
        })
      );
    };
    do await new Promise(requestAnimationFrame);
    while (!isDrawn());
    return performance.now() - began;
  }, share);
}

/** Begins to measure the time (ms) from each release of the pointer over the map until the picked images appear. */
export function measureLasso(frame: Frame): Promise<void> {
  return frame.evaluate(() => {
    const times: number[] = [];
    (window as Measured).benchTimes = times;
    const images = document.querySelector(".map-part > .images-part")!;
    document.querySelector(".map-plot")!.addEventListener(
      "pointerup",
      () => {
        const began = performance.now();
        const observer = new MutationObserver(() => {
          observer.disconnect();
          requestAnimationFrame(() => {
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = () => times.push(performance.now() - began);
            port2.postMessage(undefined);
          });
        });
        observer.observe(images, { subtree: true, childList: true, characterData: true, attributes: true });
      },
      true,
    );
  });
}

export function lassoTimes(frame: Frame): Promise<number[]> {
  return frame.evaluate(() => (window as Measured).benchTimes ?? []);
}
