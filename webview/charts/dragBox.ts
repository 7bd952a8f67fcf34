/** What a drag over a plot means. */
import type { Box } from "./Painter";

interface Point {
  x: number;
  y: number;
}

/** Distance (pixels) from which a press is a drag and no click. */
const dragDistance = 4;
/** Extent (pixels) of a drag up to which it is along one axis. */
const narrow = 24;

export function isDrag(from: Point, to: Point): boolean {
  return Math.hypot(to.x - from.x, to.y - from.y) > dragDistance;
}

/**
 * The part of a plot that was dragged out, and the axes that it limits. A drag along one axis limits that one, over the
 * whole of the other.
 */
export function dragBox(plot: Box, from: Point, to: Point): Box & { limitsX: boolean; limitsY: boolean } {
  const within = (low: number, value: number, high: number) => Math.min(high, Math.max(low, value));
  const [left, right] = [from.x, to.x].map((x) => within(plot.left, x, plot.right)).sort((a, b) => a - b);
  const [top, bottom] = [from.y, to.y].map((y) => within(plot.top, y, plot.bottom)).sort((a, b) => a - b);
  const [width, height] = [Math.abs(to.x - from.x), Math.abs(to.y - from.y)];
  const limitsX = width >= narrow || width >= height;
  const limitsY = height >= narrow || height > width;
  return {
    left: limitsX ? left! : plot.left,
    right: limitsX ? right! : plot.right,
    top: limitsY ? top! : plot.top,
    bottom: limitsY ? bottom! : plot.bottom,
    limitsX,
    limitsY,
  };
}
