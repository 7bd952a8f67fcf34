import { expect, test } from "vitest";
import { columnNamed } from "../../../src/runs/columns";
import { differenceText } from "../../../src/runs/comparison";
import { exampleRun } from "./exampleRuns";

const baseline = exampleRun("baseline", { accuracies: [0.8, 0.85], losses: [0.6, 0.55] });
const differences = (column: string, ...runs: ReturnType<typeof exampleRun>[]) =>
  runs.map((run) => differenceText(columnNamed(column)!, run, baseline));

test("differences of a column have the same number of decimals, and a minus sign", () => {
  const better = exampleRun("better", { accuracies: [0.9, 0.96], losses: [0.5, 0.289] });
  const worse = exampleRun("worse", { accuracies: [0.8, 0.7377], losses: [0.7, 0.8] });
  expect(differences("acc", better, worse)).toEqual(["+11.0 points", "−5.0 points"]);
  expect(differences("loss", better, worse)).toEqual(["−0.261", "+0.250"]);
  expect(differences("bestEpoch", better, worse)).toEqual(["", "−1"]);
});

test("a difference too small to show is empty; it has more decimals where the usual ones would hide it", () => {
  const alike = exampleRun("alike", { accuracies: [0.8, 0.85001], losses: [0.6, 0.5498] });
  expect(differences("acc", alike, exampleRun("none"))).toEqual(["", ""]);
  expect(differences("loss", alike)).toEqual(["−0.0002"]);
});

test("the difference of a column is written in the column's own form", () => {
  const faster = exampleRun("faster", { accuracies: [0.8, 0.85, 0.85] });
  faster.state.samplesPerSecond = 40_000.6;
  const slow = exampleRun("slow");
  slow.state.samplesPerSecond = 1000;
  expect(differenceText(columnNamed("speed")!, faster, slow)).toBe("+39,001");
  expect(differences("duration", faster)).toEqual(["+1.5 s"]);
  expect(differences("name", faster)).toEqual([""]);
});
