import { expect, test } from "vitest";
import { toTextReport } from "../../bench/report";
import { accuracyFigures } from "../../bench/toAccuracy";

/** A training whose epochs take 10 s each and end with these test accuracies. */
const training = (...accuracies: number[]) =>
  accuracies.map((accuracy, epoch) => ({ accuracy, seconds: 10 * (epoch + 1) }));

test("a training that does not reach an accuracy counts in the median of its time", () => {
  const { reached } = accuracyFigures("fast", [
    training(0.88, 0.91),
    training(0.89, 0.92),
    training(0.87, 0.89),
  ]);
  expect(reached.map(({ median }) => median)).toEqual([10, 20, Infinity, Infinity]);
});

test("the report has a dash for an accuracy that half of the seeds or more do not reach", () => {
  const figures = accuracyFigures("fast", [training(0.88, 0.905), training(0.88, 0.91)]);
  const report = toTextReport({
    time: "2026-01-31T12:00:00.000Z",
    machine: { cpu: "Some CPU", cores: 2, memoryBytes: 2 ** 33, loadAverage: 0, platform: "linux" },
    toAccuracy: [figures],
  } as unknown as Parameters<typeof toTextReport>[0]);
  expect(report).toMatch(/fast +10\.0 +20\.0 +– +– +2 +20\.0 +90\.75 % +90\.50 % to 91\.00 % +2/);
});
