import type { Mark } from "./marks";

/** A label's place in a chart, in pixels. */
export interface PlacedLabel {
  text: string;
  left: number;
  top: number;
  width: number;
  height: number;
}

/** What the labels of marks are to fit into, in pixels. */
export interface LabelSpace {
  left: number;
  right: number;
  top: number;
  /** Of one label. */
  height: number;
  /** Between a label and whatever stands beside it. */
  gap: number;
  pixelOf: (step: number) => number;
  widthOf: (label: string) => number;
}

const mostRows = 4;

/**
 * A place for each label beside its mark's line and clear of the other labels; one that finds none is left out.
 * Marks come in the order of their steps.
 */
export function placeLabels(marks: readonly Mark[], space: LabelSpace): PlacedLabel[] {
  const { left: start, right: end, top, height, gap, pixelOf, widthOf } = space;
  const endOfRow = new Array<number>(mostRows).fill(start);
  const placed: PlacedLabel[] = [];
  for (const { step, labels } of marks) {
    for (const text of labels) {
      const width = widthOf(text);
      const pixel = pixelOf(step) + gap;
      const left = pixel + width <= end ? pixel : pixel - width - 2 * gap;
      const row = endOfRow.findIndex((taken) => taken < left);
      if (row < 0) continue;
      endOfRow[row] = left + width + gap;
      placed.push({ text, left, top: top + row * (height + gap), width, height });
    }
  }
  return placed;
}
