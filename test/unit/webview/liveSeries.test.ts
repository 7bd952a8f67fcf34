import { describe, expect, it } from "vitest";
import { foldEvents } from "../../../src/runs/applyEvent";
import { ExponentialAverage } from "../../../src/runs/ExponentialAverage";
import type { RunEvent } from "../../../src/runs/RunEvent";
import { LiveLosses } from "../../../webview/figures/LiveLosses";
import { liveSeries, liveValue } from "../../../webview/figures/liveSeries";
import { dataset, started, steps, tested } from "./runEvents";

const view = { isLog: false, pixels: 300, raw: true };

function liveOf(events: RunEvent[], weight = 0.9) {
  const run = foldEvents(events);
  return { run, losses: new LiveLosses(run.losses, weight).update(), isSmoothed: weight > 0 };
}

const losses = Array.from({ length: 20_000 }, (_, index) => 2 + Math.sin(index) - index / 20_000);
const long = liveOf([started, { ...dataset, trainSamples: 1e9 } as RunEvent, steps(1, 0, losses, 9)]);

describe("a curve of the run on display", () => {
  it("counts steps from 1 to the number of steps", () => {
    const series = liveSeries(liveOf([started, dataset, steps(1, 0, [3, 2, 1], 1)]), "loss", "step", view);
    expect([...series.raw!.x]).toEqual([1, 2, 3]);
    expect([...series.raw!.y]).toEqual([3, 2, 1]);
    expect(series).toMatchObject({ extent: [1, 3], isWhole: true });
  });

  it("of many steps has few points, each a logged value or the average up to it", () => {
    const { raw, smoothed, isWhole } = liveSeries(long, "loss", "step", view);
    const average = new ExponentialAverage(0.9);
    const averages = losses.map((loss) => average.next(loss));
    expect(isWhole).toBe(false);
    expect(raw!.x.length).toBeLessThanOrEqual(2 * 300 + 2);
    for (const [index, x] of raw!.x.entries()) expect(raw!.y[index]).toBe(Math.fround(losses[x - 1]!));
    for (const [index, x] of smoothed!.x.entries())
      expect(smoothed!.y[index]).toBe(Math.fround(averages[x - 1]!));
  });

  it("has every value of a short part", () => {
    const { raw, isWhole } = liveSeries(long, "loss", "step", { ...view, range: [5000, 5004] });
    expect([...raw!.x]).toEqual([4999, 5000, 5001, 5002, 5003, 5004]);
    expect(isWhole).toBe(true);
  });

  it("is not smoothed where it has a value for each epoch", () => {
    const series = liveSeries(
      liveOf([started, dataset, tested(1, 0.5), tested(2, 0.6)]),
      "testAccuracy",
      "epoch",
      view,
    );
    expect([...series.raw!.x]).toEqual([1, 2]);
    expect(series.smoothed).toBeUndefined();
  });
});

describe("a value of the run on display", () => {
  it("is the logged loss of a step, and the average up to it", () => {
    const value = liveValue(long, "loss", "step", 12_345.4, 0);
    expect(value).toMatchObject({ x: 12_345, y: Math.fround(losses[12_344]!) });
    expect(value!.smoothed).toBe(long.losses.averages.y[12_344]);
    expect(liveValue(long, "loss", "step", 12_345, 1)).toMatchObject({ x: 12_346 });
    expect(liveValue(long, "loss", "step", 1e9, 0)).toMatchObject({ x: 20_000 });
  });

  it("has no average where nothing is smoothed", () => {
    const plain = liveOf([started, dataset, steps(1, 0, [3, 2, 1], 1)], 0);
    expect(liveValue(plain, "loss", "step", 2, 0)).toEqual({ x: 2, y: 2 });
  });
});
