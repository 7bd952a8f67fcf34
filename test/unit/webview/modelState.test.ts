import { describe, expect, it } from "vitest";
import { noFilter } from "../../../webview/figures/imageFilter";
import { storyPoints } from "../../../webview/figures/storyPath";
import { restoreView, setOf, stateFor } from "../../../webview/modelView/viewState";

describe("the kept state of the Model view", () => {
  it("has defaults for members that are missing or invalid", () => {
    const initial = restoreView(undefined);
    expect(initial).toMatchObject({ part: "confusion", set: "test", unit: "count", filter: noFilter });
    const damaged = {
      part: 3,
      set: "none",
      filter: { label: -1, outcome: "x", confidence: [2, "a"] },
      comparison: 1,
    };
    expect(restoreView(damaged)).toEqual(initial);
  });

  it("is restored unchanged", () => {
    const state = {
      ...restoreView(undefined),
      part: "images",
      unit: "row",
      runId: "a",
      epoch: 3,
      comparison: { runId: "b", epoch: 2 },
      filter: { ...noFilter, label: 6, prediction: 0, outcome: "wrong", confidence: [0.5, 1] },
    };
    expect(restoreView(JSON.parse(JSON.stringify(state)))).toEqual(state);
  });

  it("keeps the settings that do not depend on the run when another run is shown", () => {
    const state = {
      ...restoreView({ unit: "row", filter: { label: 6 } }),
      runId: "a",
      epoch: 3,
      comparison: { runId: "a", epoch: 1 },
    };
    expect(stateFor(state, "b")).toEqual({ ...restoreView({ unit: "row" }), runId: "b" });
    expect(stateFor({ ...state, comparison: { runId: "c" } }, "b").comparison).toEqual({ runId: "c" });
    expect(stateFor(state, "a")).toBe(state);
  });
});

describe("an image's story", () => {
  it("has positions by the epochs, and leaves out epochs in which the image was not seen", () => {
    expect(storyPoints([1, 2, 4, 5], [0.25, Number.NaN, 0.5, 1])).toEqual([
      { epoch: 1, x: 0, probability: 0.25 },
      { epoch: 4, x: 0.75, probability: 0.5 },
      { epoch: 5, x: 1, probability: 1 },
    ]);
  });

  it("has one point for one epoch, and none without epochs", () => {
    expect(storyPoints([3], [0.5])).toEqual([{ epoch: 3, x: 0, probability: 0.5 }]);
    expect(storyPoints([], [])).toEqual([]);
  });
});

describe("the set that the Model view shows", () => {
  const samples = { test: 1000, validation: 400, train: 4000 };
  const kept = restoreView({ set: "validation", suspectsOf: "validation" });

  it("is the chosen one where the part allows it", () => {
    expect(setOf(kept, samples)).toBe("validation");
    expect(setOf({ ...kept, part: "suspects" }, samples)).toBe("validation");
    expect(setOf({ ...kept, part: "map" }, samples)).toBe("train");
  });

  it("is another one for a run without a validation set", () => {
    const without = { ...samples, validation: 0 };
    expect(setOf(kept, without)).toBe("test");
    expect(setOf({ ...kept, part: "suspects" }, without)).toBe("train");
  });
});
