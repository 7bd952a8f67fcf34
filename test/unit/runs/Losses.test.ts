import { describe, expect, test } from "vitest";
import { Losses } from "../../../src/runs/Losses";

/** So many losses that they take more than one block of memory. */
const many = Array.from({ length: 40_000 }, (_, step) => step / 8);

function lossesOf(values: ArrayLike<number | null>): Losses {
  const losses = new Losses();
  losses.push(values);
  return losses;
}

describe("losses", () => {
  test("are found by step, from the beginning and from the end", () => {
    const losses = lossesOf(many);
    expect([losses.at(0), losses.at(16_384), losses.at(-1)]).toEqual([0, 2048, 39_999 / 8]);
    expect([losses.at(40_000), losses.at(-40_001)]).toEqual([undefined, undefined]);
    expect(losses.slice(16_383, 16_385)).toEqual([16_383 / 8, 2048]);
    expect([...losses]).toEqual(many);
  });

  test("that are not finite or not known are NaN", () => {
    const losses = lossesOf([1, null]);
    losses.extendTo(4);
    losses.push([2]);
    expect([...losses]).toEqual([1, Number.NaN, Number.NaN, Number.NaN, 2]);
  });

  test.each([0, 1, 16_383, 16_384, 16_385, 32_768, 39_999])(
    "dropped from step %d do not come back when later steps are added",
    (kept) => {
      const losses = lossesOf(many);
      losses.truncate(kept);
      expect(losses).toHaveLength(kept);
      losses.extendTo(40_000);
      losses.push([7]);
      expect([...losses]).toEqual([...many.slice(0, kept), ...Array(40_000 - kept).fill(Number.NaN), 7]);
    },
  );

  test("have a new revision only when an existing loss may have changed", () => {
    const losses = lossesOf(many);
    const before = losses.revision;
    losses.push([1]);
    losses.extendTo(50_000);
    losses.truncate(50_000);
    expect(losses.revision).toBe(before);
    losses.replace(3, [9, null]);
    expect(losses.revision).not.toBe(before);
    expect(losses.slice(2, 6)).toEqual([2 / 8, 9, Number.NaN, 5 / 8]);
  });

  test("can be sent in parts and restored", () => {
    const losses = new Losses();
    losses.extendTo(100_000);
    losses.push(many);
    const parts = structuredClone(losses.parts());
    expect(parts.held.reduce((sum, { values }) => sum + values.length, 0)).toBeLessThan(2 * many.length);
    expect(Losses.from(parts)).toEqual(losses);
  });

  test("beyond the limit are counted but not kept", () => {
    const losses = new Losses(3);
    losses.push([1, 2, 3, 4]);
    losses.push([5]);
    expect([losses.length, losses.heldLength, losses.at(2), losses.at(3)]).toEqual([5, 3, 3, Number.NaN]);
    const counted = new Losses(0);
    counted.push(many);
    expect([counted.length, counted.isHeld, counted.parts().held]).toEqual([40_000, false, []]);
  });

  test("take half of the memory with single precision", () => {
    const [single, double] = [new Losses(1e6, "single"), new Losses(1e6)];
    for (const losses of [single, double]) losses.push([0.1, null, ...many]);
    expect(single.bytes).toBe(double.bytes / 2);
    expect(single.at(0)).toBe(Math.fround(0.1));
    expect(single.toFloat32()).toEqual(double.toFloat32());
    expect([...single.toFloat32()].slice(0, 3)).toEqual([Math.fround(0.1), Number.NaN, 0]);
    expect(single.toFloat32()).toHaveLength(40_002);
  });
});
