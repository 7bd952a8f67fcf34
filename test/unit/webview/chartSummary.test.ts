import { describe, expect, test } from "vitest";
import { axisKinds, chartKinds } from "../../../webview/figures/chartKinds";
import { chartSummary } from "../../../webview/figures/chartSummary";
import { exampleLine } from "./exampleLines";

const accuracy = (...lines: Parameters<typeof chartSummary>[0]) =>
  chartSummary(lines, chartKinds.testAccuracy, axisKinds.epoch);
const baseline = { isBaseline: true };

describe("a chart in one sentence", () => {
  test("names the best run, where it was best, and the distance to the baseline", () => {
    expect(
      accuracy(
        exampleLine("plain-wool", [0.5, 0.866], baseline),
        exampleLine("brisk-linen", [0.6, 0.874, 0.87]),
      ),
    ).toBe("Of 2 runs, brisk-linen is best with 87.4% after epoch 2, 0.8 points above the baseline.");
  });

  test("of losses names the lowest", () => {
    const lines = [exampleLine("a", [2, 1.5], baseline), exampleLine("b", [1, 3])];
    expect(chartSummary(lines, chartKinds.loss, axisKinds.step)).toBe(
      "Of 2 runs, b is best with 1.000 at step 1, 0.500 below the baseline.",
    );
  });

  test("needs no baseline, and may name it", () => {
    expect(accuracy(exampleLine("a", [0.1]), exampleLine("b", [0.2]))).toBe(
      "Of 2 runs, b is best with 20.0% after epoch 1.",
    );
    expect(accuracy(exampleLine("a", [0.1]), exampleLine("b", [0.2], baseline))).toBe(
      "Of 2 runs, the baseline b is best with 20.0% after epoch 1.",
    );
  });

  test("of one run has its best value", () => {
    expect(accuracy(exampleLine("a", [0.1, 0.3, 0.2]))).toBe("a: best 30.0% after epoch 2.");
  });

  test("of a figure without a best has the range of the last values", () => {
    const lines = [exampleLine("a", [0.1, 0.01]), exampleLine("b", [0.001])];
    expect(chartSummary(lines, chartKinds.learningRate, axisKinds.step)).toBe(
      "2 runs, last values from 0.001 to 0.01.",
    );
  });

  test("states that there are no values yet", () => {
    expect(accuracy(exampleLine("a", []), exampleLine("b", [Number.NaN]))).toBe("2 runs, no values yet.");
  });
});
