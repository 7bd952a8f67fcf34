/** The longest sequence of additions in a matrix product. */
export const longestPart = 320;
/** The first of two halves is a multiple of this number. */
export const partMultiple = 8;

/**
 * Splits a matrix product's sum over k into parts; all variants use the same parts. Each part is summed in float32 on
 * its own, in order. The parts are then added in order.
 *
 * The rounding error of a sequence of float32 additions grows with its length. BLAS libraries, and so PyTorch, sum in
 * such parts to use their caches well. This is OpenBLAS's rule with its constants for x86 (GEMM_Q in
 * driver/level3/level3.c). Training depends on it: an error can change the sign of a ReLU's input, after which a
 * whole run differs from PyTorch's.
 */
export function partsOfSum(k: number): number[] {
  const parts: number[] = [];
  let left = k;
  while (left >= 2 * longestPart) {
    parts.push(longestPart);
    left -= longestPart;
  }
  if (left > longestPart) {
    const half = Math.ceil(left / 2 / partMultiple) * partMultiple;
    parts.push(half, left - half);
  } else {
    parts.push(left);
  }
  return parts;
}
