import { describe, expect, it, vi } from "vitest";
import { ExponentialAverage } from "../../../src/runs/ExponentialAverage";
import { Losses } from "../../../src/runs/Losses";
import { LossCurve } from "../../../webview/figures/LossCurve";

const noisy = (step: number) => 2 - step / 10_000 + 0.2 * Math.cos(step * 7);

function lossesOf(values: number[]): Losses {
  const losses = new Losses();
  losses.push(values);
  return losses;
}

describe("the loss curve", () => {
  it("smooths every step before it thins them out", () => {
    const losses = lossesOf(Array.from({ length: 9000 }, (_, step) => noisy(step)));
    const average = new ExponentialAverage(0.98);
    const smoothed = [...losses].map((loss) => average.next(loss));
    const { smoothed: drawn } = new LossCurve(losses, 0.98, 50).update();
    expect(drawn.length).toBeLessThanOrEqual(200);
    for (const { x, y } of drawn) expect(y).toBe(smoothed[x]);
  });

  it("is the same when losses are added and when they are there at once", () => {
    const losses = new Losses();
    const live = new LossCurve(losses, 0.9, 40);
    for (let step = 0; step < 5000; step++) {
      losses.push([noisy(step)]);
      if (step % 10 === 0) live.update();
    }
    expect(live.update()).toEqual(new LossCurve(lossesOf([...losses]), 0.9, 40).update());
  });

  it("reads only the new steps, into few points, at any length of the run", () => {
    const losses = lossesOf(Array.from({ length: 1_000_000 }, (_, step) => noisy(step)));
    const curve = new LossCurve(losses, 0.9, 300);
    curve.update();
    losses.push([1, 2, 3, 4]);
    const read = vi.spyOn(losses, "at");
    const { batch, smoothed } = curve.update();
    expect(read).toHaveBeenCalledTimes(4);
    expect(batch.length + smoothed.length).toBeLessThanOrEqual(900);
  });

  it("is drawn with at most two points a pixel, and one of the smoothed loss", () => {
    const { batch, smoothed } = new LossCurve(
      lossesOf(Array.from({ length: 150_000 }, (_, s) => noisy(s))),
      0.9,
      300,
    ).update();
    expect(batch.length).toBeLessThanOrEqual(600);
    expect(smoothed.length).toBeLessThanOrEqual(300);
  });

  it("is computed again when earlier losses have changed", () => {
    const losses = lossesOf([1, 2, 3]);
    const curve = new LossCurve(losses, 0.9, 300);
    losses.push([4]);
    expect(curve.isMadeOf(losses, 0.9, 300)).toBe(true);
    losses.truncate(1);
    losses.push([5, 6, 7]);
    expect(curve.isMadeOf(losses, 0.9, 300)).toBe(false);
  });

  it("returns the same points while nothing is added", () => {
    const curve = new LossCurve(lossesOf([1, 2, 3]), 0.9, 300);
    expect(curve.update()).toBe(curve.update());
  });

  it("draws a step that is missing as a gap", () => {
    const losses = lossesOf([1]);
    losses.extendTo(2);
    losses.push([3]);
    const { batch, smoothed } = new LossCurve(losses, 0.5, 10).update();
    expect(batch[1]).toEqual({ x: 1, y: Number.NaN });
    expect(smoothed[1]).toEqual({ x: 1, y: Number.NaN });
  });
});
