import type {
  Conv2dAxis,
  Conv2dInputGradientTask,
  Conv2dShape,
  Conv2dTask,
  Conv2dWeightGradientTask,
} from "../Kernels";

/** Sums are doubles, so that their order does not matter. */
export function conv2d({ shape, x, weight, bias, relu = false, out }: Conv2dTask): void {
  const { rows, cols } = shape;
  const size = rows.output * cols.output;
  const sums = new Float64Array(size);
  forEachOutputPlane(shape, (image, channel) => {
    sums.fill(bias ? bias[channel]! : 0);
    forEachTap(shape, image, channel, ({ plane, weightAt, row, col }) => {
      const factor = weight[weightAt]!;
      forEachPair(shape, row, col, (from, to) => {
        sums[to] = sums[to]! + factor * x[plane + from]!;
      });
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
    forEachTap(shape, image, channel, ({ plane, weightAt, row, col }) => {
      const factor = weight[weightAt]!;
      forEachPair(shape, row, col, (from, to) => {
        sums[plane + from] = sums[plane + from]! + factor * dy[start + to]!;
      });
    });
  });
  dx.set(sums);
}

export function conv2dWeightGradient({ shape, x, dy, dWeight }: Conv2dWeightGradientTask): void {
  const size = shape.rows.output * shape.cols.output;
  const sums = new Float64Array(dWeight.length);
  forEachOutputPlane(shape, (image, channel) => {
    const start = (image * shape.outChannels + channel) * size;
    forEachTap(shape, image, channel, ({ plane, weightAt, row, col }) => {
      let sum = 0;
      forEachPair(shape, row, col, (from, to) => {
        sum += x[plane + from]! * dy[start + to]!;
      });
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

/** An element of a filter, with the plane of the input that it is multiplied by. */
interface Tap {
  /** Index of the plane's first element. */
  plane: number;
  weightAt: number;
  /** Numbers of the tap along rows and columns. */
  row: number;
  col: number;
}

/** Calls `body` for each element of the filter of an output channel. */
function forEachTap(shape: Conv2dShape, image: number, channel: number, body: (tap: Tap) => void): void {
  const { inChannels, outChannels, groups, rows, cols } = shape;
  const perGroup = inChannels / groups;
  const first = Math.floor(channel / (outChannels / groups)) * perGroup;
  let weightAt = channel * perGroup * rows.taps * cols.taps;
  for (let c = first; c < first + perGroup; c++) {
    const plane = (image * inChannels + c) * rows.input * cols.input;
    for (let row = 0; row < rows.taps; row++) {
      for (let col = 0; col < cols.taps; col++) {
        body({ plane, weightAt, row, col });
        weightAt++;
      }
    }
  }
}

/** Calls `body` for the elements of the input and output planes that a tap connects, by their indices. */
function forEachPair(
  { rows, cols }: Conv2dShape,
  row: number,
  col: number,
  body: (from: number, to: number) => void,
): void {
  const [firstRow, endRow] = outputsOf(rows, row);
  const [firstCol, endCol] = outputsOf(cols, col);
  const offset = col * cols.dilation - cols.padding;
  for (let o = firstRow; o < endRow; o++) {
    const from = (o * rows.stride - rows.padding + row * rows.dilation) * cols.input + offset;
    for (let i = firstCol; i < endCol; i++) {
      body(from + i * cols.stride, o * cols.output + i);
    }
  }
}

/** The outputs, from the first to before the end, for which a tap reads an input that is not padding. */
function outputsOf({ input, output, stride, padding, dilation }: Conv2dAxis, tap: number): [number, number] {
  const before = padding - tap * dilation;
  const first = Math.max(0, Math.ceil(before / stride));
  const end = Math.min(output, Math.floor((input - 1 + before) / stride) + 1);
  return [first, end];
}
