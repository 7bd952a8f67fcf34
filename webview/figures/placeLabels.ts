/** A label's place in a chart, in pixels. */
export interface PlacedLabel {
  text: string;
  left: number;
  top: number;
  width: number;
  height: number;
}

/** The area for the labels of marks, in pixels. */
export interface LabelSpace {
  left: number;
  right: number;
  top: number;
  /** Height of one label. */
  height: number;
  /** Distance between a label and its mark's line, and between two rows of labels. */
  gap: number;
  pixelOf: (x: number) => number;
  widthOf: (label: string) => number;
}

const mostRows = 4;

/**
 * Places each label to the right of its mark's line or, if there is no room, to the left of the line, in the first row
 * in which the label touches no other. A label that fits in no row is left out.
 * @param marks in the order of their places
 */
export function placeLabels(
  marks: readonly { x: number; labels: readonly string[] }[],
  space: LabelSpace,
): PlacedLabel[] {
  const { left: start, right: end, top, height, gap, pixelOf, widthOf } = space;
  const endOfRow = new Array<number>(mostRows).fill(start);
  const placed: PlacedLabel[] = [];
  for (const { x, labels } of marks) {
    for (const text of labels) {
      const width = widthOf(text);
      const pixel = pixelOf(x) + gap;
      const left = pixel + width <= end ? pixel : pixel - width - 2 * gap;
      const row = endOfRow.findIndex((taken) => taken < left);
      if (row < 0) continue;
      endOfRow[row] = left + width + gap;
      placed.push({ text, left, top: top + row * (height + gap), width, height });
    }
  }
  return placed;
}
