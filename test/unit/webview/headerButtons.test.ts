import { describe, expect, it } from "vitest";
import type { RunStatus } from "../../../src/runs/transitions";
import { headerButtons } from "../../../webview/figures/headerButtons";

const ours = { training: true, trainingRunId: "a" };
const idle = { training: false };
const gone = { training: false, runIsGone: true };
const another = { training: true, trainingRunId: "b" };
const buttons = (status: RunStatus, surroundings: Parameters<typeof headerButtons>[2] = ours) =>
  headerButtons({ status, losses: [2.3] }, "a", surroundings);

describe("the header's buttons", () => {
  it("are the actions of a live run, with pause or resume first and no new training", () => {
    const menu = ["changeLearningRate", "trainMore"];
    expect(buttons("preparing")).toEqual({ secondary: ["stop"], menu: [] });
    expect(buttons("running")).toEqual({ primary: "pause", secondary: ["stop"], menu });
    expect(buttons("paused")).toEqual({ primary: "resume", secondary: ["step", "stop"], menu });
  });

  it("offer a new training first, and to continue a run that finished or was stopped", () => {
    expect(buttons("finished", idle)).toEqual({ primary: "train", secondary: ["trainMore"], menu: [] });
    expect(buttons("stopped", idle)).toEqual({ primary: "train", secondary: ["resume"], menu: [] });
  });

  it("offer first to resume a run that ended although nobody stopped it", () => {
    for (const status of ["failed", "interrupted"] as const)
      expect(buttons(status, idle)).toEqual({ primary: "resume", secondary: ["train"], menu: [] });
  });

  it("offer no new training while another run is live", () => {
    expect(buttons("stopped", another)).toEqual({ primary: undefined, secondary: ["resume"], menu: [] });
  });

  it("do not offer to resume a run that diverged, or one without a step", () => {
    const diverged = { status: "failed", errorCode: "divergence", losses: [2.3] } as const;
    expect(headerButtons({ ...diverged, losses: [2.3] }, "a", idle).secondary).toEqual([]);
    for (const status of ["stopped", "failed", "interrupted"] as const)
      expect(headerButtons({ status, losses: [] }, "a", idle).secondary).toEqual([]);
  });

  it("do not continue a run that is no longer in the runs folder", () => {
    for (const status of ["finished", "stopped", "failed", "interrupted"] as const)
      expect(buttons(status, gone)).toEqual({ primary: "train", secondary: [], menu: [] });
  });

  it("offer no action on a run that the window is not connected to", () => {
    expect(buttons("running", idle)).toEqual({ primary: "train", secondary: [], menu: [] });
    expect(buttons("running", another)).toEqual({ primary: undefined, secondary: [], menu: [] });
  });

  it("offer neither an action nor a new training while the window connects to the run's trainer", () => {
    const connecting = { ...ours, contact: "connecting" } as const;
    for (const status of ["running", "paused", "stopped", "interrupted"] as const)
      expect(buttons(status, connecting)).toEqual({ primary: undefined, secondary: [], menu: [] });
  });

  it("offer only a new training beside a run whose trainer cannot be reached", () => {
    const unreachable = { training: false, trainingRunId: "a", contact: "unreachable" } as const;
    for (const status of ["running", "interrupted"] as const)
      expect(buttons(status, unreachable)).toEqual({ primary: "train", secondary: [], menu: [] });
  });
});
