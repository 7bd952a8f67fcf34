import { kernels } from "../kernels";
import { Tensor } from "../Tensor";

/** Added to the norm before the division, like in PyTorch. */
const epsilon = 1e-6;

/**
 * Scales all gradients by maxNorm / (norm + 1e-6) if this factor is below 1 or NaN, like
 * `torch.nn.utils.clip_grad_norm_`. The norm is the Euclidean norm of all gradients together. Parameters without a
 * gradient are skipped.
 * @returns the norm before the scaling
 */
export function clipGradNorm(parameters: Iterable<Tensor>, maxNorm: number): number {
  const gradients = [...parameters].flatMap(({ grad }) => (grad ? [grad.data] : []));
  const squares = gradients.reduce((sum, gradient) => sum + kernels().sumOfSquares(gradient), 0);
  const norm = Math.sqrt(squares);
  const coefficient = maxNorm / (norm + epsilon);
  if (!(coefficient >= 1)) {
    const scale = Tensor.of([coefficient], []);
    for (const gradient of gradients) {
      const strides = { shape: [gradient.length], aStrides: [1], bStrides: [0] };
      kernels().binary({ op: "mul", a: gradient, b: scale.data, out: gradient, ...strides });
    }
    scale.dispose();
  }
  return norm;
}
