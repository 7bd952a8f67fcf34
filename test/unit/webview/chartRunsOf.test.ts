import { expect, test } from "vitest";
import type { ExperimentRow } from "../../../src/protocol/experimentsProtocol";
import { chartRunsOf } from "../../../webview/experiments/chartRunsOf";
import { exampleRun, parent } from "../runs/exampleRuns";

test("a chart leaves the part before a fork to the line of the parent, and not to another run's with its id", () => {
  const row = (id: string, created?: string): ExperimentRow => ({
    ...exampleRun(id, created === undefined ? {} : { parent: { ...parent, id: "a", created } }),
    isLive: false,
    problems: [],
  });
  const a = row("a");
  const rows = [row("c", "2026-01-01T09:30:00.250Z"), row("b", a.created), a];
  const drawing = {
    strokes: new Map(),
    names: new Map(),
    baseline: undefined,
    highlighted: new Set<string>(),
  };
  const parents = chartRunsOf(rows, rows, drawing).map(({ parentId }) => parentId);
  expect(parents).toEqual([undefined, "a", undefined]);
});
