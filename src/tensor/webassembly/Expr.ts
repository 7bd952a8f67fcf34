export type ValueType = "i32" | "i64" | "f32" | "f64" | "v128";

/**
 * Bytes as a tree, in which an expression contains the trees of its operands without a copy. The tree is written to the
 * function when a statement uses the expression.
 */
export type Code = Uint8Array | readonly (number | Code)[];

/**
 * A WebAssembly expression that leaves one value on the stack. TypeScript checks the value's type: `f32x4.add(anI32,
 * …)` does not compile.
 *
 * An expression is a tree, written like WebAssembly's folded text format: `i32.add(p, i32.mul(row, 64))`. It is
 * evaluated where a FunctionBuilder's statement uses it, and again in each further statement that uses it.
 */
export interface Expr<T extends ValueType = ValueType> {
  readonly type: T;
  readonly code: Code;
}

/** A function's parameter or local variable; as an expression, its value. */
export interface Local<T extends ValueType = ValueType> extends Expr<T> {
  readonly index: number;
}

export type I32 = Expr<"i32">;
export type I64 = Expr<"i64">;
export type F32 = Expr<"f32">;
export type F64 = Expr<"f64">;
export type V128 = Expr<"v128">;

/** An i32, or a number as a constant. */
export type I32Like = I32 | number;
