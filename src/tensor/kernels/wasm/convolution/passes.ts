import type { Conv2dAxis, Conv2dShape } from "../../Kernels";

/**
 * One dimension of a convolution by planes (see `fillPlanes`): output o reads for each tap element o + at of the plane
 * of a phase. Elements of the planes are those of the source from `first` on; phase p has every `stride`-th from p on.
 */
export interface PassAxis {
  /** Lengths of the source and the output. */
  source: number;
  output: number;
  first: number;
  stride: number;
  /** The phases that the planes have: those up to the last that a tap reads. */
  phases: number;
  /** Greatest `at` of the taps. */
  reach: number;
  taps: readonly { readonly phase: number; readonly at: number }[];
  /** The first tap in the filter and the distance of the following ones. */
  firstTap: number;
  tapStep: number;
  /** The output's first element in the result, and the distance of the following ones. */
  firstOut: number;
  outStep: number;
}

/** The convolution itself. */
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
 * The gradient of the input as convolutions of the output's gradient, one for each remainder of the input's index by the
 * stride: input i = remainder + stride · o receives from tap t the gradient of output (i + padding − t·dilation) / stride.
 * Remainders that no tap reaches have no pass; their gradient is 0.
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

/** The passes of a gradient of the input, and whether they write every element. */
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
