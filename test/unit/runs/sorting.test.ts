import { describe, expect, test } from "vitest";
import { ColumnsError, parseColumns, parseSort, sortRuns } from "../../../src/runs/sorting";
import { exampleRun } from "./exampleRuns";

const runs = [
  exampleRun("a", { name: "run 10", accuracies: [0.8], config: { optimizer: "adam" }, status: "stopped" }),
  exampleRun("b", {
    name: "Run 9",
    accuracies: [0.9],
    config: { optimizer: "sgd" },
    labels: { starred: true },
  }),
  exampleRun("c", { name: "run 2", status: "failed" }),
  exampleRun("d", { name: "run 1", accuracies: [0.8], labels: { tags: ["x"] } }),
];
const order = (text: string) =>
  sortRuns(runs, parseSort(text))
    .map(({ id }) => id)
    .join("");

describe("runs are sorted", () => {
  test.each([
    ["name", "dcba"],
    ["-name", "abcd"],
    ["accuracy", "adbc"],
    ["-accuracy", "badc"],
    ["-acc,name", "bdac"],
    ["optimizer,-name", "bcda"],
    ["status", "bdac"],
    ["-starred,name", "bdca"],
    ["tags", "dabc"],
    ["lr", "abcd"],
  ])("by %s: %s", (text, ids) => {
    expect(order(text)).toBe(ids);
  });

  test("without changing the list that was given", () => {
    order("name");
    expect(runs.map(({ id }) => id).join("")).toBe("abcd");
  });
});

test.each(["", "-", "name,", "name,,acc"])("%j is refused since it lacks the name of a column", (text) => {
  for (const parse of [parseSort, parseColumns])
    expect(() => parse(text)).toThrow(/^(lacks the name of a column|names no column "-")/);
  expect(() => parseSort(text)).toThrow(
    /^lacks the name of a column; columns are for example name, status, /,
  );
});

test("columns are named by any of their names", () => {
  expect(parseColumns("name, acc,lr").map(({ id }) => id)).toEqual(["name", "accuracy", "learningRate"]);
});

test.each(["", "naem", "name,,lr", "--name"])("%j names no column", (text) => {
  expect(() => parseSort(text)).toThrow(ColumnsError);
  if (text === "naem") expect(() => parseColumns(text)).toThrow('names no column "naem"');
});
