import { describe, expect, it } from "vitest";
import { placeLabels } from "../../../webview/figures/placeLabels";

type Mark = { x: number; labels: string[] };

/** The labels of `marks` in a chart with one pixel for each of 200 steps and letters six pixels wide. */
const place = (...marks: Mark[]) =>
  placeLabels(marks, {
    left: 0,
    right: 200,
    top: 0,
    height: 10,
    gap: 3,
    pixelOf: (x) => x,
    widthOf: (label) => 6 * label.length,
  });
const mark = (x: number, ...labels: string[]): Mark => ({ x, labels });

describe("the labels of marks", () => {
  it("are right of their lines, one below the other, or left of them at the end of the chart", () => {
    expect(place(mark(50, "paused", "resumed"), mark(190, "paused"))).toMatchObject([
      { text: "paused", left: 53, top: 0 },
      { text: "resumed", left: 53, top: 13 },
      { text: "paused", left: 190 - 3 - 36, top: 0 },
    ]);
  });

  it("never overlap, however close their marks and however long they are", () => {
    for (const distance of [0.1, 1, 7, 30]) {
      const marks = Array.from({ length: 200 / distance }, (_, index) =>
        mark(index * distance, "10,000 epochs", "learning rate 0.0000125"),
      );
      const labels = place(...marks);
      expect(labels.length).toBeGreaterThan(0);
      for (const [index, a] of labels.entries()) {
        expect(a.left).toBeGreaterThanOrEqual(0);
        expect(a.left + a.width).toBeLessThanOrEqual(200);
        for (const b of labels.slice(index + 1))
          expect(a.top !== b.top || a.left + a.width <= b.left).toBe(true);
      }
    }
  });
});
