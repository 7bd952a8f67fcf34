import type {
  Conv2dAxis,
  Conv2dInputGradientTask,
  Conv2dShape,
  Conv2dTask,
  Conv2dWeightGradientTask,
} from "../Kernels";

/**
 * The products are summed in float64. In any order of the additions, the rounding error of such a sum is far smaller
 * than that of the float32 output.
 */
export function conv2d({ shape, x, weight, bias, relu = false, out }: Conv2dTask): void {
  const size = shape.rows.output * shape.cols.output;
  const sums = new Float64Array(size);
  forEachOutputPlane(shape, (image, channel) => {
    sums.fill(bias ? bias[channel]! : 0);
    forEachTap(shape, image, channel, ({ weightAt, first, end, from, to, rowStep, step }) => {
      const factor = weight[weightAt]!;
      for (let row = first[0]; row < end[0]; row++) {
        for (let col = first[1]; col < end[1]; col++) {
          const at = row * to + col;
          sums[at] = sums[at]! + factor * x[from + row * rowStep + col * step]!;
        }
      }
    });
    const start = (image * shape.outChannels + channel) * size;
    for (let i = 0; i < size; i++) {
      const value = sums[i]!;
      out[start + i] = relu && value <= 0 ? 0 : value;
    }
  });
}

export function conv2dInputGradient({ shape, weight, dy, dx }: Conv2dInputGradientTask): void {
  const size = shape.rows.output * shape.cols.output;
  const sums = new Float64Array(dx.length);
  forEachOutputPlane(shape, (image, channel) => {
    const start = (image * shape.outChannels + channel) * size;
    forEachTap(shape, image, channel, ({ weightAt, first, end, from, to, rowStep, step }) => {
      const factor = weight[weightAt]!;
      for (let row = first[0]; row < end[0]; row++) {
        for (let col = first[1]; col < end[1]; col++) {
          const at = from + row * rowStep + col * step;
          sums[at] = sums[at]! + factor * dy[start + row * to + col]!;
        }
      }
    });
  });
  dx.set(sums);
}

export function conv2dWeightGradient({ shape, x, dy, dWeight }: Conv2dWeightGradientTask): void {
  const size = shape.rows.output * shape.cols.output;
  const sums = new Float64Array(dWeight.length);
  forEachOutputPlane(shape, (image, channel) => {
    const start = (image * shape.outChannels + channel) * size;
    forEachTap(shape, image, channel, ({ weightAt, first, end, from, to, rowStep, step }) => {
      let sum = 0;
      for (let row = first[0]; row < end[0]; row++) {
        for (let col = first[1]; col < end[1]; col++) {
          sum += x[from + row * rowStep + col * step]! * dy[start + row * to + col]!;
        }
      }
      sums[weightAt] = sums[weightAt]! + sum;
    });
  });
  dWeight.set(sums);
}

function forEachOutputPlane(
  { images, outChannels }: Conv2dShape,
  body: (image: number, channel: number) => void,
): void {
  for (let image = 0; image < images; image++) {
    for (let channel = 0; channel < outChannels; channel++) {
      body(image, channel);
    }
  }
}

/** An element of a filter (a tap), and the elements of an input plane and an output plane that it connects. */
interface Tap {
  weightAt: number;
  /** The first output row and column for which the tap reads no padding. */
  first: readonly [number, number];
  /** The output row and column after the last ones for which the tap reads no padding. */
  end: readonly [number, number];
  /** Index in x that the tap reads for output row 0 and column 0; may be in the padding, outside of the plane. */
  from: number;
  /** Distances in x (elements) between the inputs of neighbouring output rows, and of neighbouring output columns. */
  rowStep: number;
  step: number;
  /** Distance in the output (elements) between neighbouring rows. */
  to: number;
}

/** Calls `body` for each element of the filter of an output channel, for one image. */
function forEachTap(shape: Conv2dShape, image: number, channel: number, body: (tap: Tap) => void): void {
  const { inChannels, outChannels, groups, rows, cols } = shape;
  const perGroup = inChannels / groups;
  const firstChannel = Math.floor(channel / (outChannels / groups)) * perGroup;
  const steps = { rowStep: rows.stride * cols.input, step: cols.stride, to: cols.output };
  let weightAt = channel * perGroup * rows.taps * cols.taps;
  for (let c = firstChannel; c < firstChannel + perGroup; c++) {
    const plane = (image * inChannels + c) * rows.input * cols.input;
    for (let row = 0; row < rows.taps; row++) {
      const [firstRow, endRow] = outputsOf(rows, row);
      for (let col = 0; col < cols.taps; col++) {
        const [firstCol, endCol] = outputsOf(cols, col);
        const from =
          plane + (row * rows.dilation - rows.padding) * cols.input + (col * cols.dilation - cols.padding);
        body({ weightAt, first: [firstRow, firstCol], end: [endRow, endCol], from, ...steps });
        weightAt++;
      }
    }
  }
}

/** The first output for which a tap reads an input that is not padding, and the output after the last such output. */
function outputsOf({ input, output, stride, padding, dilation }: Conv2dAxis, tap: number): [number, number] {
  const before = padding - tap * dilation;
  const first = Math.max(0, Math.ceil(before / stride));
  const end = Math.min(output, Math.floor((input - 1 + before) / stride) + 1);
  return [first, end];
}
