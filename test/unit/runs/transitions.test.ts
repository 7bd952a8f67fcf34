import { describe, expect, test } from "vitest";
import { foldEvents } from "../../../src/runs/applyEvent";
import { canChange, isAllowed, isOver, type RunStatus } from "../../../src/runs/transitions";
import { control, dataset, ended, resumed, started } from "./exampleEvents";

const statuses: RunStatus[] = [
  "preparing",
  "running",
  "paused",
  "finished",
  "stopped",
  "failed",
  "interrupted",
];

/** `x` if a run may change from the row's status to the column's. The columns are in the order of {@link statuses}. */
const table = `
  preparing    . x . . x x x
  running      . . x x x x x
  paused       . x . x x x x
  finished     . x . . . . .
  stopped      . x . . . . .
  failed       . x . . . . .
  interrupted  . x . . . . .
`;
const pairs = table
  .trim()
  .split("\n")
  .flatMap((row) => {
    const [from, ...marks] = row.trim().split(/\s+/);
    return marks.map((mark, index) => [from as RunStatus, statuses[index], mark === "x"] as const);
  });

test("the table contains every pair of statuses", () => {
  expect(pairs).toHaveLength(49);
});

test.each(pairs)("from %s to %s: %s", (from, to, allowed) => {
  expect(canChange(from, to)).toBe(allowed);
});

test.each(statuses)("a run that is %s can be stopped or else resumed", (status) => {
  expect(isAllowed(status, "stop")).toBe(!isOver(status));
  expect(isAllowed(status, "resumeRun")).toBe(isOver(status));
});

describe("the fold", () => {
  test("ignores an event that the status does not allow, with a warning", () => {
    const state = foldEvents([started, dataset, ended("finished"), control("paused", 3)]);
    expect(state.status).toBe("finished");
    expect(state.controls).toEqual([]);
    expect(state.warnings).toEqual(["A control event came while the run was finished and was left out."]);
  });

  test("accepts a resume of a run whose process is gone", () => {
    expect(foldEvents([started, dataset, control("paused", 3), resumed(3)]).status).toBe("running");
    expect(foldEvents([started, dataset, resumed(3)]).warnings).toEqual([]);
  });
});
