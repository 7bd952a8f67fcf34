import { percentage } from "../../src/runs/figures";
import type { LayerFigures, LayerRecord } from "../../src/runs/layers/LayerRecord";
import { paletteSize } from "../../src/runs/runPalette";
import { strings } from "../strings";
import type { ChartLine } from "./chartLine";
import * as format from "./format";

/** A chart of one figure over the steps, with a line for each layer. */
export interface LayerChartKind {
  id: "gradients" | "update" | "dead";
  title: string;
  /** Title of the y axis. */
  axis: string;
  isLog: boolean;
  format: (value: number) => string;
  tick: (value: number) => string;
  /** The text in a chart without points. */
  waiting: string;
  /** The figure of a layer; null for a layer without it. */
  value: (layer: LayerFigures) => number | null;
}

const words = strings.model.inside;

export const layerCharts: readonly LayerChartKind[] = [
  {
    id: "gradients",
    title: words.gradientNorm,
    axis: words.norm,
    isLog: true,
    format: format.loss,
    tick: format.tick,
    waiting: words.noFigure,
    value: ({ gradients }) => gradients.norm,
  },
  {
    id: "update",
    title: words.update,
    axis: words.ofWeights,
    isLog: true,
    format: format.tick,
    tick: format.tick,
    waiting: words.noFigure,
    value: ({ update }) => update,
  },
  {
    id: "dead",
    title: words.deadUnits,
    axis: words.ofUnits,
    isLog: false,
    format: percentage,
    tick: format.percentTick,
    waiting: words.noneDead,
    value: ({ activations }) =>
      activations?.dead === null || !activations ? null : activations.dead / activations.units,
  },
];

/**
 * The lines of a chart, one for each layer that the last record names. A layer has no line if its figure is above 0 in
 * none of the records. `x` is the number of the step, counted from 1, as users see it.
 * @param chosen name of the layer whose line is highlighted
 */
export function layerLines(
  records: readonly LayerRecord[],
  { value }: LayerChartKind,
  chosen: string,
): ChartLine[] {
  const x = Float64Array.from(records, ({ step }) => step + 1);
  const names = records.at(-1)?.layers.map(({ name }) => name) ?? [];
  return names.flatMap((name, index): ChartLine[] => {
    const y = Float32Array.from(records, ({ layers }) => {
      const layer = layers.find((one) => one.name === name);
      return (layer && value(layer)) ?? Number.NaN;
    });
    if (!y.some((one) => one > 0)) return [];
    return [
      {
        id: name,
        name,
        colour: index % paletteSize,
        dash: Math.floor(index / paletteSize),
        isBaseline: false,
        isHighlighted: name === chosen,
        isGrowing: false,
        series: { runId: name, raw: { x, y }, isWhole: true, extent: [x[0]!, x.at(-1)!] },
      },
    ];
  });
}
