import { describe, expect, it, vi } from "vitest";
import { ExponentialAverage } from "../../../src/runs/ExponentialAverage";
import { Losses } from "../../../src/runs/Losses";
import { LiveLosses } from "../../../webview/figures/LiveLosses";

const noisy = (step: number) => 2 - step / 10_000 + 0.2 * Math.cos(step * 7);

function lossesOf(values: number[]): Losses {
  const losses = new Losses();
  losses.push(values);
  return losses;
}

const arrays = (live: LiveLosses) => [[...live.values.y], [...live.averages.y]];

describe("the losses of the run on display", () => {
  it("have the average of all losses up to each step", () => {
    const losses = lossesOf(Array.from({ length: 9000 }, (_, step) => noisy(step)));
    const average = new ExponentialAverage(0.98);
    const [values, averages] = arrays(new LiveLosses(losses, 0.98).update());
    expect(values).toEqual([...losses].map(Math.fround));
    expect(averages).toEqual([...losses].map((loss) => Math.fround(average.next(loss))));
  });

  it("are the same whether losses are added little by little or all at once", () => {
    const losses = new Losses();
    const live = new LiveLosses(losses, 0.9);
    for (let step = 0; step < 5000; step++) {
      losses.push([noisy(step)]);
      if (step % 10 === 0) live.update();
    }
    expect(arrays(live.update())).toEqual(arrays(new LiveLosses(lossesOf([...losses]), 0.9).update()));
  });

  it("read only the new steps, at any length of the run", () => {
    const losses = lossesOf(Array.from({ length: 1_000_000 }, (_, step) => noisy(step)));
    const live = new LiveLosses(losses, 0.9).update();
    losses.push([1, 2, 3, 4]);
    const read = vi.spyOn(losses, "at");
    live.update();
    expect(read).toHaveBeenCalledTimes(4);
    expect([...live.values.y.subarray(-4)]).toEqual([1, 2, 3, 4]);
  });

  it("are computed again when earlier losses or the weight have changed", () => {
    const losses = lossesOf([1, 2, 3]);
    const live = new LiveLosses(losses, 0.9);
    losses.push([4]);
    expect(live.isMadeOf(losses, 0.9)).toBe(true);
    expect(live.isMadeOf(losses, 0.5)).toBe(false);
    losses.truncate(1);
    losses.push([5, 6, 7]);
    expect(live.isMadeOf(losses, 0.9)).toBe(false);
  });

  it("have a gap where a step is missing", () => {
    const losses = lossesOf([1]);
    losses.extendTo(2);
    losses.push([3]);
    expect(arrays(new LiveLosses(losses, 0).update())).toEqual([
      [1, Number.NaN, 3],
      [1, Number.NaN, 3],
    ]);
  });

  it("know the first loss above 0 and the highest loss", () => {
    const live = new LiveLosses(lossesOf([0, 2.5, 7, Number.NaN, 1]), 0.9).update();
    expect([live.first, live.highest]).toEqual([2.5, 7]);
  });
});
