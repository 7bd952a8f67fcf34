/** Sizes (pixels). */
const gap = 8;
/** Width of a chart below which fewer stand beside each other. */
const leastWidth = 290;
/** Height of a plot: the least one, and the one that a chart has where there is room. */
const plot = { least: 110, usual: 180 };
/** Largest share of the view's height that the charts take by themselves. */
const mostShare = 0.6;

/** How charts are arranged. */
export interface ChartRows {
  /** Number of charts beside each other. */
  columns: number;
  /** Height (pixels) of each plot. */
  plot: number;
  /** Height (pixels) of the part of the view with the charts, in which no chart is cut off. */
  height: number;
}

/** Sizes (pixels) of what is drawn. */
export interface Room {
  /** Width of the charts, and height of the whole view. */
  width: number;
  height: number;
  /** Height of what is above the charts. */
  above: number;
  /** Height of a chart without its plot. */
  frame: number;
}

/**
 * The arrangement in which all charts can be seen, or else as many whole rows of them as have room, at least one. As
 * many charts as possible stand beside each other, and the rows have equally many.
 */
export function chartRows(count: number, { width, height, above, frame }: Room): ChartRows {
  const most = Math.max(1, Math.min(count, Math.floor((width + gap) / (leastWidth + gap))));
  const rows = Math.max(1, Math.ceil(count / most));
  const columns = Math.max(1, Math.ceil(count / rows));
  const room = mostShare * height - above;
  const heightOf = (shown: number) => Math.floor((room + gap) / shown - gap - frame);
  const shown =
    [...Array(rows).keys()].map((index) => rows - index).find((one) => heightOf(one) >= plot.least) ?? 1;
  const tall = Math.max(plot.least, Math.min(plot.usual, heightOf(shown)));
  return { columns, plot: tall, height: above + shown * (frame + tall + gap) - gap };
}
