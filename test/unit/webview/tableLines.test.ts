import { describe, expect, test } from "vitest";
import type { ExperimentRow } from "../../../src/protocol/experimentsProtocol";
import { rowOf } from "../../../src/runs/columns";
import { initialTable, type TableState } from "../../../webview/experiments/TableState";
import { tableContent } from "../../../webview/experiments/tableLines";
import { exampleRun } from "../runs/exampleRuns";

const row = (...given: Parameters<typeof exampleRun>): ExperimentRow => ({
  ...rowOf(exampleRun(...given)),
  isLive: false,
  problems: [],
});
const rows = [
  row("a", { name: "linen", accuracies: [0.8], config: { seed: 1 }, labels: { tags: ["x", "y"] } }),
  row("b", { name: "wool", accuracies: [0.9], config: { seed: 2 }, labels: { tags: ["x"] } }),
  row("c", { name: "silk", accuracies: [0.7], config: { seed: 3, learningRate: 0.1 } }),
  row("d", { name: "old", labels: { archived: true } }),
];
const content = (state: Partial<TableState>) => tableContent(rows, { ...initialTable, ...state });
const lines = (state: Partial<TableState>) =>
  content(state).lines.map((line) => (line.kind === "run" ? line.run.id : `[${line.group.label}]`));

describe("The lines of the table", () => {
  test("are the runs that fit the filter, sorted", () => {
    const sort = [{ column: "accuracy", isDescending: true }];
    expect(lines({ sort })).toEqual(["b", "a", "c"]);
    expect(lines({ sort, filter: "acc<0.85" })).toEqual(["a", "c"]);
  });

  test("leave archived runs out unless the filter names the archive", () => {
    expect(lines({})).toEqual(["a", "b", "c"]);
    expect(content({})).toMatchObject({ total: 4, archived: 1 });
    expect(lines({ filter: "is:archived" })).toEqual(["d"]);
  });

  test("are those of the last valid filter while the current one is invalid, with the position of the error", () => {
    const before = content({ filter: "tag:y" });
    const now = tableContent(rows, { ...initialTable, filter: "tag:y bad>1" }, before.filter);
    expect(now.runs.map(({ id }) => id)).toEqual(["a"]);
    expect(now.error).toMatchObject({ start: 6, end: 9 });
    expect(now.isOfEarlier).toBe(true);
    expect(before.isOfEarlier).toBe(false);
    expect(content({ filter: "zzz" }).isOfEarlier).toBe(false);
  });

  test("ignore a word that is only begun, and are none for a text that no run has", () => {
    expect(lines({ filter: "lin" })).toEqual(["a"]);
    expect(lines({ filter: "optim acc>85" })).toEqual(["b"]);
    expect(content({ filter: "optim acc>85" }).error).toMatchObject({ start: 0, end: 5 });
    expect(lines({ filter: "zzz" })).toEqual([]);
    expect(content({ filter: "zzz" }).error?.message).toBe("No run has zzz in its name, a tag or its note.");
  });

  test("have a heading for each group, with the figures of its runs", () => {
    const { lines } = content({ group: "sameButForSeed" });
    expect(lines.map(({ kind }) => kind)).toEqual(["group", "run", "run", "group", "run"]);
    expect(lines[0]).toMatchObject({
      group: { figures: { n: 2, mean: 0.8500000000000001, best: { id: "b" } } },
    });
  });

  test("hide the runs of a folded group, which still count among the runs", () => {
    const grouped = content({ group: "tag" });
    const [first] = grouped.lines;
    const folded = content({ group: "tag", folded: [first?.kind === "group" ? first.group.key : ""] });
    expect(folded.lines.map(({ kind }) => kind)).toEqual(["group", "group", "run", "group", "run"]);
    expect(folded.runs).toHaveLength(3);
  });

  test("have different keys, whatever the names of folders and tags are", () => {
    const named = [
      row("a", { labels: { tags: ["group"] } }),
      row("pinned a", { labels: { tags: ["group a", "pinned"] } }),
      row("group group"),
      row("group a", { labels: { tags: ["a", "b"] } }),
      row("b", { labels: { tags: ["in/a"] } }),
    ];
    for (const group of [undefined, "tag", "sameButForSeed"] as const) {
      const { lines } = tableContent(named, { ...initialTable, baseline: "a", group });
      expect(new Set(lines.map(({ key }) => key)).size).toBe(lines.length);
    }
  });

  test("begin with the baseline, whatever the order and the filter are", () => {
    const sort = [{ column: "accuracy", isDescending: true }];
    expect(lines({ sort, baseline: "c" })).toEqual(["c", "b", "a"]);
    expect(content({ baseline: "c" }).lines.map((line) => line.kind === "run" && line.isPinned)).toEqual([
      true,
      false,
      false,
    ]);
    expect(lines({ sort, baseline: "c", filter: "acc>85%" })).toEqual(["c", "b"]);
    expect(lines({ baseline: "d" })).toEqual(["d", "a", "b", "c"]);
    expect(lines({ baseline: "gone" })).toEqual(["a", "b", "c"]);
  });

  test("distinguish a baseline that does not fit the filter from the runs that fit it", () => {
    const { runs, meant, lines } = content({ baseline: "c", filter: "acc>85%" });
    expect([runs, meant].map((some) => some.map(({ id }) => id))).toEqual([["c", "b"], ["b"]]);
    expect(lines.map((line) => line.kind === "run" && line.isMeant)).toEqual([false, true]);
    expect(content({ baseline: "c" }).meant).toHaveLength(3);
  });

  test("have the baseline above the groups, and in its own group, whose figures count it", () => {
    const grouped = content({ group: "sameButForSeed", baseline: "b" }).lines;
    expect(grouped.map((line) => (line.kind === "run" ? line.run.id : line.group.runs.length))).toEqual([
      "b",
      2,
      "a",
      "b",
      1,
      "c",
    ]);
    const [pinned, heading] = grouped;
    expect(pinned).toMatchObject({ groupKey: heading?.kind === "group" && heading.group.key });
    expect(new Set(grouped.map(({ key }) => key)).size).toBe(grouped.length);
  });

  test("come with the filter's words that leave runs out, each with the number of these runs", () => {
    expect(content({ filter: "-linen -zzz" }).exclusions).toEqual([
      { word: "-linen", runs: 1 },
      { word: "-zzz", runs: 0 },
    ]);
    const before = content({ filter: "-linen" });
    expect(tableContent(rows, { ...initialTable, filter: "-linen bad>1" }, before.filter).exclusions).toEqual(
      [],
    );
  });

  test("have keys of their own, also where a run is in two groups", () => {
    const keys = content({ group: "tag" }).lines.map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
  });
});
