import { beforeEach, describe, expect, test } from "vitest";
import { Autotuner } from "../../../src/tensor/kernels/wasm/Autotuner";

describe("of several ways to the same result", () => {
  let clock: number;
  let tuner: Autotuner;
  /** The time that each of the ways to the same result takes, in ticks of `clock`. */
  let durations: number[];

  beforeEach(() => {
    clock = 0;
    tuner = new Autotuner(() => clock);
  });

  /** Runs the tuner `calls` times. @returns the index of the way that each call used */
  function run(calls: number, key = "product"): number[] {
    const taken: number[] = [];
    const ways = durations.map((_, way) => () => {
      clock += durations[way]!;
      taken.push(way);
    });
    for (let call = 0; call < calls; call++) tuner.run(key, ways);
    return taken;
  }

  const share = (taken: number[], way: number) =>
    taken.filter((other) => other === way).length / taken.length;

  test("each is tried, then the fastest is used", () => {
    durations = [3, 2, 5];
    const first = run(20);
    expect(new Set(first)).toEqual(new Set([0, 1, 2]));
    expect(share(run(1000), 1)).toBeGreaterThan(0.97);
  });

  test("slower ones are tried again for 0.5 % of the time", () => {
    durations = [2, 4];
    run(100);
    const before = clock;
    const taken = run(10_000);
    expect(share(taken, 1)).toBeGreaterThan(0);
    expect(clock - before).toBeLessThan(1.006 * 2 * 10_000);
  });

  test("another is used once it has become faster", () => {
    durations = [2, 4];
    run(100);
    durations = [2, 1];
    run(200);
    expect(share(run(1000), 1)).toBeGreaterThan(0.97);
  });

  test("another is used at once when the fastest slows down", () => {
    durations = [2, 4];
    run(100);
    durations = [8, 4];
    expect(share(run(20), 1)).toBeGreaterThan(0.5);
  });

  test("the fastest is used further after it was delayed once", () => {
    durations = [2, 4];
    run(100);
    durations = [1000, 4];
    run(1);
    durations = [2, 4];
    expect(share(run(10), 0)).toBeGreaterThan(0.8);
  });

  test("a way that has become slow is tried rarely", () => {
    durations = [2, 2.4];
    run(100);
    durations = [2, 400];
    run(100);
    const before = clock;
    run(10_000);
    expect(clock - before).toBeLessThan(1.1 * 2 * 10_000);
  });

  test("the only one is used each time", () => {
    durations = [2];
    expect(run(50)).toEqual(Array(50).fill(0));
  });

  test("a clock that stands still causes no additional trials", () => {
    durations = [0, 0];
    expect(share(run(1000), 1)).toBeLessThan(0.1);
  });

  test("the fastest for one key need not be the fastest for another", () => {
    durations = [2, 4];
    run(100, "wide");
    durations = [4, 2];
    run(100, "narrow");
    expect(share(run(100, "narrow"), 1)).toBeGreaterThan(0.9);
    durations = [2, 4];
    expect(share(run(100, "wide"), 0)).toBeGreaterThan(0.9);
  });
});
