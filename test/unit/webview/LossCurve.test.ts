import { describe, expect, it } from "vitest";
import { ExponentialAverage } from "../../../webview/figures/ExponentialAverage";
import { LossCurve } from "../../../webview/figures/LossCurve";

const noisy = (step: number) => 2 - step / 10_000 + 0.2 * Math.cos(step * 7);

describe("the loss curve", () => {
  it("smooths every step before it thins them out", () => {
    const losses = Array.from({ length: 9000 }, (_, step) => noisy(step));
    const average = new ExponentialAverage(0.98);
    const smoothed = losses.map((loss) => average.next(loss));
    const { smoothed: drawn } = new LossCurve(losses, 0.98, 50).update();
    expect(drawn.length).toBeLessThanOrEqual(200);
    for (const { x, y } of drawn) expect(y).toBe(smoothed[x]);
  });

  it("draws what is added to a run just as if it had been there at once", () => {
    const losses: number[] = [];
    const live = new LossCurve(losses, 0.9, 40);
    for (let step = 0; step < 5000; step++) {
      losses.push(noisy(step));
      if (step % 10 === 0) live.update();
    }
    expect(live.update()).toEqual(new LossCurve([...losses], 0.9, 40).update());
  });

  it("is drawn with at most four points a pixel and line", () => {
    const { batch, smoothed } = new LossCurve(
      Array.from({ length: 150_000 }, (_, s) => noisy(s)),
      0.9,
      300,
    ).update();
    expect(batch.length).toBeLessThanOrEqual(1200);
    expect(smoothed.length).toBeLessThanOrEqual(1200);
  });

  it("gives the same points again while nothing is added", () => {
    const curve = new LossCurve([1, 2, 3], 0.9, 300);
    expect(curve.update()).toBe(curve.update());
  });

  it("draws a step that is missing as a gap", () => {
    const losses = [1];
    losses[2] = 3;
    const { batch, smoothed } = new LossCurve(losses, 0.5, 10).update();
    expect(batch[1]).toEqual({ x: 1, y: Number.NaN });
    expect(smoothed[1]).toEqual({ x: 1, y: Number.NaN });
  });
});
