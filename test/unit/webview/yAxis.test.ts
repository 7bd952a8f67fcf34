import { expect, test } from "vitest";
import { readNumber, restoreYAxis } from "../../../webview/figures/yAxis";

test("a stored choice for a y axis is restored without its invalid members", () => {
  expect(restoreYAxis({ isLog: true, fit: "all" })).toEqual({ isLog: true, fit: "all" });
  expect(restoreYAxis({ fit: { min: 0, max: 2 } })).toEqual({ fit: { min: 0, max: 2 } });
  for (const fit of ["other", {}, { min: "0" }, { min: 2, max: 1 }, null])
    expect(restoreYAxis({ isLog: 1, fit })).toEqual({});
  expect(restoreYAxis(undefined)).toEqual({});
});

test("limits are written as numbers or as shares", () => {
  expect(["0.5", " 1e-3 ", "85%", "0,5", "-1"].map(readNumber)).toEqual([0.5, 0.001, 0.85, 0.5, -1]);
  expect(["", "%", "a", "1 2"].map(readNumber)).toEqual([undefined, undefined, undefined, undefined]);
});
