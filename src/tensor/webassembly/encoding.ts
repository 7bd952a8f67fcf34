import { ByteWriter } from "./ByteWriter";
import type { Code, ValueType } from "./Expr";

/** Binary codes of the value types (WebAssembly core specification, 5.3). */
export const valueTypeCode: Record<ValueType, number> = {
  i32: 0x7f,
  i64: 0x7e,
  f32: 0x7d,
  f64: 0x7c,
  v128: 0x7b,
};

/** An unsigned integer in LEB128. */
export function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  bytes.push(rest);
  return bytes;
}

/** A signed integer in LEB128. */
export function signed(value: bigint): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (;;) {
    const low = Number(rest & 0x7fn);
    rest >>= 7n;
    const isLast = (rest === 0n && low < 0x40) || (rest === -1n && low >= 0x40);
    bytes.push(isLast ? low : low | 0x80);
    if (isLast) {
      return bytes;
    }
  }
}

/** A vector of the binary format: the number of items, then the items. */
export function vector(items: readonly Code[]): Code {
  return [unsigned(items.length), ...items];
}

/** The length of the code in bytes, then the code. */
export function sized(code: Code): Code {
  return [unsigned(lengthOf(code)), code];
}

/** The bytes of a tree, in their order. */
export function flatten(code: Code): Uint8Array<ArrayBuffer> {
  const writer = new ByteWriter(lengthOf(code));
  writer.write(code);
  return writer.written;
}

function lengthOf(code: Code): number {
  if (code instanceof Uint8Array) return code.length;
  return code.reduce<number>((sum, item) => sum + (typeof item === "number" ? 1 : lengthOf(item)), 0);
}

export function name(text: string): Code {
  return sized([...new TextEncoder().encode(text)]);
}

const scratch = new DataView(new ArrayBuffer(8));

export function float32Bytes(value: number): number[] {
  scratch.setFloat32(0, value, true);
  return scratchBytes(4);
}

export function float64Bytes(value: number): number[] {
  scratch.setFloat64(0, value, true);
  return scratchBytes(8);
}

function scratchBytes(count: number): number[] {
  return Array.from({ length: count }, (_, i) => scratch.getUint8(i));
}
