import { describe, expect, test } from "vitest";
import { foldEvents } from "../../../src/runs/applyEvent";
import { lastGoodCheckpoint } from "../../../src/runs/explosion";
import type { EpochEvent, RunEvent } from "../../../src/runs/RunEvent";
import { restoreState, takeSnapshot } from "../../../src/runs/StateSnapshot";
import { checkpoint, dataset, epochEnd, resumed, started, steps } from "./exampleEvents";

/** The events of an epoch of four steps with these losses, which ends with a checkpoint. */
function epoch(number: number, losses: (number | null)[], testLoss: EpochEvent["testLoss"] = 2): RunEvent[] {
  return [
    steps(number, 4 * (number - 1), losses, number),
    { ...epochEnd(number, 0.1, number), testLoss },
    checkpoint(number),
  ];
}

function chosen(...events: RunEvent[]): number | undefined {
  return lastGoodCheckpoint(foldEvents([started, dataset, ...events]))?.epoch;
}

const learning = [2.3, 2.1, 1.9, 1.7];
/** The losses of an epoch. They explode, but stay finite. */
const diverging = [1.5, 60, 1e6, 1e12];
const low = [1, 1, 1, 1];

describe("the last good checkpoint", () => {
  test("is the newest while the loss has not exploded", () => {
    expect(chosen()).toBeUndefined();
    expect(chosen(...epoch(1, learning), ...epoch(2, low))).toBe(2);
    expect(chosen(...epoch(1, learning), ...epoch(2, low), steps(3, 8, [1, null], 3))).toBe(2);
  });

  test("is from before the first loss above three times that of the first batch, even if finite", () => {
    const events = [
      ...epoch(1, learning),
      ...epoch(2, diverging, 1e15),
      ...epoch(3, [1e18, 1e24, 1e30, 1e36]),
    ];
    expect(chosen(...events, steps(4, 12, [null], 4))).toBe(1);
    expect(chosen(...epoch(1, learning), ...epoch(2, [1, 1, 1, 6.8]))).toBe(2);
    expect(chosen(...epoch(1, learning), ...epoch(2, [1, 1, 1, 7]))).toBe(1);
  });

  test("does not exist if the loss exploded in the first epoch", () => {
    expect(chosen(...epoch(1, [2.3, 60, 1e6, 1e12]), steps(2, 4, [null], 2))).toBeUndefined();
  });

  test("is not a checkpoint whose epoch's test loss, or the first loss after it, had exploded", () => {
    expect(chosen(...epoch(1, learning), ...epoch(2, low, 1e9))).toBe(1);
    expect(chosen(...epoch(1, learning), ...epoch(2, low, null))).toBe(1);
    expect(chosen(...epoch(1, learning), ...epoch(2, low), steps(3, 8, [1e9], 3))).toBe(1);
    expect(chosen(...epoch(1, learning), ...epoch(2, low), steps(3, 8, [null], 3))).toBe(1);
  });

  test("is not a checkpoint of epochs whose loss has only come back to the first batch's", () => {
    const dead = Array.from({ length: 20 }, (_, index) => epoch(3 + index, [2.3, 2.3, 2.3, 2.3])).flat();
    expect(chosen(...epoch(1, learning), ...epoch(2, diverging, 2.3), ...dead)).toBe(1);
  });

  test("is the newest again once twenty losses in sequence are far below that of the first batch", () => {
    const recovered = Array.from({ length: 5 }, (_, index) => epoch(3 + index, low)).flat();
    expect(chosen(...epoch(1, learning), ...epoch(2, diverging, 2.3), ...recovered.slice(0, -3))).toBe(1);
    const wobbling = Array.from({ length: 10 }, (_, index) => epoch(3 + index, low)).flat();
    expect(chosen(...epoch(1, learning), ...epoch(2, diverging, 2.3), ...wobbling)).toBe(12);
  });

  test("is the newest one if the log has lost the first loss", () => {
    expect(chosen(steps(1, 1, [1e9, 1e9, 1e9], 1), checkpoint(1))).toBe(1);
  });

  test("ignores losses that a resume made void", () => {
    const events = [...epoch(1, learning), ...epoch(2, diverging, 1e15), steps(3, 8, [null], 3)];
    expect(chosen(...events, resumed(4), ...epoch(2, low))).toBe(2);
  });

  test("of a fork is judged by the losses of its parent, too", () => {
    const fork = (losses: number[], testLoss: number): RunEvent[] => {
      const parent = { id: "a", name: "a", checkpoint: "checkpoints/b", epoch: 1, step: 4 };
      return [
        { ...started, parent },
        { type: "inherited", firstStep: 0, losses, epochs: [] },
        { type: "inherited", firstStep: 0, losses: [], epochs: [{ ...epochEnd(1, 0.1, 1), testLoss }] },
        { ...checkpoint(1), reason: "fork" },
        dataset,
      ];
    };
    const good = (losses: number[], testLoss = 2) =>
      lastGoodCheckpoint(foldEvents(fork(losses, testLoss)))?.step;
    expect(good(learning)).toBe(4);
    expect(good(learning, 100)).toBeUndefined();
    expect(good([2.3, 60, 1e6, 1e12])).toBeUndefined();
  });

  test("is the same for the list of runs, which keeps no losses, and after a state was sent", () => {
    const events = [started, dataset, ...epoch(1, learning), ...epoch(2, diverging, 1e15)];
    const state = foldEvents(events);
    expect(lastGoodCheckpoint(structuredClone(takeSnapshot(state)))).toEqual(checkpoint(1));
    expect(lastGoodCheckpoint(restoreState(structuredClone(takeSnapshot(state))))).toEqual(checkpoint(1));
  });
});
