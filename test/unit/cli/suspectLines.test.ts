import { expect, test } from "vitest";
import { suspectLines } from "../../../src/terminal/suspectLines";

test("a suspect's probability that is almost 0 is not shown as 0", () => {
  const suspect = { index: 7, label: 0, predicted: 1 };
  const scores = [2.1e-6, 0.0001, 0];
  const lines = suspectLines(
    scores.map((score) => ({ ...suspect, score })),
    ["Shirt", "Coat"],
    "probability",
  );
  expect(lines.slice(1).map((line) => line.split(/\s+/).at(-1))).toEqual(["2.10e-6", "0.0001", "0.0000"]);
});
