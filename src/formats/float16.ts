/** Numbers in half precision (IEEE 754 binary16), each as its 16 bits. */
export class Float16Bits extends Uint16Array {}

const single = new Float32Array(1);
const bits = new Uint32Array(single.buffer);

/**
 * Rounds each float32 number to the nearest number in half precision, as `torch.Tensor.half` does. If two numbers in
 * half precision are equally near, the result is the one whose last bit is 0. From a magnitude of 65,520 on, the result
 * is infinite.
 * @param to the result; at least as long as `values`
 */
export function toFloat16(values: ArrayLike<number>, to = new Float16Bits(values.length)): Float16Bits {
  for (let index = 0; index < values.length; index++) to[index] = float16Of(values[index]!);
  return to;
}

/** The bits of one float32 number, rounded to half precision. */
export function float16Of(value: number): number {
  single[0] = value;
  const sign = (bits[0]! >>> 16) & 0x8000;
  const magnitude = bits[0]! & 0x7fffffff;
  if (magnitude >= 0x47800000) return sign | (magnitude > 0x7f800000 ? 0x7e00 : 0x7c00);
  if (magnitude < 0x38800000) {
    // Below 2^-14, the smallest normal number, the addition of 0.5 rounds to a multiple of 2^-24.
    bits[0] = magnitude;
    single[0] += 0.5;
    return sign | (bits[0]! - 0x3f000000);
  }
  const isOdd = (magnitude >>> 13) & 1;
  return sign | ((magnitude - 0x38000000 + 0xfff + isOdd) >>> 13);
}

/** Each half-precision number as a float32, which holds it exactly. */
export function fromFloat16(values: Uint16Array): Float32Array {
  table ??= allNumbers();
  const numbers = new Float32Array(values.length);
  for (let index = 0; index < values.length; index++) numbers[index] = table[values[index]!]!;
  return numbers;
}

let table: Float32Array | undefined;

/** All numbers in half precision. The index of a number is its 16 bits. */
function allNumbers(): Float32Array {
  const numbers = new Float32Array(2 ** 16);
  for (let value = 0; value < numbers.length; value++) {
    const exponent = (value >>> 10) & 0x1f;
    const fraction = value & 0x3ff;
    const magnitude = exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25);
    const number = exponent < 0x1f ? magnitude : fraction === 0 ? Infinity : Number.NaN;
    numbers[value] = value < 0x8000 ? number : -number;
  }
  return numbers;
}
