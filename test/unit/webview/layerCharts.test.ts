import { expect, test } from "vitest";
import type { LayerRecord } from "../../../src/runs/layers/LayerRecord";
import { layerCharts, layerLines } from "../../../webview/figures/layerCharts";

const spread = (norm: number | null) => ({ norm, histogram: null });

/**
 * A record with two layers, of which only the first ends with a ReLU.
 * @param norm the norm of each layer's gradients, and of all gradients
 */
function record(step: number, norm: number | null): LayerRecord {
  const activations = { norm: 1, histogram: null, zeros: 0.5, units: 8, dead: 2 };
  const layer = { size: 10, weights: spread(1), gradients: spread(norm), update: 0.01, activations };
  return {
    epoch: 1,
    step,
    gradientNorm: norm,
    layers: [
      { ...layer, name: "0" },
      { ...layer, name: "2", activations: { ...activations, dead: null } },
    ],
  };
}

const [gradients, update, dead] = layerCharts;

test("a chart has a line for each layer, by steps from 1, with a gap where the figure is not finite", () => {
  const lines = layerLines([record(0, 2), record(5, null), record(9, 3)], gradients!, "2");
  expect(lines.map(({ name, isHighlighted }) => [name, isHighlighted])).toEqual([
    ["0", false],
    ["2", true],
  ]);
  expect([...lines[0]!.series.raw!.x]).toEqual([1, 6, 10]);
  expect([...lines[0]!.series.raw!.y]).toEqual([2, Number.NaN, 3]);
});

test("the chart of dead units shows shares, only for layers that end with a ReLU", () => {
  const lines = layerLines([record(0, 1)], dead!, "0");
  expect(lines.map(({ name, series }) => [name, ...series.raw!.y])).toEqual([["0", 0.25]]);
});

test("there is no line without records", () => {
  expect(layerLines([], update!, "0")).toEqual([]);
});
