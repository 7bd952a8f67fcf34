import { describe, expect, test } from "vitest";
import type { Series } from "../../../src/protocol/seriesProtocol";
import { valueRange, wholeRange } from "../../../webview/figures/chartLine";
import {
  type ChartGroup,
  type ChartRun,
  chartLines,
  drawnBy,
  groupId,
  metricsOf,
  problemTexts,
} from "../../../webview/figures/chartLines";
import { exampleLine } from "./exampleLines";

const { series: _, ...line } = exampleLine("a", []);
const run = { ...line, hasValidation: false };
const runs: ChartRun[] = [
  { ...run, id: "a" },
  { ...run, id: "b", isBaseline: true },
  { ...run, id: "unread" },
];
const series = new Map<string, Series>([
  ["a", exampleLine("a", [1, 2, 3]).series],
  ["b", exampleLine("b", [3, 4]).series],
]);
const group: ChartGroup = {
  key: "g",
  label: "lr 0.1",
  colour: 2,
  dash: 1,
  runIds: ["a", "b"],
  isHighlighted: false,
  isGrowing: false,
};

test("a note below a chart of several runs or groups names the one whose values could not be read", () => {
  const known = new Map<string, Series>([
    ["b", { runId: "b", isWhole: true, problem: "The log cannot be read." }],
    [groupId(group), { runId: "g", isWhole: true, problem: "A log cannot be read." }],
  ]);
  const named = runs.map((one) => ({ ...one, name: `run ${one.id}` }));
  expect(problemTexts(named, undefined, known)).toEqual(["run b: The log cannot be read."]);
  expect(problemTexts(named.slice(1, 2), undefined, known)).toEqual(["The log cannot be read."]);
  const other = { ...group, runIds: ["unread"] };
  expect(problemTexts(named, [group, other], known)).toEqual(["lr 0.1: A log cannot be read."]);
});

describe("the lines of a chart", () => {
  test("are those of the runs that were read", () => {
    expect(chartLines(runs, undefined, series, "sd", [0, 10]).map(({ id }) => id)).toEqual(["a", "b"]);
  });

  test("are the means of groups, with their bands", () => {
    const spread = { count: Float32Array.of(2, 2), sd: Float32Array.of(1, 1) };
    const extremes = { min: Float32Array.of(1, 2), max: Float32Array.of(3, 4) };
    const mean = { ...exampleLine("g", [2, 3]).series, runCount: 2, spread: { ...spread, ...extremes } };
    const known = new Map([[groupId(group), mean]]);
    const [line] = chartLines(runs, [group], known, "minMax", [0, 10]);
    expect(line).toMatchObject({
      id: "g",
      name: "lr 0.1 (mean of 2)",
      colour: 2,
      dash: 1,
      isBaseline: false,
    });
    expect(line!.series).toBe(mean);
    expect([...line!.band!.high]).toEqual([3, 4]);
    expect(chartLines(runs, [group], known, "none", [0, 10])[0]!.band).toBeUndefined();
    expect(
      chartLines(runs, [{ ...group, runIds: ["a"] }], known, "sd", [0, 10])[0]!.series.raw,
    ).toBeUndefined();
    expect(chartLines(runs, [{ ...group, runIds: ["b"] }], known, "sd", [0, 10])[0]!.isBaseline).toBe(true);
  });

  test("have the greatest loss of guessing of the runs in a group", () => {
    const guesses = [2, 3, 4].map((guessing, index) => ({ ...runs[index]!, guessing }));
    expect(chartLines(guesses, [group], series, "sd", [0, 10])[0]!.guessing).toBe(3);
  });

  test("have the number of the runs with a value in the names of groups", () => {
    const nameWith = (runCount: number) => {
      const known = new Map([[groupId(group), { ...exampleLine("g", [2, 3]).series, runCount }]]);
      return chartLines(runs, [group], known, "sd", [0, 10])[0]!.name;
    };
    expect([2, 1, 0].map(nameWith)).toEqual([
      "lr 0.1 (mean of 2)",
      "lr 0.1 (mean of 1 of 2)",
      "lr 0.1 (no values)",
    ]);
  });

  test("of a group that has not been read are empty, with a name without a number", () => {
    const [line] = chartLines(runs, [{ ...group, runIds: ["unread"] }], series, "sd", [0, 10]);
    expect(line!.name).toBe("lr 0.1");
    expect(line!.series.extent).toBeUndefined();
  });
});

test("the axes hold the values in the visible range, and the next ones beside it", () => {
  const lines = [exampleLine("a", [9, 2, 3, 8, 7]), exampleLine("b", [])];
  expect(wholeRange(lines)).toEqual([1, 5]);
  expect(valueRange(lines, [2.5, 2.9], false, false)).toEqual([2, 3]);
  expect(valueRange([exampleLine("c", [-1, 0])], [1, 2], true, false)).toBeUndefined();
  expect(wholeRange([])).toBeUndefined();
});

describe("the charts of validation sets", () => {
  const some = runs.map((one) => ({ ...one, hasValidation: one.id === "b" }));

  test("are offered while a drawn run has a validation set", () => {
    expect(metricsOf(runs)).not.toContain("validationAccuracy");
    expect(metricsOf(runs)).toContain("testAccuracy");
    expect(metricsOf(some)).toEqual(expect.arrayContaining(["validationLoss", "validationAccuracy"]));
  });

  test("draw the runs that have one, alone and in groups", () => {
    const ids = ({ runs: drawn }: ReturnType<typeof drawnBy>) => drawn.map(({ id }) => id);
    expect(ids(drawnBy("validationLoss", some, undefined))).toEqual(["b"]);
    expect(ids(drawnBy("testLoss", some, undefined))).toEqual(["a", "b", "unread"]);
    const others = { ...group, key: "h", runIds: ["unread"] };
    const { groups } = drawnBy("validationAccuracy", some, [group, others]);
    expect(groups).toEqual([{ ...group, runIds: ["b"] }]);
    expect(drawnBy("testAccuracy", some, [group, others]).groups).toEqual([group, others]);
  });
});
