import { expect, test } from "vitest";
import { dragBox, isDrag } from "../../../webview/charts/dragBox";

const plot = { left: 0, top: 0, right: 200, bottom: 100 };
const from = { x: 50, y: 50 };
const dragged = (x: number, y: number) => dragBox(plot, from, { x: from.x + x, y: from.y + y });

test("a drag across a plot limits the x axis, one upwards the y axis, one over an area both", () => {
  expect(dragged(90, -10)).toEqual({ ...plot, left: 50, right: 140, limitsX: true, limitsY: false });
  expect(dragged(2, -35)).toEqual({ ...plot, top: 15, bottom: 50, limitsX: false, limitsY: true });
  expect(dragged(-30, 90)).toEqual({
    left: 20,
    right: 50,
    top: 50,
    bottom: 100,
    limitsX: true,
    limitsY: true,
  });
});

test("a drag is a press that moves by more than 4 pixels in any direction", () => {
  const isMoved = (x: number, y: number) => isDrag(from, { x: from.x + x, y: from.y + y });
  expect([isMoved(2, 2), isMoved(0, 35), isMoved(-5, 0)]).toEqual([false, true, true]);
});
