import { datasets } from "../../src/datasets/datasets";
import { sizeOf } from "../../src/tensor";

const { classes, image } = datasets["fashion-mnist"];

/**
 * Number of floating-point operations of the layers' matrix products for one image. Each multiplication and each
 * addition is one operation. `training` counts the forward pass, the weights' gradients, and the gradients of the
 * inputs of all layers except the first. `evaluation` counts the forward pass.
 * @param hidden widths of the hidden layers
 */
export function flopsPerImage(hidden: readonly number[]): { training: number; evaluation: number } {
  const widths = [sizeOf(image), ...hidden, classes.length];
  const layers = widths.slice(1).map((width, i) => 2 * widths[i]! * width);
  const forward = layers.reduce((sum, layer) => sum + layer, 0);
  return { training: 3 * forward - layers[0]!, evaluation: forward };
}
