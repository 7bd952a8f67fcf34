import { record } from "../autograd";
import { type Conv2dAxis, type Conv2dShape, kernels } from "../kernels";
import { ShapeError, sameShape, showShape } from "../shape";
import { Tensor } from "../Tensor";
import { once } from "./once";
import { type Pair, toPair } from "./pair";
import { reluBackward } from "./reluBackward";

export interface Conv2dOptions {
  /** Distance between neighbouring windows, in elements of the image. Default: 1. */
  stride?: Pair;
  /** Number of rows of zeros above and below an image, and of columns of zeros to the left and right. Default: 0. */
  padding?: Pair;
  /** Distance between neighbouring elements of a window, in elements of the image. Default: 1. */
  dilation?: Pair;
  /**
   * Number of groups into which the channels are divided evenly. The output channels of a group are computed from the
   * input channels of this group alone. Default: 1.
   */
  groups?: number;
  /** Whether negative results become 0, with the same bits as if a ReLU followed. Default: false. */
  relu?: boolean;
}

/**
 * Cross-correlation of images [N, in, height, width] with filters [out, in / groups, rows, columns], plus a bias [out]
 * (`torch.nn.functional.conv2d`).
 * @returns [N, out, output height, output width]. For a filter with `taps` rows or columns, an output length is
 * ⌊(length + 2·padding − dilation·(taps − 1) − 1) / stride⌋ + 1.
 * @throws ShapeError if the shapes do not fit.
 * @throws RangeError if an option is out of range.
 */
export function conv2d(
  x: Tensor,
  weight: Tensor,
  bias: Tensor | null = null,
  options: Conv2dOptions = {},
): Tensor {
  const { relu = false } = options;
  const shape = shapeOf(x, weight, options);
  if (bias && !sameShape(bias.shape, [shape.outChannels])) {
    throw new ShapeError(
      `conv2d: bias ${showShape(bias.shape)} and weight ${showShape(weight.shape)} do not fit as [out] and [out, ...].`,
    );
  }
  const { images, outChannels, rows, cols } = shape;
  const size = rows.output * cols.output;
  const out = Tensor.empty([images, outChannels, rows.output, cols.output]);
  kernels().conv2d({ shape, x: x.data, weight: weight.data, bias: bias?.data, relu, out: out.data });

  const beforeRelu = relu ? once((dy: Tensor) => reluBackward(out, dy)) : (dy: Tensor) => dy;
  const inputs: Parameters<typeof record>[2][] = [
    [
      x,
      (dy) => {
        const dx = Tensor.empty(x.shape);
        kernels().conv2dInputGradient({
          shape,
          weight: weight.data,
          dy: beforeRelu(dy).data,
          dx: dx.data,
        });
        return dx;
      },
    ],
    [
      weight,
      (dy) => {
        const dWeight = Tensor.empty(weight.shape);
        kernels().conv2dWeightGradient({
          shape,
          x: x.data,
          dy: beforeRelu(dy).data,
          dWeight: dWeight.data,
        });
        return dWeight;
      },
    ],
  ];
  if (bias) {
    inputs.push([
      bias,
      (dy) => {
        const planes = Tensor.empty([images, outChannels]);
        const db = Tensor.empty([outChannels]);
        kernels().sum({
          outer: planes.size,
          n: size,
          inner: 1,
          x: beforeRelu(dy).data,
          out: planes.data,
        });
        kernels().sum({ outer: 1, n: images, inner: outChannels, x: planes.data, out: db.data });
        planes.dispose();
        return db;
      },
    ]);
  }
  return record(relu ? "conv2dRelu" : "conv2d", out, ...inputs);
}

function shapeOf(x: Tensor, weight: Tensor, options: Conv2dOptions): Conv2dShape {
  const { groups = 1 } = options;
  const stride = toPair("conv2d", "stride", options.stride ?? 1, 1);
  const padding = toPair("conv2d", "padding", options.padding ?? 0, 0);
  const dilation = toPair("conv2d", "dilation", options.dilation ?? 1, 1);
  const [images, inChannels, height, width] = x.shape as [number, number, number, number];
  const [outChannels, channelsOfGroup, rowTaps, colTaps] = weight.shape as [number, number, number, number];
  if (!(Number.isSafeInteger(groups) && groups >= 1)) {
    throw new RangeError(`conv2d: groups is a whole number from 1, not ${groups}.`);
  }
  const fits = x.shape.length === 4 && weight.shape.length === 4 && channelsOfGroup * groups === inChannels;
  if (!fits || outChannels % groups !== 0 || channelsOfGroup === 0 || rowTaps === 0 || colTaps === 0) {
    throw new ShapeError(
      `conv2d: input ${showShape(x.shape)} and weight ${showShape(weight.shape)} do not fit as [N, in, height, width] and [out, in / groups, rows, columns] with ${groups} ${groups === 1 ? "group" : "groups"}.`,
    );
  }
  const axis = (input: number, taps: number, dim: 0 | 1): Conv2dAxis => {
    const length = input + 2 * padding[dim] - dilation[dim] * (taps - 1) - 1;
    if (length < 0) {
      throw new ShapeError(
        `conv2d: a window of weight ${showShape(weight.shape)} with dilation ${dilation[dim]} is larger than input ${showShape(x.shape)} with padding ${padding[dim]}.`,
      );
    }
    const output = Math.floor(length / stride[dim]) + 1;
    return { input, taps, output, stride: stride[dim], padding: padding[dim], dilation: dilation[dim] };
  };
  const rows = axis(height, rowTaps, 0);
  const cols = axis(width, colTaps, 1);
  return { images, inChannels, outChannels, groups, rows, cols };
}
