/** Which part of a plot a drag marks. */
import type { Box } from "./Painter";

interface Point {
  x: number;
  y: number;
}

/** Distance (pixels) above which a press is a drag and no click. */
const dragDistance = 4;
/**
 * Least extent (pixels) along an axis with which a drag limits the axis. The axis of the larger extent is always
 * limited.
 */
const narrow = 24;

export function isDrag(from: Point, to: Point): boolean {
  return Math.hypot(to.x - from.x, to.y - from.y) > dragDistance;
}

/**
 * The box of a plot that a drag marks, and which axes the drag limits. Along an axis that the drag does not limit, the
 * box is as long as the plot.
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
