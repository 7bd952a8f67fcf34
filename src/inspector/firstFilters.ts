import type { ImageShape } from "../datasets/datasets";
import type { Filters } from "../protocol/modelProtocol";
import type { nn } from "../tensor";

/** Largest number of filters in one answer. A filter of a linear layer on Fashion-MNIST takes 3 kB. */
const mostFilters = 64;

/**
 * The filters of the first layer as images. Each image is the mean of one filter over its channels. The filters are
 * those of a convolution, or the weights of a linear layer's units if the layer's input is an image.
 * @returns null where the first layer has no such filters
 */
export function firstFilters(model: nn.Module, [channels, height, width]: ImageShape): Filters | null {
  const first = [...model.namedParameters()].find(([, { shape }]) => shape.length > 1);
  if (!first) return null;
  const [path, { shape, data }] = first;
  const [total = 0, ...rest] = shape;
  const size = rest.reduce((product, length) => product * length, 1);
  const isOfImage = rest.length === 1 && size === channels * height * width;
  const [deep, rows, columns] = isOfImage ? [channels, height, width] : rest.length === 3 ? rest : [];
  if (!deep || !rows || !columns) return null;
  const area = rows * columns;
  const count = Math.min(total, mostFilters);
  const means = new Float32Array(count * area);
  for (let filter = 0; filter < count; filter++)
    for (let index = 0; index < size; index++)
      means[filter * area + (index % area)]! += data[filter * size + index]! / deep;
  return { layer: path.slice(0, path.lastIndexOf(".")), total, height: rows, width: columns, data: means };
}
