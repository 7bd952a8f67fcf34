import { expect, test } from "vitest";
import { svgColour } from "../../../webview/charts/svgColour";

test.each([
  ["rgb(55, 148, 255)", "#3794ff", 1],
  ["rgba(55, 148, 255, 0.25)", "#3794ff", 0.25],
  ["color(srgb 0.2 0.4 1)", "#3366ff", 1],
  ["color(srgb 0.2 0.4 1 / 0.34)", "#3366ff", 0.34],
  ["#123456", "#123456", 1],
  ["CanvasText", "CanvasText", 1],
])("the colour %s is %s in a file", (css, colour, opacity) => {
  expect(svgColour(css)).toEqual({ colour, opacity });
});
