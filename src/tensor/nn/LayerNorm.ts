import { layerNorm, reshape } from "../ops";
import { type Shape, ShapeError, sameShape, showShape, sizeOf } from "../shape";
import type { Tensor } from "../Tensor";
import { Module } from "./Module";
import { areShapesAlone, parameter } from "./Parameter";

/**
 * Normalizes over the last dimensions, whose shape is `normalizedShape`, like `torch.nn.LayerNorm`. Weight and bias, if
 * the module has them, have the shape `normalizedShape` as well. The weight is initially 1, the bias 0.
 */
export class LayerNorm extends Module {
  /** Lengths of the dimensions that are normalized together. */
  readonly normalizedShape: Shape;
  readonly weight: Tensor | null;
  readonly bias: Tensor | null;
  readonly eps: number;

  constructor(
    normalizedShape: number | Shape,
    options: { eps?: number; elementwiseAffine?: boolean; bias?: boolean } = {},
  ) {
    super();
    const { eps = 1e-5, elementwiseAffine = true, bias = true } = options;
    this.normalizedShape = typeof normalizedShape === "number" ? [normalizedShape] : normalizedShape;
    this.eps = eps;
    this.weight = elementwiseAffine ? parameter(this.normalizedShape) : null;
    this.bias = elementwiseAffine && bias ? parameter(this.normalizedShape) : null;
    if (areShapesAlone()) return;
    this.weight?.fill_(1);
    this.bias?.fill_(0);
  }

  /** Maps [..., ...normalizedShape] to the same shape. @throws ShapeError if the input does not fit. */
  forward(x: Tensor): Tensor {
    const { normalizedShape, eps } = this;
    const outer = x.shape.slice(0, x.shape.length - normalizedShape.length);
    if (!sameShape(x.shape, [...outer, ...normalizedShape])) {
      throw new ShapeError(
        `LayerNorm: the shape ${showShape(x.shape)} does not end with ${showShape(normalizedShape)}.`,
      );
    }
    const size = sizeOf(normalizedShape);
    const flat = (tensor: Tensor | null) => tensor && reshape(tensor, [size]);
    const rows = reshape(x, [...outer, size]);
    return reshape(layerNorm(rows, { weight: flat(this.weight), bias: flat(this.bias), eps }), x.shape);
  }
}
