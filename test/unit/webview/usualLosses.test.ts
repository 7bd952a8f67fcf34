import { describe, expect, test } from "vitest";
import { tutorialConfig } from "../../../src/runs/RunConfig";
import { exitsOf } from "../../../webview/charts/exitsOf";
import { plotOf } from "../../../webview/charts/plotOf";
import type { Range } from "../../../webview/figures/plotScale";
import { lossOfGuessing, needLogScale } from "../../../webview/figures/usualLosses";
import type { YFit } from "../../../webview/figures/yAxis";
import { exampleLine } from "./exampleLines";

const area = { left: 0, top: 0, right: 100, bottom: 100 };
const healthy = [exampleLine("a", [2.3, 1, 0.5]), exampleLine("b", [2.4, 1.2, 0.6])];
const diverged = exampleLine("diverged", [2.3, 40, 6e36]);
const plot = (lines = [...healthy, diverged], fit: YFit = "usual", isLog = false) =>
  plotOf(lines, area, { isLog: false }, { isLog, fit }, false);
const isAbout = (scale: { min: number; max: number }, min: number, max: number) => {
  expect(scale.min).toBeCloseTo(min, 1);
  expect(scale.max).toBeCloseTo(max, 1);
};

describe("the y axis of losses", () => {
  test("leaves out the values of a run that diverges, which is marked where it leaves the plot", () => {
    isAbout(plot().y, 0.4, 2.5);
    expect(exitsOf(diverged, plot(), false)).toEqual([{ x: 2, isAbove: true }]);
    expect(exitsOf(healthy[0]!, plot(), false)).toEqual([]);
  });

  test("includes a run that learns slowly, and one that spikes a little", () => {
    const lines = [
      exampleLine("fast", [0.1, 0.01]),
      exampleLine("slow", [2.3, 2.2]),
      exampleLine("spike", [2.3, 7]),
    ];
    expect(plot(lines).y.max).toBeGreaterThan(7);
  });

  test("marks a run that is beyond it, also when only a part of either axis is shown", () => {
    const lines = [...healthy, diverged];
    const part = (range: Range, yRange?: Range) =>
      exitsOf(
        diverged,
        plotOf(lines, area, { isLog: false, range }, { isLog: false, fit: "usual", range: yRange }, false),
        false,
      );
    // The part of the x axis from 2.2 to 2.8 has no value, and the values beside it are beyond the y axis: the mark is
    // at the part's start. The part from 1 to 1.5 ends before the first value beyond the y axis: the mark is at the
    // part's end.
    expect(part([2.2, 2.8])).toEqual([{ x: 2.2, isAbove: true }]);
    expect(part([1, 1.5])).toEqual([{ x: 1.5, isAbove: true }]);
    expect(part([1, 3], [0.5, 1])).toEqual([{ x: 2, isAbove: true }]);
    // A line that is beyond the axis only because of a zoom is not marked.
    const zoomed = plotOf(
      lines,
      area,
      { isLog: false },
      { isLog: false, fit: "usual", range: [0.5, 1] },
      false,
    );
    expect(exitsOf(healthy[0]!, zoomed, false)).toEqual([]);
  });

  test("includes all values if the user chose so", () => {
    expect(plot(undefined, "all").y.max).toBeGreaterThan(6e36);
    expect(exitsOf(diverged, plot(undefined, "all"), false)).toEqual([]);
  });

  test("has the limits that a user sets, and an end by the values where the user sets none", () => {
    isAbout(plot(undefined, { min: 1, max: 2 }).y, 1, 2);
    isAbout(plot(healthy, { max: 1 }).y, 0.4, 1);
    expect(exitsOf(healthy[0]!, plot(undefined, { min: 0.6, max: 2 }), false)).toEqual([
      { x: 1, isAbove: true },
      { x: 3, isAbove: false },
    ]);
    // If all values are above the upper limit, the lower end is below that limit.
    expect(plot(healthy, { max: 0.1 }).y.min).toBeLessThan(0.1);
    isAbout(plot(healthy, { max: -1 }, true).y, 0.5, 2.6);
  });

  test("is logarithmic where most runs diverge, and only there", () => {
    const needs = (lines = healthy, fit: YFit = "usual") => needLogScale(lines, [1, 3], false, fit);
    expect(needs()).toBe(false);
    expect(needs([...healthy, diverged])).toBe(false);
    expect(needs([...healthy, diverged], "all")).toBe(true);
    expect(needs([diverged])).toBe(true);
    expect(needs([diverged], { max: 3 })).toBe(false);
  });

  test("includes losses up to five times the loss of guessing, the greatest one of the data sets", () => {
    const ofHundred = { guessing: Math.log(100) };
    const lines = [exampleLine("a", [0.4, 0.2], ofHundred), exampleLine("b", [0.5, 20], ofHundred)];
    expect(plot(lines).y.max).toBeGreaterThan(20);
    const ofTen = lines.map((line) => ({ ...line, guessing: Math.log(10) }));
    expect(plot(ofTen).y.max).toBeLessThan(1);
    expect(plot([lines[0]!, ofTen[1]!]).y.max).toBeGreaterThan(20);
    const steep = exampleLine("steep", [0.1, 100]);
    expect(needLogScale([steep], [1, 2], false, "all")).toBe(true);
    expect(needLogScale([{ ...steep, ...ofHundred }], [1, 2], false, "all")).toBe(false);
  });
});

test("the loss of guessing depends on the classes of the data set in use, or else of the configured one", () => {
  expect(lossOfGuessing({})).toBeUndefined();
  expect(lossOfGuessing({ config: tutorialConfig })).toBeCloseTo(Math.LN10, 6);
});
