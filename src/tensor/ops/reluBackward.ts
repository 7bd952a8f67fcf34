import { kernels } from "../kernels";
import { Tensor } from "../Tensor";

/**
 * The gradient of a ReLU's input, from the ReLU's output y and the gradient dy of y. The result is not recorded for
 * gradients.
 */
export function reluBackward(y: Tensor, dy: Tensor): Tensor {
  const dx = Tensor.empty(y.shape);
  kernels().unaryBackward({ op: "relu", x: y.data, y: y.data, dy: dy.data, dx: dx.data });
  return dx;
}
