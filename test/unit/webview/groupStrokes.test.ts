import { expect, test } from "vitest";
import { rowOf } from "../../../src/runs/columns";
import { groupStrokes, strokesInGroups } from "../../../webview/experiments/groupStrokes";
import { exampleRun } from "../runs/exampleRuns";

const row = (id: string, ...tags: string[]) => rowOf(exampleRun(id, { labels: { tags } }));

test("groups get their strokes in the order of their oldest runs, so newer runs change none", () => {
  const rows = [row("c", "x"), row("b", "y", "z"), row("a", "x")];
  const strokes = groupStrokes(rows, { by: "tag" });
  expect([...strokes].map(([key, { colour }]) => [key, colour])).toEqual([
    ["x", 0],
    ["y", 1],
    ["z", 2],
  ]);
  const more = groupStrokes([row("d", "new"), ...rows], { by: "tag" });
  expect([...more].slice(0, 3)).toEqual([...strokes]);
});

test("the ninth group has the first colour again, with dashes", () => {
  const rows = Array.from({ length: 9 }, (_, index) => row(`r${index}`, `t${index}`));
  expect(groupStrokes(rows, { by: "tag" }).get("t0")).toEqual({ colour: 0, dash: 1 });
});

test("a run has the stroke of its group, or of the first of its groups", () => {
  const rows = [row("c"), row("b", "y", "x"), row("a", "x")];
  const byTag = { by: "tag" } as const;
  const strokes = strokesInGroups(rows, byTag, groupStrokes(rows, byTag));
  expect([...strokes].map(([id, { colour }]) => [id, colour])).toEqual([
    ["c", 2],
    ["b", 1],
    ["a", 0],
  ]);
});
