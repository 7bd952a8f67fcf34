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

/** A count, then the items. */
export function vector(items: readonly Code[]): Code {
  return [unsigned(items.length), ...items];
}

/** A length in bytes, then the bytes. */
export function sized(code: Code): Code {
  const bytes = flatten(code);
  return [unsigned(bytes.length), bytes];
}

/** The bytes of a tree, one after the other. */
export function flatten(code: Code): Uint8Array<ArrayBuffer> {
  let bytes = new Uint8Array(1024);
  let length = 0;
  const reserve = (more: number) => {
    if (length + more > bytes.length) {
      const longer = new Uint8Array(2 * (length + more));
      longer.set(bytes);
      bytes = longer;
    }
  };
  const write = (part: Code) => {
    if (part instanceof Uint8Array) {
      reserve(part.length);
      bytes.set(part, length);
      length += part.length;
      return;
    }
    // Most of a module's emission passes here, before the engine has optimized it: plain loops are fastest.
    for (let i = 0; i < part.length; i++) {
      const item = part[i]!;
      if (typeof item === "number") {
        reserve(1);
        bytes[length++] = item;
      } else {
        write(item);
      }
    }
  };
  write(code);
  return bytes.slice(0, length);
}

export function name(text: string): Code {
  return sized([...new TextEncoder().encode(text)]);
}

export function float32Bytes(value: number): number[] {
  return [...new Uint8Array(new Float32Array([value]).buffer)];
}

export function float64Bytes(value: number): number[] {
  return [...new Uint8Array(new Float64Array([value]).buffer)];
}
