import { expect, test } from "vitest";
import { columnNamed } from "../../../src/runs/columns";
import { groupCell } from "../../../webview/experiments/groupCell";
import { exampleRun } from "../runs/exampleRuns";

const cellOf = (id: string, accuracies: readonly number[]) =>
  groupCell(
    columnNamed(id)!,
    accuracies.map((accuracy, index) => exampleRun(String(index), { accuracies: [accuracy] })),
  );

test("the heading of a group has the mean of a figure and the standard deviation of several runs", () => {
  expect(cellOf("accuracy", [0.8, 0.9])).toEqual({ mean: "85.0%", deviation: "7.07" });
  expect(cellOf("accuracy", [0.8])).toEqual({ mean: "80.0%" });
  expect(cellOf("accuracy", [])).toEqual({ mean: "" });
  expect(cellOf("learningRate", [0.8, 0.9])).toEqual({ mean: "0.001" });
});

test("the standard deviation of equal values is 0, which the heading shows", () => {
  expect(cellOf("accuracy", [0.9, 0.9, 0.9])).toEqual({ mean: "90.0%", deviation: "0" });
  expect(cellOf("lastLoss", [0.6, 0.6, 0.6])).toEqual({ mean: "0.400", deviation: "0" });
});
