/**
 * Largest number of products that are summed in one sequence of additions. k is the dimension over which a matrix
 * product sums; a step of k adds one product to each sum.
 */
export const longestPart = 320;
/** If the last steps are split into two halves, the number of steps of the first half is a multiple of this number. */
export const partMultiple = 8;

/**
 * Splits a matrix product's sum over k into parts and returns their lengths in steps of k. All variants use the same
 * parts. Each part is summed in float32 on its own, in order. The parts are then added in order.
 *
 * The rounding error of a sequence of float32 additions grows with its length. BLAS libraries, and so PyTorch, sum in
 * such parts to use the processor's caches well. The rule and its constants are OpenBLAS's for x86 (GEMM_Q in
 * driver/level3/level3.c). Training depends on the parts: another rounding error can change the sign of a ReLU's input,
 * after which a whole run differs from PyTorch's.
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
