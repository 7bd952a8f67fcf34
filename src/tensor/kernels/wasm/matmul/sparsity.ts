import type { MatmulTask } from "../../Kernels";

/** Smaller products are not worth looking at. */
const fewestProducts = 1 << 16;
const fewestSteps = 16;
const fewestColumns = 32;
/** The sparse product is to save this share of the dense one's time, or what is not known of it may cost more. */
const leastSaving = 0.05;
/** What comes on top of the multiplications, as shares of the dense product's time, times its rows, columns or k. */
const packing = 5;
const packingTransposed = 8;
const finding = 4;
const startingTiles = 3;

/**
 * Whether a product is computed faster by passing over the zeros of A: the outputs of a ReLU, for instance, or
 * images of things before nothing. A share of A's elements is looked at to tell.
 *
 * @param sparseSpeed as a `MatmulContext` has it
 */
export function isWorthSparse(task: MatmulTask, sparseSpeed: number): boolean {
  const { m, n, k, a, bTransposed = false } = task;
  if (n < fewestColumns || k < fewestSteps || m * n * k < fewestProducts) return false;
  const overhead = (bTransposed ? packingTransposed : packing) / m + finding / n + startingTiles / k;
  const affordable = (1 - leastSaving - overhead) * sparseSpeed;
  // Where V8 makes less of the dense tile, more than everything may be affordable.
  return affordable > 0 && (affordable > 1 || density(a, m * k) < affordable);
}

const samples = 256;

/** About which share of the first elements is not zero. */
function density(x: Float32Array, length: number): number {
  // Odd, so that samples do not all fall into the same columns.
  const step = Math.floor(length / samples) | 1;
  let nonzero = 0;
  for (let i = 0; i < length; i += step) {
    if (x[i] !== 0) nonzero++;
  }
  return nonzero / Math.ceil(length / step);
}
