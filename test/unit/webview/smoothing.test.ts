import { expect, it } from "vitest";
import { positionOf, smoothingSlider, weightAt } from "../../../webview/figures/smoothing";

it("a third of the slider makes the smoothing's memory ten times longer", () => {
  expect([0, 100, 200, 300].map(weightAt)).toEqual([0, 0.9, 0.99, 0.999]);
});

it("every stop of the slider stands where its own weight puts it", () => {
  const { min, max, step } = smoothingSlider;
  for (let position = min; position <= max; position += step) {
    expect(positionOf(weightAt(position))).toBe(position);
  }
});

it("a weight beyond the slider stands at its end", () => {
  expect(positionOf(1)).toBe(smoothingSlider.max);
});
