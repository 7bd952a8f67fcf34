import { describe, expect, it } from "vitest";
import type { RunStatus } from "../../../src/runs/transitions";
import { controlButtons } from "../../../webview/figures/trainingButtons";

const settings = { settings: [] };
const ours = { ...settings, training: true, trainingRunId: "a" };
const buttons = (status: RunStatus, surroundings = ours, id = "a") =>
  controlButtons({ status }, id, surroundings);

describe("the buttons of the run on display", () => {
  it("are those that its status allows", () => {
    expect(buttons("preparing")).toEqual([]);
    expect(buttons("running")).toEqual(["pause"]);
    expect(buttons("paused")).toEqual(["resume", "step"]);
  });

  it("offer to go on with an ended run, while nothing trains", () => {
    const idle = { ...settings, training: false };
    for (const status of ["stopped", "failed", "interrupted"] as const)
      expect(controlButtons({ status }, "a", idle)).toEqual(["resume"]);
    expect(controlButtons({ status: "finished" }, "a", idle)).toEqual(["trainMore"]);
    expect(buttons("stopped", ours, "b")).toEqual([]);
  });

  it("are none for a run that the window has no hold of", () => {
    expect(buttons("running", ours, "b")).toEqual([]);
    expect(controlButtons({ status: "paused" }, "a", { ...settings, training: false })).toEqual([]);
  });
});
