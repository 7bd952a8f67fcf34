import { describe, expect, it } from "vitest";
import { foldEvents } from "../../../src/runs/applyEvent";
import { tutorialConfig } from "../../../src/runs/RunConfig";
import { epochStarts, lastEpochShown, lastStepShown, sparsePowers } from "../../../webview/figures/axes";
import { dataset, ended, started, steps, tested, wholeEpoch } from "./runEvents";

describe("the axis of steps", () => {
  it("ends at the end of the epoch under way, so that it changes once an epoch", () => {
    expect(lastStepShown(foldEvents([started, dataset]))).toBe(10);
    expect(lastStepShown(foldEvents([started, dataset, steps(1, 0, [1], 1)]))).toBe(10);
    expect(lastStepShown(foldEvents([started, dataset, wholeEpoch(1), steps(2, 10, [1], 2)]))).toBe(20);
  });

  it("ends with the last step of a run that has ended", () => {
    const state = foldEvents([started, dataset, steps(1, 0, [1, 1, 1], 1), ended("stopped")]);
    expect(lastStepShown(state)).toBe(2);
  });

  it("marks where epochs begin, unless the lines would be too close", () => {
    const state = foldEvents([started, dataset, wholeEpoch(1), wholeEpoch(2), wholeEpoch(3)]);
    expect(epochStarts(state, 30, 300, 14)).toEqual([10, 20]);
    expect(epochStarts(state, 30, 30, 14)).toEqual([]);
  });
});

describe("the axis of epochs", () => {
  const run = (epochs: number, done: number) =>
    foldEvents([
      { ...started, config: { ...tutorialConfig, epochs } } as typeof started,
      dataset,
      ...Array.from({ length: done }, (_, index) => tested(index + 1, 0.5)),
    ]);

  it("shows all of a short run from the beginning", () => {
    expect(lastEpochShown(run(5, 0))).toBe(5);
    expect(lastEpochShown(run(5, 3))).toBe(5);
  });

  it("grows with a long run", () => {
    expect(lastEpochShown(run(1000, 0))).toBe(20);
    expect(lastEpochShown(run(1000, 100))).toBe(125);
    expect(lastEpochShown(run(1000, 1000))).toBe(1000);
  });

  it("has a width even for a run of one epoch", () => {
    expect(lastEpochShown(run(1, 1))).toBe(2);
  });
});

describe("a logarithmic axis", () => {
  it("has a tick at each power of ten while they are few", () => {
    expect(sparsePowers(0.02, 30)).toBeUndefined();
    expect(sparsePowers(0.5, 2e5)).toBeUndefined();
  });

  it("has at most six ticks, equally far apart, over many powers of ten", () => {
    expect(sparsePowers(2, 5e35)).toEqual([1e1, 1e8, 1e15, 1e22, 1e29]);
    for (const max of [1e6, 3e9, 1e17, 1e99, 1e300]) {
      const ticks = sparsePowers(1, max)!;
      expect(ticks.length).toBeGreaterThan(3);
      expect(ticks.length).toBeLessThanOrEqual(6);
    }
  });
});
