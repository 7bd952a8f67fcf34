import { describe, expect, it } from "vitest";
import type { RunStatus } from "../../../src/runs/transitions";
import { runButtons } from "../../../webview/figures/trainingButtons";

const ours = { settings: [], training: true, trainingRunId: "a" };
const idle = { settings: [], training: false };
const another = { ...ours, trainingRunId: "b" };
const buttons = (status: RunStatus, surroundings = ours) => runButtons({ status }, "a", surroundings);

describe("the buttons of the run on display", () => {
  it("are those that its status allows", () => {
    const changes = ["changeLearningRate", "trainMore"];
    expect(buttons("preparing")).toEqual({ controls: [], canStop: true, changes: [] });
    expect(buttons("running")).toEqual({ controls: ["pause"], canStop: true, changes });
    expect(buttons("paused")).toEqual({ controls: ["resume", "step"], canStop: true, changes });
  });

  it("offer to go on with an ended run and not to stop it, whatever else is trained", () => {
    for (const surroundings of [idle, another]) {
      for (const status of ["stopped", "failed", "interrupted"] as const)
        expect(runButtons({ status }, "a", surroundings)).toEqual({
          controls: ["resume"],
          canStop: false,
          changes: [],
        });
      expect(runButtons({ status: "finished" }, "a", surroundings).controls).toEqual(["trainMore"]);
    }
  });

  it("offer a smaller learning rate for a run that diverged, as it would again", () => {
    expect(runButtons({ status: "failed", errorCode: "divergence" }, "a", idle).controls).toEqual([
      "reduceLearningRate",
    ]);
  });

  it("are none for a run that the window has no hold of", () => {
    for (const surroundings of [idle, another])
      expect(runButtons({ status: "running" }, "a", surroundings)).toEqual({
        controls: [],
        canStop: false,
        changes: [],
      });
  });
});
