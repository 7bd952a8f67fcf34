import { expect, test } from "vitest";
import { runRowTexts } from "../../../src/host/runRowTexts";
import type { RunSummary } from "../../../src/runs/RunStore";
import { exampleRun } from "../runs/exampleRuns";

const run: RunSummary = {
  ...exampleRun("a", { accuracies: [0.8] }),
  name: "brisk-linen",
  folder: "/runs/a",
  problems: [],
  isHeld: false,
};
const alone = { varying: [], isShown: false, isNamesake: false };

test("the row of a run of which files could not be read has a sign, and the reasons for a screen reader", () => {
  const problems = ["run.json is missing or damaged.", "3 lines of the log are damaged."];
  expect(runRowTexts(run, alone).label).toBe("brisk-linen");
  const damaged = runRowTexts({ ...run, problems }, alone);
  expect(damaged.label).toBe("brisk-linen ⚠");
  expect(damaged.spoken).toContain(`Problems: ${problems.join(" ")}`);
  const starred = { ...run, problems, labels: { ...run.labels, starred: true } };
  expect(runRowTexts(starred, alone).label).toBe("brisk-linen ★ ⚠");
});

test("the row of a run has the run's folder if another run has the same name", () => {
  expect(runRowTexts(run, alone).description).toBe("80.0%");
  const copy = runRowTexts(run, { ...alone, isShown: true, isNamesake: true });
  expect(copy.description).toBe("a · 80.0% · shown");
  expect(copy.spoken).toMatch(/^brisk-linen, a, shown, /);
});

test("the row of a run whose trainer is alive says that this window connects to it, or cannot reach it", () => {
  expect(runRowTexts(run, { ...alone, contact: "connecting" }).description).toBe("80.0% · connecting");
  const unreachable = runRowTexts(run, { ...alone, isShown: true, contact: "unreachable" });
  expect(unreachable.description).toBe("80.0% · not reachable · shown");
  expect(unreachable.spoken).toMatch(/^brisk-linen, not reachable, shown, /);
});
