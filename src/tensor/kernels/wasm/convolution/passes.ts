import type { Conv2dAxis, Conv2dShape } from "../../Kernels";

/**
 * One dimension of a convolution by planes (see `fillPlanes`). The source is divided into phases: element i of phase p
 * is element first + p + i · stride of the source. Output o reads for each tap the element o + at of the tap's phase.
 */
export interface PassAxis {
  /** Length of the source. */
  source: number;
  /** Length of the output. */
  output: number;
  first: number;
  stride: number;
  /** Number of phases, up to the last one that a tap reads. */
  phases: number;
  /** The greatest `at` of all taps in `taps`. */
  reach: number;
  taps: readonly { readonly phase: number; readonly at: number }[];
  /** Index in the filter of the first tap in `taps`. */
  firstTap: number;
  /** Distance in the filter from one tap in `taps` to the next. */
  tapStep: number;
  /** Index in the result of output 0. */
  firstOut: number;
  /** Distance in the result from one output to the next. */
  outStep: number;
}

/** The axis of a convolution's forward pass. */
export function forwardAxis({ input, taps, output, stride, padding, dilation }: Conv2dAxis): PassAxis {
  const read = Array.from({ length: taps }, (_, tap) => ({
    phase: (tap * dilation) % stride,
    at: Math.floor((tap * dilation) / stride),
  }));
  return {
    source: input,
    output,
    first: -padding,
    stride,
    phases: 1 + Math.max(...read.map(({ phase }) => phase)),
    reach: Math.floor(((taps - 1) * dilation) / stride),
    taps: read,
    firstTap: 0,
    tapStep: 1,
    firstOut: 0,
    outStep: 1,
  };
}

/**
 * The axes of the gradient of the input. This gradient is computed by convolutions of the output's gradient, one for
 * each remainder of the input's index divided by the stride. Input i = remainder + stride · o receives from tap t the
 * gradient of output (i + padding − t·dilation) / stride, if this is a whole number and the output exists. A remainder
 * for which no tap gives a whole number has no axis; the gradient of its inputs is 0.
 */
export function backwardAxes({ input, taps, output, stride, padding, dilation }: Conv2dAxis): PassAxis[] {
  return Array.from({ length: Math.min(stride, input) }, (_, remainder) => {
    const all = Array.from({ length: taps }, (_, tap) => ({
      tap,
      at: (remainder + padding - tap * dilation) / stride,
    }));
    const reached = all.filter(({ at }) => Number.isInteger(at));
    const first = Math.min(...reached.map(({ at }) => at));
    return {
      source: output,
      output: Math.ceil((input - remainder) / stride),
      first,
      stride: 1,
      phases: 1,
      reach: Math.max(...reached.map(({ at }) => at)) - first,
      taps: reached.map(({ at }) => ({ phase: 0, at: at - first })),
      firstTap: reached[0]?.tap ?? 0,
      tapStep: reached.length > 1 ? reached[1]!.tap - reached[0]!.tap : 1,
      firstOut: remainder,
      outStep: stride,
    };
  }).filter((axis) => axis.taps.length > 0);
}

/** The passes that compute the gradient of the input, and whether they write all of its elements. */
export function backwardPasses({ rows, cols }: Conv2dShape): { passes: Pass[]; isComplete: boolean } {
  const [rowAxes, colAxes] = [backwardAxes(rows), backwardAxes(cols)];
  return {
    passes: rowAxes.flatMap((row) => colAxes.map((col) => ({ rows: row, cols: col }))),
    isComplete:
      rowAxes.length === Math.min(rows.stride, rows.input) &&
      colAxes.length === Math.min(cols.stride, cols.input),
  };
}

export interface Pass {
  rows: PassAxis;
  cols: PassAxis;
}
