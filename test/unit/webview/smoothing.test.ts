import { expect, it } from "vitest";
import { positionOf, smoothingSlider, weightAt } from "../../../webview/figures/smoothing";

it("a third of the slider's length multiplies the number of averaged steps by ten", () => {
  expect([0, 100, 200, 300].map(weightAt)).toEqual([0, 0.9, 0.99, 0.999]);
});

it("every stop of the slider is at the position of its own weight", () => {
  const { min, max, step } = smoothingSlider;
  for (let position = min; position <= max; position += step) {
    expect(positionOf(weightAt(position))).toBe(position);
  }
});

it("a weight beyond the slider is at its end", () => {
  expect(positionOf(1)).toBe(smoothingSlider.max);
});
