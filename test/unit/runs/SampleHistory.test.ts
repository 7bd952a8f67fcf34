import { describe, expect, test } from "vitest";
import { fromFloat16 } from "../../../src/formats/float16";
import type { StoredArray } from "../../../src/formats/safetensors";
import { SampleHistory } from "../../../src/runs/SampleHistory";

const logs = (...probabilities: number[]) => Float32Array.from(probabilities, Math.log);
const figure = (history: SampleHistory, name: string) => [
  ...new Map(history.stored()).get(`history.${name}`)!.data,
];

describe("the history of samples", () => {
  test("counts how often each sample was answered right, and how often it was forgotten", () => {
    const history = new SampleHistory(2);
    const epochs = [
      logs(0.75, 0.25, 0.5, 0.5),
      logs(0.25, 0.75, 0.25, 0.75),
      logs(0.75, 0.25, 0.25, 0.75),
      logs(0.25, 0.75, 0.75, 0.25),
    ];
    for (const answers of epochs) {
      history.beginEpoch();
      history.add({ firstRow: 0 }, Int32Array.of(0, 1), answers);
    }
    expect(figure(history, "seen")).toEqual([4, 4]);
    // If two classes are equally probable, the first one is the prediction.
    expect(figure(history, "correct")).toEqual([2, 2]);
    expect(figure(history, "forgotten")).toEqual([2, 1]);
    expect(figure(history, "predicted")).toEqual([1, 0]);
    expect(figure(history, "probabilitySum")).toEqual([2, 2.25].map((sum) => expect.closeTo(sum, 6)));
    expect(history.meanProbability[0]).toBeCloseTo(0.5, 6);
    expect(history.spread[0]).toBeCloseTo(0.25, 6);
    expect(history.meanMargin[1]).toBeCloseTo(Math.log(3) / 4, 6);
    expect(figure(history, "marginSum")).toEqual([0, Math.log(3)].map((sum) => expect.closeTo(sum, 5)));
  });

  test("has the figures of the current epoch at the indices of the samples", () => {
    const history = new SampleHistory(4);
    history.add({ indices: Int32Array.of(3, 1) }, Int32Array.of(1, 0), logs(0.5, 0.5, 0.25, 0.75));
    expect([...fromFloat16(history.probability)]).toEqual([NaN, 0.25, NaN, 0.5]);
    expect(fromFloat16(history.loss)[1]).toBeCloseTo(Math.log(4), 3);
    history.beginEpoch();
    expect(fromFloat16(history.probability).every(Number.isNaN)).toBe(true);
  });

  test("leaves an epoch in which the network answers NaN out of the means and the spread", () => {
    const history = new SampleHistory(1);
    for (const answers of [logs(0.75, 0.25), logs(Number.NaN, Number.NaN), logs(0.25, 0.75)]) {
      history.beginEpoch();
      history.add({ firstRow: 0 }, Int32Array.of(0), answers);
    }
    expect(figure(history, "seen")).toEqual([2]);
    expect(history.meanProbability[0]).toBeCloseTo(0.5, 6);
    expect(history.spread[0]).toBeCloseTo(0.25, 6);
    expect(history.meanMargin[0]).toBeCloseTo(0, 6);
  });

  test("is the same when it is taken out of a checkpoint", () => {
    const history = new SampleHistory(2);
    history.add({ firstRow: 0 }, Int32Array.of(0, 1), logs(0.75, 0.25, 0.5, 0.5));
    const tensors = new Map(history.stored());
    expect(SampleHistory.take(tensors)).toEqual(history);
    expect(tensors.size).toBe(0);
    expect(SampleHistory.take(tensors)).toBeUndefined();
  });

  test.each<[string, string, StoredArray | undefined]>([
    ["missing", "correct", undefined],
    ["of another type", "correct", { shape: [2], data: new Uint8Array(2) }],
    ["of another length", "marginSum", { shape: [3], data: new Float32Array(3) }],
    ["not finite", "squareSum", { shape: [2], data: Float32Array.of(0, Number.NaN) }],
  ])("is refused where a figure is %s", (_, name, array) => {
    const tensors = new Map(new SampleHistory(2).stored());
    if (array) tensors.set(`history.${name}`, array);
    else tensors.delete(`history.${name}`);
    expect(() => SampleHistory.take(tensors)).toThrow(`history.${name}`);
  });
});
