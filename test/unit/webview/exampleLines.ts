import type { ChartLine } from "../../../webview/figures/chartLine";

/** A line of a chart with `values` at the positions 1, 2, 3 and so on of the x axis. */
export function exampleLine(id: string, values: readonly number[], more: Partial<ChartLine> = {}): ChartLine {
  return {
    id,
    name: id,
    colour: 0,
    dash: 0,
    isBaseline: false,
    isHighlighted: false,
    isGrowing: false,
    guessing: Math.log(10),
    series: {
      runId: id,
      isWhole: true,
      raw: { x: Float64Array.from(values, (_, index) => index + 1), y: Float32Array.from(values) },
      ...(values.length > 0 && { extent: [1, values.length] as [number, number] }),
    },
    ...more,
  };
}
