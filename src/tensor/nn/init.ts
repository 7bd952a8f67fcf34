import type { Tensor } from "../Tensor";
import { areShapesAlone } from "./Parameter";

/**
 * Draws the initial values of a linear or convolution layer like PyTorch: first the weight, by `kaiming_uniform_` with
 * a = √5, then the bias. Both are uniform within ±1/√fanIn, up to rounding. The bounds are computed in doubles, with
 * PyTorch's order of operations. Does nothing for parameters without storage.
 * @param fanIn number of inputs from which one output is computed
 */
export function uniformFor(fanIn: number, weight: Tensor, bias: Tensor | null): void {
  if (areShapesAlone()) return;
  const gain = Math.sqrt(2 / (1 + Math.sqrt(5) ** 2));
  const std = gain / Math.sqrt(fanIn);
  const weightBound = Math.sqrt(3) * std;
  weight.uniform_(-weightBound, weightBound);
  const biasBound = fanIn > 0 ? 1 / Math.sqrt(fanIn) : 0;
  bias?.uniform_(-biasBound, biasBound);
}
