import { describe, expect, test } from "vitest";
import { foldEvents } from "../../../src/runs/applyEvent";
import { type Curve, curveOf } from "../../../src/runs/curves";
import { ExponentialAverage } from "../../../src/runs/ExponentialAverage";
import type { RunEvent, StartedEvent } from "../../../src/runs/RunEvent";
import type { RunState } from "../../../src/runs/RunState";
import type { SeriesAxis, SeriesMetric } from "../../../src/runs/seriesKinds";
import { smoothed } from "../../../src/runs/smoothed";
import { control, dataset, epochEnd, resumed, started, steps } from "./exampleEvents";

/** Two epochs of four batches. The first takes 2 s of training and 0.5 s of testing, the second 4 s and 1 s. */
const epochs: RunEvent[] = [
  started,
  dataset,
  steps(1, 0, [8, 7, null, 5], 3),
  { ...epochEnd(1, 0.5, 3.5), trainSeconds: 2, testSeconds: 0.5 },
  steps(2, 4, [4, 3, 2, 1], 8),
  { ...epochEnd(2, 0.7, 9), trainSeconds: 4, testSeconds: 1, testLoss: null },
];

const points = ({ y, xAt }: Curve) => Array.from(y, (value, index) => [xAt(index), value]);
const curve = (events: RunEvent[], metric: SeriesMetric, axis: SeriesAxis) =>
  points(curveOf(foldEvents(events), metric, axis));
const xOf = (events: RunEvent[], metric: SeriesMetric, axis: SeriesAxis) =>
  curve(events, metric, axis).map(([x]) => x);

describe("the curve of the losses", () => {
  test("counts steps from 1 and has gaps", () => {
    expect(curve(epochs, "loss", "step")).toEqual([
      [1, 8],
      [2, 7],
      [3, Number.NaN],
      [4, 5],
      [5, 4],
      [6, 3],
      [7, 2],
      [8, 1],
    ]);
  });

  test("is given by epochs, by samples with a short last batch, and by training time without the tests", () => {
    expect(xOf(epochs, "loss", "epoch")).toEqual([0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75, 2]);
    const short = { ...(dataset as Extract<RunEvent, { type: "dataset" }>), trainSamples: 200 };
    const events = epochs.map((event) => (event.type === "dataset" ? short : event));
    expect(xOf(events, "loss", "samples")).toEqual([64, 128, 192, 200, 264, 328, 392, 400]);
    expect(xOf(epochs, "loss", "time")).toEqual([0.5, 1, 1.5, 2, 3.5, 4.5, 5.5, 6.5]);
  });

  test("has the steps of the current epoch at their training time", () => {
    const begun = [...epochs, steps(3, 8, [1, 1], 10), steps(3, 10, [1], 11)];
    const state = foldEvents(begun);
    expect(xOf(begun, "loss", "time").at(-1)).toBeCloseTo(7.5 + state.underWaySeconds);
  });

  test("lacks the steps that a resume made void", () => {
    const events = [...epochs, resumed(4), steps(2, 4, [6], 6)];
    expect(curve(events, "loss", "step").slice(3)).toEqual([
      [4, 5],
      [5, 6],
    ]);
    expect(xOf(events, "testLoss", "step")).toEqual([4]);
  });

  test.each(["step", "epoch", "time", "samples"] as const)("finds each place on the axis of %s", (axis) => {
    const found = curveOf(foldEvents(epochs), "loss", axis);
    for (let index = 0; index < found.y.length; index++) {
      expect(found.indexAt(found.xAt(index))).toBe(index);
      expect(found.indexAt(found.xAt(index) + 1e-6)).toBe(index + 1);
    }
    expect(found.indexAt(-5)).toBe(0);
    expect(found.indexAt(1e9)).toBe(8);
  });

  test("is empty on an axis whose values are not in the log", () => {
    expect(curve([started, steps(1, 0, [1, 2], 1)], "loss", "epoch")).toEqual([]);
    expect(curve([started], "loss", "time")).toEqual([]);
  });
});

describe("the curve of an epoch's figure", () => {
  test("has one value at the end of each epoch", () => {
    expect(curve(epochs, "testAccuracy", "step")).toEqual([
      [4, Math.fround(0.5)],
      [8, Math.fround(0.7)],
    ]);
    expect(xOf(epochs, "testAccuracy", "epoch")).toEqual([1, 2]);
    expect(xOf(epochs, "testAccuracy", "samples")).toEqual([256, 512]);
    expect(curve(epochs, "testLoss", "epoch")).toEqual([
      [1, Math.fround(1.9)],
      [2, Number.NaN],
    ]);
  });

  test("is at the end of the test on the axis of time", () => {
    expect(xOf(epochs, "testAccuracy", "time")).toEqual([2.5, 7.5]);
  });

  test("may be the speed, in samples per second of training", () => {
    expect(curve(epochs, "speed", "epoch")).toEqual([
      [1, 128],
      [2, 64],
    ]);
  });
});

describe("the curve of the learning rate", () => {
  test("jumps at each change", () => {
    const events = [
      started,
      dataset,
      steps(1, 0, [1, 1], 1),
      control("learningRate", 2, 0.5),
      steps(1, 2, [1], 2),
    ];
    expect(curve(events, "learningRate", "step")).toEqual(
      [
        [0, 1e-3],
        [2, 1e-3],
        [2, 0.5],
        [3, 0.5],
      ].map(([x, y]) => [x, Math.fround(y!)]),
    );
  });

  test("of a fork begins at the fork", () => {
    const fork: StartedEvent = {
      ...started,
      parent: { id: "p", name: "p", checkpoint: "c", epoch: 1, step: 4 },
    };
    expect(xOf([fork, dataset, steps(2, 4, [1], 1)], "learningRate", "step")).toEqual([4, 5]);
  });
});

describe("smoothing", () => {
  const values = Float32Array.from(
    { length: 3000 },
    (_, index) => Math.sin(index * 7) + (index % 90 === 0 ? Number.NaN : 0),
  );

  test("is the exponential average of all values", () => {
    const average = new ExponentialAverage(0.9);
    expect([...smoothed(values, 0.9)]).toEqual(
      Array.from(values, (value) => Math.fround(average.next(value))),
    );
  });

  test.each([0, 0.9, 0.99, 0.999])(
    "of a long curve, with weight %d, is the same but for rounding",
    (weight) => {
      for (const gap of [undefined, 4990, 5010]) {
        const long = Float32Array.from({ length: 20_003 }, (_, index) =>
          index === gap ? Number.NaN : Math.sin(index * 7) + index / 5000,
        );
        const average = new ExponentialAverage(weight);
        const expected = Array.from(long, (value) => average.next(value));
        const far = [...smoothed(long, weight)].findIndex(
          (value, index) => !(Math.abs(value - expected[index]!) < 1e-6) && index !== gap,
        );
        expect(far).toBe(-1);
      }
    },
  );

  test.each([0.5, 0.9, 0.99, 1])("with weight %d of a part is that of the whole", (weight) => {
    const [part, whole] = [smoothed(values, weight, 2500, 2600), smoothed(values, weight)];
    for (let index = 2500; index < 2600; index++) {
      if (Number.isNaN(whole[index]!)) expect(part[index]).toBeNaN();
      else expect(part[index]).toBeCloseTo(whole[index]!, 5);
    }
    expect(part[2499]).toBeNaN();
  });

  test("of a part that begins in or after a long gap is that of the whole", () => {
    const gapped = Float32Array.from({ length: 3000 }, (_, index) =>
      index >= 500 && index < 2500 ? Number.NaN : index,
    );
    const whole = smoothed(gapped, 0.9).slice();
    for (const from of [2000, 2499, 2500, 2510])
      expect([...smoothed(gapped, 0.9, from).subarray(2510)]).toEqual([...whole.subarray(2510)]);
  });
});

test("a state without a configuration has no learning rate", () => {
  const state: RunState = foldEvents([]);
  expect(curveOf(state, "learningRate", "step").y).toHaveLength(0);
});
