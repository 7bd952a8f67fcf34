import type { Code, Expr, F32, F64, I32, I32Like, I64, V128, ValueType } from "./Expr";
import { float32Bytes, float64Bytes, signed, unsigned } from "./encoding";

/**
 * WebAssembly's instructions as functions that return expressions. The exported objects, such as `i32`, are named after
 * the type in an instruction's name. Most functions are named after the rest of the name: `i32.geS` is the instruction
 * `i32.ge_s`.
 */

const simdPrefix = 0xfd;
const atomicPrefix = 0xfe;

function expr<T extends ValueType>(type: T, ...code: readonly Code[]): Expr<T> {
  return { type, code };
}

function plain(opcode: number): number[] {
  return [opcode];
}

function simd(opcode: number): number[] {
  return [simdPrefix, ...unsigned(opcode)];
}

/** Turns a number into a constant. */
export function asI32(value: I32Like): I32 {
  return typeof value === "number" ? i32.const(value) : value;
}

/**
 * Encodes an alignment of 1 byte and the offset (bytes). The alignment is only a hint, except for atomic instructions.
 */
function memoryArgument(offset: number): number[] {
  return [0, ...unsigned(offset)];
}

const unary =
  <A extends ValueType, T extends ValueType>(type: T, opcode: number[]) =>
  (a: Expr<A>): Expr<T> =>
    expr(type, a.code, opcode);

const binary =
  <A extends ValueType, B extends ValueType, T extends ValueType>(type: T, opcode: number[]) =>
  (a: Expr<A>, b: Expr<B>): Expr<T> =>
    expr(type, a.code, b.code, opcode);

const ternary = (opcode: number[]) => (a: V128, b: V128, c: V128) =>
  expr("v128", a.code, b.code, c.code, opcode);

const integer = (opcode: number) => (a: I32Like, b: I32Like) =>
  expr("i32", asI32(a).code, asI32(b).code, plain(opcode));

const load =
  <T extends ValueType>(type: T, opcode: number[]) =>
  (address: I32Like, offset = 0): Expr<T> =>
    expr(type, asI32(address).code, opcode, memoryArgument(offset));

const atomicI32 = (opcode: number) => (address: I32Like, value: I32Like) =>
  expr("i32", asI32(address).code, asI32(value).code, [atomicPrefix, opcode, 2, 0]);

const lanes1 = (opcode: number) => unary<"v128", "v128">("v128", simd(opcode));
const lanes2 = (opcode: number) => binary<"v128", "v128", "v128">("v128", simd(opcode));
const shift = (opcode: number) => (a: V128, by: I32Like) =>
  expr("v128", a.code, asI32(by).code, simd(opcode));

const float = <T extends "f32" | "f64">(type: T, opcodes: Record<"add" | "sub" | "mul" | "div", number>) => ({
  add: binary<T, T, T>(type, plain(opcodes.add)),
  sub: binary<T, T, T>(type, plain(opcodes.sub)),
  mul: binary<T, T, T>(type, plain(opcodes.mul)),
  div: binary<T, T, T>(type, plain(opcodes.div)),
});

export const i32 = {
  const: (value: number): I32 => expr("i32", [0x41, ...signed(BigInt(value | 0))]),
  load: load("i32", [0x28]),
  load8U: load("i32", [0x2d]),
  eqz: (a: I32): I32 => expr("i32", a.code, plain(0x45)),
  eq: integer(0x46),
  ne: integer(0x47),
  ltS: integer(0x48),
  ltU: integer(0x49),
  gtS: integer(0x4a),
  leU: integer(0x4d),
  geS: integer(0x4e),
  add: integer(0x6a),
  sub: integer(0x6b),
  mul: integer(0x6c),
  divU: integer(0x6e),
  remU: integer(0x70),
  and: integer(0x71),
  or: integer(0x72),
  xor: integer(0x73),
  shl: integer(0x74),
  shrU: integer(0x76),
  wrapI64: unary<"i64", "i32">("i32", plain(0xa7)),
  /** a if the condition is not 0, else b. Both are evaluated. */
  select: (a: I32Like, b: I32Like, condition: I32): I32 =>
    expr("i32", asI32(a).code, asI32(b).code, condition.code, plain(0x1b)),
  atomic: {
    load: (address: I32Like): I32 => expr("i32", asI32(address).code, [atomicPrefix, 0x10, 2, 0]),
    /**
     * Adds to the word at the address. The value of the expression is the word before the addition. `rmwSub` subtracts
     * instead.
     */
    rmwAdd: atomicI32(0x1e),
    rmwSub: atomicI32(0x25),
  },
};

export const f32 = {
  const: (value: number): F32 => expr("f32", [0x43, ...float32Bytes(value)]),
  load: load("f32", [0x2a]),
  eq: binary<"f32", "f32", "i32">("i32", plain(0x5b)),
  ne: binary<"f32", "f32", "i32">("i32", plain(0x5c)),
  ...float("f32", { add: 0x92, sub: 0x93, mul: 0x94, div: 0x95 }),
  max: binary<"f32", "f32", "f32">("f32", plain(0x97)),
  demoteF64: unary<"f64", "f32">("f32", plain(0xb6)),
  convertI32U: unary<"i32", "f32">("f32", plain(0xb3)),
};

export const f64 = {
  const: (value: number): F64 => expr("f64", [0x44, ...float64Bytes(value)]),
  load: load("f64", [0x2b]),
  ...float("f64", { add: 0xa0, sub: 0xa1, mul: 0xa2, div: 0xa3 }),
  promoteF32: unary<"f32", "f64">("f64", plain(0xbb)),
  sqrt: unary<"f64", "f64">("f64", plain(0x9f)),
  convertI32U: unary<"i32", "f64">("f64", plain(0xb8)),
  convertI64S: unary<"i64", "f64">("f64", plain(0xb9)),
  reinterpretI64: unary<"i64", "f64">("f64", plain(0xbf)),
};

export const i64 = {
  const: (value: bigint): I64 => expr("i64", [0x42, ...signed(value)]),
  load: load("i64", [0x29]),
  eqz: unary<"i64", "i32">("i32", plain(0x50)),
  /** Number of zero bits below the lowest 1. */
  ctz: unary<"i64", "i64">("i64", plain(0x7a)),
  extendI32U: unary<"i32", "i64">("i64", plain(0xad)),
  reinterpretF64: unary<"f64", "i64">("i64", plain(0xbd)),
  sub: binary<"i64", "i64", "i64">("i64", plain(0x7d)),
  and: binary<"i64", "i64", "i64">("i64", plain(0x83)),
  or: binary<"i64", "i64", "i64">("i64", plain(0x84)),
  shl: binary<"i64", "i64", "i64">("i64", plain(0x86)),
  shrS: binary<"i64", "i64", "i64">("i64", plain(0x87)),
  shrU: binary<"i64", "i64", "i64">("i64", plain(0x88)),
};

export const v128 = {
  load: load("v128", simd(0x00)),
  load32Splat: load("v128", simd(0x09)),
  load32Zero: load("v128", simd(0x5c)),
  load64Zero: load("v128", simd(0x5d)),
  /** A vector of four copies of a word of 32 bits. */
  const: (word: number): V128 => {
    const bytes = [...new Uint8Array(new Uint32Array([word, word, word, word]).buffer)];
    return expr("v128", simd(0x0c), bytes);
  },
  /** A vector of four words of 32 bits, lane 0 first. */
  constLanes: (words: readonly [number, number, number, number]): V128 =>
    expr("v128", simd(0x0c), [...new Uint8Array(new Int32Array(words).buffer)]),
  and: lanes2(0x4e),
  andnot: lanes2(0x4f),
  or: lanes2(0x50),
  xor: lanes2(0x51),
  /** Bits of a where the mask is 1, of b where it is 0. */
  bitselect: ternary(simd(0x52)),
  /** 1 if any bit is 1, else 0. */
  anyTrue: unary<"v128", "i32">("i32", simd(0x53)),
};

export const i8x16 = {
  /** Selects sixteen of the thirty-two bytes of a (0 to 15) and b (16 to 31). */
  shuffle: (a: V128, b: V128, bytes: readonly number[]): V128 =>
    expr("v128", a.code, b.code, simd(0x0d), bytes),
  /** The top bit of each byte, as a 16-bit number whose lowest bit is that of the first byte. */
  bitmask: unary<"v128", "i32">("i32", simd(0x64)),
  narrowI16x8S: lanes2(0x65),
};

export const i16x8 = {
  narrowI32x4S: lanes2(0x85),
  extendLowI8x16U: lanes1(0x89),
  extendHighI8x16U: lanes1(0x8a),
};

export const i32x4 = {
  splat: unary<"i32", "v128">("v128", simd(0x11)),
  eq: lanes2(0x37),
  ltS: lanes2(0x39),
  neg: lanes1(0xa1),
  shl: shift(0xab),
  shrU: shift(0xad),
  /** Selects four of the eight words of a (0 to 3) and b (4 to 7): an i8x16.shuffle by whole words. */
  shuffle: (a: V128, b: V128, words: readonly number[]): V128 =>
    i8x16.shuffle(
      a,
      b,
      words.flatMap((word) => [0, 1, 2, 3].map((byte) => word * 4 + byte)),
    ),
  extendLowI16x8U: lanes1(0xa9),
  extendHighI16x8U: lanes1(0xaa),
  truncSatF64x2SZero: lanes1(0xfc),
};

export const i64x2 = {
  extendLowI32x4S: lanes1(0xc7),
  shl: shift(0xcb),
  add: lanes2(0xce),
};

export const f32x4 = {
  splat: unary<"f32", "v128">("v128", simd(0x13)),
  const: (value: number): V128 =>
    expr(
      "v128",
      simd(0x0c),
      [0, 1, 2, 3].flatMap(() => float32Bytes(value)),
    ),
  extractLane: (a: V128, lane: number): F32 => expr("f32", a.code, simd(0x1f), [lane]),
  eq: lanes2(0x41),
  ne: lanes2(0x42),
  gt: lanes2(0x44),
  le: lanes2(0x45),
  abs: lanes1(0xe0),
  neg: lanes1(0xe1),
  sqrt: lanes1(0xe3),
  add: lanes2(0xe4),
  sub: lanes2(0xe5),
  mul: lanes2(0xe6),
  div: lanes2(0xe7),
  max: lanes2(0xe9),
  convertI32x4S: lanes1(0xfa),
  demoteF64x2Zero: lanes1(0x5e),
  /** a · b + c. The result is rounded once or, on processors where this is faster, twice. */
  relaxedMadd: ternary(simd(0x105)),
};

export const f64x2 = {
  splat: unary<"f64", "v128">("v128", simd(0x14)),
  const: (value: number): V128 =>
    expr(
      "v128",
      simd(0x0c),
      [0, 1].flatMap(() => float64Bytes(value)),
    ),
  extractLane: (a: V128, lane: number): F64 => expr("f64", a.code, simd(0x21), [lane]),
  nearest: lanes1(0x94),
  add: lanes2(0xf0),
  sub: lanes2(0xf1),
  mul: lanes2(0xf2),
  /** b < a ? b : a. If a is NaN, the result is NaN. */
  pmin: lanes2(0xf6),
  /** a < b ? b : a. If a is NaN, the result is NaN. */
  pmax: lanes2(0xf7),
  promoteLowF32x4: lanes1(0x5f),
};
