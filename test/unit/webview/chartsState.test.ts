import { expect, test } from "vitest";
import { defaultChartsState, moved, restoreChartsState } from "../../../webview/figures/chartsState";

test("a stored state is restored unchanged", () => {
  const state = {
    ...defaultChartsState,
    charts: ["speed" as const],
    x: "time" as const,
    logX: true,
    smoothing: 0.5,
    y: { loss: { isLog: true }, testAccuracy: { fit: { min: 0.5 } } },
  };
  expect(restoreChartsState(JSON.parse(JSON.stringify(state)))).toEqual(state);
});

test("members that are missing or invalid have their defaults", () => {
  expect(restoreChartsState(undefined)).toEqual(defaultChartsState);
  expect(
    restoreChartsState({
      charts: ["loss", "other"],
      x: "y",
      smoothing: 1,
      band: 3,
      logX: true,
      y: { loss: { fit: 1 }, other: {} },
    }),
  ).toEqual({
    ...defaultChartsState,
    logX: true,
    y: { loss: {} },
  });
});

test("a chart moves by a number of positions, up to the ends", () => {
  expect(moved(["a", "b", "c"], "a", 1)).toEqual(["b", "a", "c"]);
  expect(moved(["a", "b", "c"], "c", -2)).toEqual(["c", "a", "b"]);
  expect(moved(["a", "b", "c"], "b", 9)).toEqual(["a", "c", "b"]);
  expect(moved(["a"], "x", 1)).toEqual(["a"]);
});
