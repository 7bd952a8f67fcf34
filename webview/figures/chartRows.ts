/** Space (pixels) between two charts. */
const gap = 8;
/** Least width (pixels) of charts that stand beside each other. */
const leastWidth = 290;
/** Height (pixels) of a plot: the least one, and the one that a plot has where there is room. */
const plot = { least: 110, usual: 180 };
/** Largest share of the view's height for the charts and their toolbar, unless a single row of charts needs more. */
const mostShare = 0.6;

/** How charts are arranged. */
export interface ChartRows {
  /** Number of charts beside each other. */
  columns: number;
  /** Height (pixels) of each plot. */
  plot: number;
  /**
   * Height (pixels) of the part of the view that holds the toolbar and the charts. It has room for whole rows of charts
   * only, so that none is cut off. A user scrolls to further rows.
   */
  height: number;
}

/** Sizes (pixels) of the view and its parts. */
export interface Room {
  /** Width of the charts, and height of the whole view. */
  width: number;
  height: number;
  /** Height of the toolbar above the charts. */
  above: number;
  /** Height of a chart without its plot. */
  frame: number;
}

/**
 * Arranges charts in as few rows as their least width allows, and with as few charts beside each other as that number
 * of rows allows.
 * The height has room for all rows. If {@link mostShare} of the view's height is too little for all rows, the height
 * has room for as many whole rows as fit, at least one.
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
