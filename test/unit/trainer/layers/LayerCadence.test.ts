import { expect, test } from "vitest";
import { LayerCadence } from "../../../../src/trainer/layers/LayerCadence";

/**
 * The indices of the steps that a training of `steps` steps records.
 * @param seconds time (s) of a step without a record
 * @param recording additional time (s) of a record
 * @param lossOf the loss of a step, by its index
 */
function recorded(steps: number, seconds: number, recording: number, lossOf = (_: number) => 1): number[] {
  const cadence = new LayerCadence();
  const due: number[] = [];
  for (let step = 0; step < steps; step++) {
    const isDue = cadence.isDue(step, lossOf(step));
    if (isDue) due.push(step);
    cadence.add(step, seconds + (isDue ? recording : 0), isDue ? recording : 0);
  }
  return due;
}

test("records take at most 1 % of the time after the first two", () => {
  for (const seconds of [1e-4, 4e-3, 1])
    for (const recording of [1e-4, 7e-3, 0.5]) {
      const due = recorded(3000, seconds, recording);
      expect(due[0]).toBe(0);
      const total = 3000 * seconds + due.length * recording;
      expect((due.length - 2) * recording).toBeLessThanOrEqual(0.01 * total);
    }
});

test("an epoch of the tutorial has several records", () => {
  expect(recorded(938, 4e-3, 7e-3).length).toBeGreaterThan(4);
});

test("records that take little time become rarer with the steps: a million steps have a few hundred", () => {
  const due = recorded(1_000_000, 1, 1e-6);
  expect(due.length).toBeGreaterThan(400);
  expect(due.length).toBeLessThan(500);
});

test("a step is recorded whenever the loss has risen by a factor of three, although records take long", () => {
  const risen: Record<number, number> = { 5: 4, 6: 11, 7: 13, 8: 2000, 9: 5000, 20: Number.NaN };
  expect(recorded(30, 1e-3, 1, (step) => risen[step] ?? 1)).toEqual([0, 5, 7, 8]);
});
