import { expect, test } from "vitest";
import type { ExperimentRow } from "../../../src/protocol/experimentsProtocol";
import { rowOf } from "../../../src/runs/columns";
import { comparedRuns } from "../../../webview/experiments/comparedRuns";
import { exampleRun } from "../runs/exampleRuns";

const row = (id: string): ExperimentRow => ({ ...rowOf(exampleRun(id)), isLive: false, problems: [] });
const runs = Array.from({ length: 14 }, (_, index) => row(`r${index}`));
const idsOf = (given: Parameters<typeof comparedRuns>) => comparedRuns(...given).runs.map(({ id }) => id);

test("runs are compared with the first one without a baseline", () => {
  expect(idsOf([runs.slice(0, 3), undefined])).toEqual(["r0", "r1", "r2"]);
});

test("the baseline is the first, also where it is not selected", () => {
  expect(idsOf([runs.slice(0, 3), runs[2]])).toEqual(["r2", "r0", "r1"]);
  expect(idsOf([runs.slice(0, 2), runs[5]])).toEqual(["r5", "r0", "r1"]);
});

test("of more than twelve runs the first ones are compared, with the baseline among the twelve", () => {
  expect(comparedRuns(runs, undefined)).toMatchObject({ runs: runs.slice(0, 12), selected: 12 });
  expect(comparedRuns(runs, runs[13])).toMatchObject({
    runs: [runs[13], ...runs.slice(0, 11)],
    selected: 12,
  });
  expect(comparedRuns(runs.slice(0, 13), runs[13])).toMatchObject({ selected: 11 });
});
