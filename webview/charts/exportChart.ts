/** A chart as a file: title, axes, lines and legend. */
import { inLine } from "../../src/runs/inert";
import type { LegendEntry } from "../figures/legend";
import { CanvasPainter } from "./CanvasPainter";
import { type ChartTheme, colourOf, dashOf, lightChartTheme, readChartTheme } from "./chartTheme";
import { drawAxes, drawLines, type RunsPicture } from "./drawRuns";
import type { Box, Painter, Plot } from "./Painter";
import { SvgPainter } from "./SvgPainter";

export interface ExportedChart {
  title: string;
  /** One or more sentences about the chart. */
  summary: string;
  /** The legend's note about the means of groups: the kind of their bands, and that faint parts are of fewer runs. */
  bands?: string;
  picture: RunsPicture;
  legend: readonly LegendEntry[];
  plotIn: (area: Box) => Plot;
}

export interface ExportOptions {
  kind: "svg" | "png";
  /** Whether the picture has the colours of a light page, whatever the editor's colours are. */
  isLight: boolean;
}

/** Width of a picture, in CSS pixels. */
export const pictureWidth = 960;
const width = pictureWidth;
const plotBottom = 480;
const edge = 16;
const row = 18;
const legendText = 12;
/** Number of pixels of a PNG, along each side, for one CSS pixel. */
const density = 2;

/** The bytes of a file with a picture of the chart. */
export async function exportChart(
  chart: ExportedChart,
  { kind, isLight }: ExportOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  const theme = isLight ? lightChartTheme() : readChartTheme();
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d")!;
  const measured = new CanvasPainter(context, theme.fontFamily);
  const places = legendPlaces(chart.legend, (text) => measured.widthOf(text, legendText));
  const height = plotBottom + 44 + (places.at(-1)?.top ?? 0) + row + edge;
  if (kind === "svg") {
    const painter = new SvgPainter(theme.fontFamily, (text, size) => measured.widthOf(text, size));
    drawPage(painter, chart, places, height, theme);
    return new TextEncoder().encode(painter.picture(width, height, `${chart.title}. ${chart.summary}`));
  }
  canvas.width = width * density;
  canvas.height = height * density;
  context.scale(density, density);
  drawPage(new CanvasPainter(context, theme.fontFamily), chart, places, height, theme);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
  return new Uint8Array(await blob!.arrayBuffer());
}

interface LegendPlace {
  entry: LegendEntry;
  left: number;
  /** Distance (pixels) from the first row of the legend. */
  top: number;
}

/** Places the names of the legend in rows. */
function legendPlaces(legend: readonly LegendEntry[], widthOf: (text: string) => number): LegendPlace[] {
  let left = edge;
  let top = 0;
  return legend.map((entry) => {
    const needed = 28 + widthOf(inLine(entry.name)) + 16;
    if (left + needed > width - edge && left > edge) {
      left = edge;
      top += row;
    }
    const place = { entry, left, top };
    left += needed;
    return place;
  });
}

function drawPage(
  painter: Painter,
  { title, bands, picture, plotIn }: ExportedChart,
  places: readonly LegendPlace[],
  height: number,
  theme: ChartTheme,
): void {
  const plot = plotIn({ left: 72, top: 44, right: width - edge, bottom: plotBottom });
  painter.box({ left: 0, top: 0, right: width, bottom: height }, theme.background);
  painter.text(inLine(title), edge, 22, { colour: theme.crosshair, size: 15, align: "left" });
  if (bands) painter.text(bands, width - edge, 22, { colour: theme.text, size: legendText, align: "right" });
  drawAxes(painter, plot, picture, theme);
  drawLines(painter, plot, picture, theme);
  for (const { entry, left, top } of places) {
    const y = plotBottom + 52 + top;
    const colour = colourOf(theme, entry.colour);
    if (entry.isRing) painter.ring(left + 10, y, 4, { colour, width: 2 });
    else painter.straight(left, y, left + 20, y, { colour, width: 2.5, dash: dashOf(theme, entry) });
    painter.text(inLine(entry.name), left + 26, y, {
      colour: theme.crosshair,
      size: legendText,
      align: "left",
    });
  }
}
