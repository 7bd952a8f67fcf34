import { expect, test } from "vitest";
import type { ChartTheme } from "../../../webview/charts/chartTheme";
import { drawWarnings } from "../../../webview/charts/drawDecor";
import { SvgPainter } from "../../../webview/charts/SvgPainter";
import { plotScale } from "../../../webview/figures/plotScale";

const plot = {
  left: 0,
  top: 0,
  right: 100,
  bottom: 100,
  x: plotScale(0, 10, false, 0, 100),
  y: plotScale(0, 10, false, 100, 0),
};
const points = (...y: number[]) => ({
  x: Float64Array.from(y, (_, index) => index),
  y: Float32Array.from(y),
});

test("a gap interrupts a line, and a value between two gaps is a dot", () => {
  const painter = new SvgPainter("sans-serif", () => 0);
  painter.curve(points(1, 2, Number.NaN, 3, Number.NaN, 4, 5), plot, { colour: "red", width: 2 });
  const picture = painter.picture(100, 100, "title");
  expect(picture).toContain('d="M0 90L10 80M30 70M50 60L60 50"');
  expect(picture.match(/<circle/g)).toHaveLength(1);
});

test("a band is a closed area for each part without a gap", () => {
  const painter = new SvgPainter("sans-serif", () => 0);
  const [low, high] = [points(1, 2, Number.NaN, 3), points(5, 6, Number.NaN, 7)];
  painter.band({ x: low.x, low: low.y, high: high.y }, plot, "red", 0.2);
  expect(painter.picture(100, 100, "")).toContain('d="M0 50L10 40L10 80L0 90M30 30L30 70"');
});

test("a warning within the plot is a line with a sign at its foot", () => {
  const painter = new SvgPainter("sans-serif", () => 0);
  const theme = { warning: "#bf8803", background: "white" } as ChartTheme;
  const warnings = [5, 11].map((x) => ({ x, labels: [] }));
  drawWarnings(painter, plot, { warnings }, theme);
  const picture = painter.picture(100, 100, "");
  expect(picture.match(/<path d="M50.5 0L50.5 100"[^>]*stroke="#bf8803"/g)).toHaveLength(1);
  expect(picture.match(/<path d="M44.5 99L50.5 87L56.5 99" fill="#bf8803"/g)).toHaveLength(1);
  expect(picture.match(/#bf8803/g)).toHaveLength(2);
});

test("the line of a warning does not cross the label of a mark", () => {
  const painter = new SvgPainter("sans-serif", (text) => 6 * text.length);
  const theme = { warning: "#bf8803", background: "white" } as ChartTheme;
  const marks = [{ x: 4, labels: ["fork"] }];
  drawWarnings(painter, plot, { marks, warnings: [{ x: 5, labels: [] }] }, theme);
  const line = /<path d="M50.5 ([\d.]+)L50.5 100"[^>]*stroke="#bf8803"/.exec(painter.picture(100, 100, ""));
  // The label is 10 px high, and begins 3 px below the top of the plot.
  expect(Number(line?.[1])).toBeGreaterThanOrEqual(13);
});

test("characters with a meaning in XML are escaped in texts", () => {
  const painter = new SvgPainter("sans-serif", () => 0);
  painter.text('<script>"&', 1, 2, { colour: "red", size: 10, align: "left" });
  expect(painter.picture(100, 100, "a < b")).toContain("&#60;script&#62;&#34;&#38;</text>");
});
