import { expect, it } from "vitest";
import { needsLogScale } from "../../../webview/figures/needsLogScale";

it("a loss that falls keeps its linear axis", () => {
  expect(needsLogScale(2.3, 2.3)).toBe(false);
});

it("a loss that spikes keeps its linear axis", () => {
  expect(needsLogScale(2.3, 12)).toBe(false);
});

it("a loss that rises far above its start needs a logarithmic axis", () => {
  expect(needsLogScale(2.3, 3e16)).toBe(true);
});

it("a curve without a finite loss needs no logarithmic axis", () => {
  expect(needsLogScale(undefined, Number.NEGATIVE_INFINITY)).toBe(false);
});
