import { expect, it } from "vitest";
import { needsLogScale } from "../../../webview/figures/needsLogScale";

const curve = (...losses: number[]) => losses.map((y, x) => ({ x, y }));

it("a loss that falls keeps its linear axis, however far it falls", () => {
  expect(needsLogScale(curve(2.3, 0.5, 0.01, 0.00001))).toBe(false);
});

it("a loss that spikes keeps its linear axis", () => {
  expect(needsLogScale(curve(2.3, 0.5, 12, 0.4))).toBe(false);
});

it("a loss that rises far above its start needs a logarithmic axis", () => {
  expect(needsLogScale(curve(2.3, 55_040, 3e16, Number.NaN))).toBe(true);
});

it("a curve without a finite loss needs no logarithmic axis", () => {
  expect(needsLogScale([])).toBe(false);
  expect(needsLogScale(curve(Number.NaN))).toBe(false);
});
