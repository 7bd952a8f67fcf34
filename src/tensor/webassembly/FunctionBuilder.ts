import { ByteWriter } from "./ByteWriter";
import type { Code, Expr, I32, I32Like, Local, V128, ValueType } from "./Expr";
import { sized, unsigned, valueTypeCode, vector } from "./encoding";
import { asI32, i32 } from "./instructions";

const storeOpcode: Record<ValueType, readonly number[]> = {
  i32: [0x36],
  i64: [0x37],
  f32: [0x38],
  f64: [0x39],
  v128: [0xfd, 0x0b],
};

/** A function of the module, which other functions can call. `index`: its index in the module. */
export interface FunctionReference {
  readonly index: number;
}

/** A list with one local for each value type in T. */
export type Locals<T extends readonly ValueType[]> = { [K in keyof T]: Local<T[K]> };

/**
 * Builds the body of one function. Methods such as `set` and `if` emit one statement each. Values are expressions from
 * `instructions`.
 */
export class FunctionBuilder {
  private readonly code = new ByteWriter(256);
  private readonly localTypes: ValueType[] = [];

  constructor(private readonly parameterCount: number) {}

  local<T extends ValueType>(type: T): Local<T> {
    const index = this.parameterCount + this.localTypes.push(type) - 1;
    return local(type, index);
  }

  /** Returns `count` new local variables of one type. */
  localArray<T extends ValueType>(type: T, count: number): Local<T>[] {
    return Array.from({ length: count }, () => this.local(type));
  }

  /** Stores the value in a new local variable and returns the variable. */
  let<T extends ValueType>(value: Expr<T>): Local<T> {
    const variable = this.local(value.type);
    this.set(variable, value);
    return variable;
  }

  set<T extends ValueType>(variable: Local<T>, value: Expr<T>): void {
    this.emit(value.code, 0x21, unsigned(variable.index));
  }

  /** Emits `variable += amount`. */
  increase(variable: Local<"i32">, amount: I32Like): void {
    this.set(variable, i32.add(variable, amount));
  }

  /** Stores a value of any type at address + offset. */
  store(address: I32Like, value: Expr, offset = 0): void {
    this.emit(asI32(address).code, value.code, storeOpcode[value.type], 0, unsigned(offset));
  }

  /** Stores the low 16 bits of a value. */
  store16(address: I32Like, value: I32, offset = 0): void {
    this.emit(asI32(address).code, value.code, 0x3b, 0, unsigned(offset));
  }

  store32Lane(address: I32Like, value: V128, lane: number, offset = 0): void {
    this.emit(asI32(address).code, value.code, 0xfd, 0x5a, 0, unsigned(offset), lane);
  }

  store64Lane(address: I32Like, value: V128, lane: number, offset = 0): void {
    this.emit(asI32(address).code, value.code, 0xfd, 0x5b, 0, unsigned(offset), lane);
  }

  atomicStore(address: I32Like, value: I32Like): void {
    this.emit(asI32(address).code, asI32(value).code, 0xfe, 0x17, 2, 0);
  }

  /** If the word at the address holds `expected`, sleeps until another thread notifies this address. */
  atomicWait(address: I32Like, expected: I32Like): void {
    const forever = [0x42, 0x7f];
    this.emit(asI32(address).code, asI32(expected).code, forever, 0xfe, 0x01, 2, 0, 0x1a);
  }

  /** Wakes up to `count` threads that sleep at the address. */
  atomicNotify(address: I32Like, count: I32Like): void {
    this.emit(asI32(address).code, asI32(count).code, 0xfe, 0x00, 2, 0, 0x1a);
  }

  /** Evaluates an expression and ignores its value. */
  drop(value: Expr): void {
    this.emit(value.code, 0x1a);
  }

  call(target: FunctionReference, ...values: readonly (Expr | number)[]): void {
    this.emit(...values.map(codeOf), 0x10, unsigned(target.index));
  }

  /** Calls the function at index `element` of the module's table. `typeIndex` is the index of the function's type. */
  callIndirect(typeIndex: number, element: I32, ...values: readonly (Expr | number)[]): void {
    this.emit(...values.map(codeOf), element.code, 0x11, unsigned(typeIndex), 0);
  }

  if(condition: I32, then: () => void, otherwise?: () => void): void {
    this.emit(condition.code, 0x04, 0x40);
    then();
    if (otherwise) {
      this.emit(0x05);
      otherwise();
    }
    this.emit(0x0b);
  }

  /** Runs the body once, then again as long as the condition holds after it. */
  doWhile(body: () => void, condition: () => I32): void {
    this.emit(0x03, 0x40);
    body();
    this.emit(condition().code, 0x0d, 0, 0x0b);
  }

  /** Runs the body as long as the condition holds. */
  while(condition: () => I32, body: () => void): void {
    this.if(condition(), () => this.doWhile(body, condition));
  }

  forever(body: () => void): void {
    this.emit(0x03, 0x40);
    body();
    this.emit(0x0c, 0, 0x0b);
  }

  /** Encodes the function for the module's code section. */
  encode(): Code {
    const locals = this.localTypes.map((type) => [1, valueTypeCode[type]]);
    return sized([vector(locals), this.code.written, 0x0b]);
  }

  private emit(...code: readonly (number | Code)[]): void {
    this.code.write(code);
  }
}

export function local<T extends ValueType>(type: T, index: number): Local<T> {
  return { type, index, code: [0x20, ...unsigned(index)] };
}

function codeOf(value: Expr | number): Code {
  return typeof value === "number" ? i32.const(value).code : value.code;
}
