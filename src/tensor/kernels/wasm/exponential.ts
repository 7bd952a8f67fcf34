import type { F64, V128 } from "../../webassembly/Expr";
import type { FunctionBuilder } from "../../webassembly/FunctionBuilder";
import { f32x4, f64, f64x2, i32x4, i64, i64x2 } from "../../webassembly/instructions";

/** Degree of the Taylor series of e^r. The relative error of the series is below 1e-11 for |r| up to ln 2 / 2. */
const degree = 9;
const coefficients = Array.from({ length: degree + 1 }, (_, power) => f64x2.const(1 / factorial(power)));
/** Bounds of x. Beyond the bounds, e^x is 0 or infinite as a float32. At the bounds, e^x is a normal double. */
const bounds = { least: -700, greatest: 700 };

/**
 * e^x of two doubles with a relative error below 1e-11: x = n·ln 2 + r, e^x = 2^n · e^r. A value of x beyond one of
 * the {@link bounds} is replaced with that bound. NaN stays NaN.
 */
export function exp64(f: FunctionBuilder, x: V128): V128 {
  const clamped = f64x2.pmin(f64x2.pmax(x, f64x2.const(bounds.least)), f64x2.const(bounds.greatest));
  const bounded = f.let(clamped);
  const n = f.let(f64x2.nearest(f64x2.mul(bounded, f64x2.const(Math.LOG2E))));
  const r = f.let(f64x2.sub(bounded, f64x2.mul(n, f64x2.const(Math.LN2))));
  const series = f.let(coefficients[degree]!);
  for (let power = degree - 1; power >= 0; power--) {
    f.set(series, f64x2.add(f64x2.mul(series, r), coefficients[power]!));
  }
  const exponent = i64x2.extendLowI32x4S(i32x4.truncSatF64x2SZero(n));
  return i64x2.add(series, i64x2.shl(exponent, mantissaBits));
}

/** e^x of four floats, computed in doubles and then rounded. */
export function exp32(f: FunctionBuilder, x: V128): V128 {
  const [low, high] = promote(f, x);
  return demote(exp64(f, low), exp64(f, high));
}

/** Four floats as two pairs of doubles. */
export function promote(f: FunctionBuilder, x: V128): readonly [V128, V128] {
  const floats = f.let(x);
  const upper = i32x4.shuffle(floats, floats, [2, 3, 2, 3]);
  return [f.let(f64x2.promoteLowF32x4(floats)), f.let(f64x2.promoteLowF32x4(upper))];
}

/** Two pairs of doubles, rounded to four floats. */
export function demote(low: V128, high: V128): V128 {
  return i32x4.shuffle(f32x4.demoteF64x2Zero(low), f32x4.demoteF64x2Zero(high), [0, 1, 4, 5]);
}

const mantissaBits = 52;
const one = f64.const(1);
const sqrtHalf = i64.const(0x3fe6_a09e_667f_3bcdn);
/** Number of terms of the series of {@link log64}. The next term is below 1e-15. */
const logTerms = 9;

/**
 * ln x of a positive, normal double: x = 2^n · m with m between √½ and √2, and
 * ln m = 2·(s + s³/3 + s⁵/5 + …) with s = (m − 1) / (m + 1). NaN where x is NaN or infinite.
 */
export function log64(f: FunctionBuilder, value: F64): F64 {
  const x = f.let(value);
  const bits = f.let(i64.reinterpretF64(x));
  const n = f.let(i64.shrS(i64.sub(bits, sqrtHalf), i64.const(BigInt(mantissaBits))));
  const m = f.let(f64.reinterpretI64(i64.sub(bits, i64.shl(n, i64.const(BigInt(mantissaBits))))));
  const s = f.let(f64.div(f64.sub(m, one), f64.add(m, one)));
  const square = f.let(f64.mul(s, s));
  const series = f.let(f64.const(0));
  for (let term = logTerms - 1; term >= 0; term--) {
    f.set(series, f64.add(f64.mul(series, square), f64.const(2 / (2 * term + 1))));
  }
  const ln = f64.add(f64.mul(f64.convertI64S(n), f64.const(Math.LN2)), f64.mul(series, s));
  const zeroOrNaN = f64.sub(x, x);
  return f64.add(ln, zeroOrNaN);
}

function factorial(n: number): number {
  return n <= 1 ? 1 : n * factorial(n - 1);
}
