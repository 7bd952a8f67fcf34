/** The longest chain of additions in a matrix product. */
export const longestPart = 320;
/** Where what is left is halved, the first half is a multiple of this. */
export const partMultiple = 8;

/**
 * How every variant cuts a matrix product's sum over k into parts: each is summed in float32 on its own, in order,
 * and the parts are then added one after the other.
 *
 * A chain of float32 additions rounds the more the longer it is. BLAS libraries, and so PyTorch, sum in such parts
 * for their caches' sake (this is OpenBLAS's rule, with its constants for x86: GEMM_Q in driver/level3/level3.c),
 * and training is sensitive to it: an error can carry the input of a ReLU over zero, which sends a whole run on
 * another way than PyTorch's.
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
