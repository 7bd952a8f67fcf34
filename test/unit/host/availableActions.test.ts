import { describe, expect, test } from "vitest";
import manifest from "../../../package.json";
import { availableActions } from "../../../src/host/availableActions";
import type { RunStatus } from "../../../src/runs/transitions";

const available = (training: RunStatus | undefined, ...listed: RunStatus[]) =>
  Object.entries(availableActions(training, listed))
    .filter(([, isAvailable]) => isAvailable)
    .map(([action]) => action);

describe("what a user can do", () => {
  test("depends on the status of the current training", () => {
    expect(available("preparing")).toEqual(["stop"]);
    expect(available("running")).toEqual(["pause", "stop", "learningRate", "epochs"]);
    expect(available("paused")).toEqual(["resume", "step", "stop", "learningRate", "epochs"]);
  });

  test("include resuming an ended run, also while another one trains", () => {
    expect(available(undefined, "running")).toEqual([]);
    for (const status of ["finished", "stopped", "failed", "interrupted"] as const)
      expect(available(undefined, status)).toEqual(["resumeRun"]);
    expect(available("running", "stopped", "running")).toContain("resumeRun");
  });

  test("include every action that a condition in package.json names", () => {
    const asked = [...JSON.stringify(manifest).matchAll(/fittingRoom\.can\.(\w+)/g)].map(([, name]) => name);
    expect(asked.length).toBeGreaterThan(0);
    const known = Object.keys(availableActions(undefined, []));
    for (const name of asked) expect(known).toContain(name);
  });
});
