export type ValueType = "i32" | "i64" | "f32" | "f64" | "v128";

/**
 * WebAssembly code as a tree of bytes. The tree of an expression contains the trees of its operands, which are not
 * copied. The tree is written to the function's bytes when a statement uses the expression.
 */
export type Code = Uint8Array | readonly (number | Code)[];

/**
 * A WebAssembly expression that leaves one value on the stack. TypeScript checks the value's type: `f32x4.add(anI32,
 * …)` does not compile.
 *
 * Expressions are nested like in WebAssembly's folded text format: `i32.add(p, i32.mul(row, 64))`. Each statement of a
 * FunctionBuilder that uses an expression evaluates it again.
 */
export interface Expr<T extends ValueType = ValueType> {
  readonly type: T;
  readonly code: Code;
}

/** A function's parameter or local variable. Used as an expression, it gives the variable's current value. */
export interface Local<T extends ValueType = ValueType> extends Expr<T> {
  readonly index: number;
}

export type I32 = Expr<"i32">;
export type I64 = Expr<"i64">;
export type F32 = Expr<"f32">;
export type F64 = Expr<"f64">;
export type V128 = Expr<"v128">;

/** An i32 expression, or a number, which is used as a constant. */
export type I32Like = I32 | number;
