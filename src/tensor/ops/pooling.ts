import { record } from "../autograd";
import { kernels, type MeanAxis, type WindowAxis } from "../kernels";
import { ShapeError, showShape, sizeOf } from "../shape";
import { Tensor } from "../Tensor";
import { type Pair, toPair } from "./pair";

export interface PoolOptions {
  /**
   * Distance between neighbouring windows, in elements. Default: the size of a window, so that windows neither overlap
   * nor leave gaps.
   */
  stride?: Pair;
  /** Number of elements added on each side of an image, at most half of the window. Default: 0. */
  padding?: Pair;
}

export interface AvgPoolOptions extends PoolOptions {
  /**
   * Whether the padding counts as zeros in the mean of a window. If false, the mean is over those elements of the
   * window that belong to the image. Default: true.
   */
  countIncludePad?: boolean;
}

/**
 * The greatest element of every window of images [..., height, width] (`torch.nn.functional.max_pool2d`). Elements of
 * the padding do not count. If several elements of a window are greatest, the first of them receives the gradient.
 * @returns [..., output height, output width]. An output length is ⌊(length + 2·padding − window) / stride⌋ + 1.
 * @throws ShapeError if a window is larger than the padded image.
 * @throws RangeError if an option is out of range.
 */
export function maxPool2d(x: Tensor, kernelSize: Pair, options: PoolOptions = {}): Tensor {
  const { planes, rows, cols, outShape } = windowsOf("maxPool2d", x, kernelSize, options);
  const out = Tensor.empty(outShape);
  kernels().maxPool2d({ planes, rows, cols, x: x.data, out: out.data });
  return record("maxPool2d", out, [
    x,
    (dy) => {
      const dx = Tensor.empty(x.shape);
      const task = { planes, rows, cols, x: x.data, y: out.data };
      kernels().maxPool2dBackward({ ...task, dy: dy.data, dx: dx.data });
      return dx;
    },
  ]);
}

/**
 * The mean of every window of images [..., height, width] (`torch.nn.functional.avg_pool2d`).
 * @returns the same shape as {@link maxPool2d}
 * @throws ShapeError if a window is larger than the padded image.
 * @throws RangeError if an option is out of range.
 */
export function avgPool2d(x: Tensor, kernelSize: Pair, options: AvgPoolOptions = {}): Tensor {
  const { countIncludePad = true } = options;
  const { rows, cols, outShape } = windowsOf("avgPool2d", x, kernelSize, options);
  const means = ({ input, window, output, stride, padding }: WindowAxis): MeanAxis => {
    const firsts = Array.from({ length: output }, (_, o) => o * stride - padding);
    const starts = firsts.map((first) => Math.max(0, first));
    const ends = firsts.map((first) => Math.min(input, first + window));
    const counts = firsts.map((first, o) =>
      countIncludePad ? Math.min(window, input + padding - first) : ends[o]! - starts[o]!,
    );
    return { input, starts, ends, counts };
  };
  return meanPool2d("avgPool2d", x, means(rows), means(cols), outShape);
}

/**
 * The mean of every window of images [..., height, width] (`torch.nn.functional.adaptive_avg_pool2d`). The windows are
 * spread evenly over the whole image. Neighbouring windows may overlap.
 * @returns [..., output height, output width]
 * @throws ShapeError if x has fewer than two dimensions.
 * @throws RangeError unless `outputSize` has whole numbers of at least 0.
 */
export function adaptiveAvgPool2d(x: Tensor, outputSize: Pair): Tensor {
  const sizes = toPair("adaptiveAvgPool2d", "outputSize", outputSize, 0);
  const [height, width] = imageOf("adaptiveAvgPool2d", x);
  const means = (input: number, output: number): MeanAxis => {
    const starts = Array.from({ length: output }, (_, o) => Math.floor((o * input) / output));
    const ends = Array.from({ length: output }, (_, o) => Math.ceil(((o + 1) * input) / output));
    return { input, starts, ends, counts: starts.map((start, o) => ends[o]! - start) };
  };
  const outShape = [...x.shape.slice(0, -2), ...sizes];
  return meanPool2d("adaptiveAvgPool2d", x, means(height, sizes[0]), means(width, sizes[1]), outShape);
}

function meanPool2d(name: string, x: Tensor, rows: MeanAxis, cols: MeanAxis, outShape: number[]): Tensor {
  const planes = sizeOf(x.shape.slice(0, -2));
  const out = Tensor.empty(outShape);
  kernels().meanPool2d({ planes, rows, cols, x: x.data, out: out.data });
  return record(name, out, [
    x,
    (dy) => {
      const dx = Tensor.empty(x.shape);
      kernels().meanPool2dBackward({ planes, rows, cols, dy: dy.data, dx: dx.data });
      return dx;
    },
  ]);
}

function windowsOf(name: string, x: Tensor, kernelSize: Pair, options: PoolOptions) {
  const window = toPair(name, "kernelSize", kernelSize, 1);
  const stride = toPair(name, "stride", options.stride ?? window, 1);
  const padding = toPair(name, "padding", options.padding ?? 0, 0);
  const axis = (input: number, dim: 0 | 1): WindowAxis => {
    if (padding[dim] > window[dim] / 2) {
      throw new RangeError(
        `${name}: padding is at most half of the window of ${window[dim]}, not ${padding[dim]}.`,
      );
    }
    const length = input + 2 * padding[dim] - window[dim];
    if (length < 0 || input === 0) {
      throw new ShapeError(
        `${name}: a window of ${showShape(window)} is larger than input ${showShape(x.shape)} with padding ${padding[dim]}.`,
      );
    }
    const output = Math.floor(length / stride[dim]) + 1;
    return { input, window: window[dim], output, stride: stride[dim], padding: padding[dim] };
  };
  const [height, width] = imageOf(name, x);
  const [rows, cols] = [axis(height, 0), axis(width, 1)];
  const outer = x.shape.slice(0, -2);
  return { planes: sizeOf(outer), rows, cols, outShape: [...outer, rows.output, cols.output] };
}

function imageOf(name: string, x: Tensor): readonly [height: number, width: number] {
  if (x.shape.length < 2) {
    throw new ShapeError(`${name}: shape ${showShape(x.shape)} is no image; it takes [..., height, width].`);
  }
  return x.shape.slice(-2) as [number, number];
}
