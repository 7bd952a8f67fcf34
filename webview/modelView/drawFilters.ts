import type { Filters } from "../../src/protocol/modelProtocol";

/** Number of filters in a row, distance of two filters, and least side of a filter (both in pixels of the canvas). */
const columns = 16;
const gap = 4;
const leastSide = 40;

/**
 * @returns the number of filters (`count`), the side of a weight (`scale`), and the size of the canvas; sizes in pixels
 */
export function filterLayout({ data, height, width }: Filters) {
  const count = data.length / (height * width);
  const scale = Math.max(1, Math.ceil(leastSide / Math.max(height, width)));
  const across = Math.min(count, columns);
  const down = Math.ceil(count / columns);
  return {
    count,
    scale,
    width: across * (width * scale + gap) - gap,
    height: down * (height * scale + gap) - gap,
  };
}

/** Draws the filters. The opacity of a weight is its magnitude, divided by the largest magnitude in its filter. */
export function drawFilters(
  context: CanvasRenderingContext2D,
  filters: Filters,
  colours: { positive: string; negative: string; ground: string },
): void {
  const { data, height, width } = filters;
  const { count, scale, width: whole, height: all } = filterLayout(filters);
  const area = height * width;
  context.clearRect(0, 0, whole, all);
  for (let filter = 0; filter < count; filter++) {
    const left = (filter % columns) * (width * scale + gap);
    const top = Math.floor(filter / columns) * (height * scale + gap);
    const weights = data.subarray(filter * area, (filter + 1) * area);
    const largest = weights.reduce((most, one) => Math.max(most, Math.abs(one)), 0) || 1;
    context.globalAlpha = 1;
    context.fillStyle = colours.ground;
    context.fillRect(left, top, width * scale, height * scale);
    for (const [index, weight] of weights.entries()) {
      context.globalAlpha = Math.abs(weight) / largest;
      context.fillStyle = weight > 0 ? colours.positive : colours.negative;
      const column = index % width;
      context.fillRect(left + column * scale, top + Math.floor(index / width) * scale, scale, scale);
    }
  }
  context.globalAlpha = 1;
}
