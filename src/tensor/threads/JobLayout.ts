import type { Expr, I32 } from "../webassembly/Expr";
import { f32, f64, i32 } from "../webassembly/instructions";

export type Fields = Readonly<Record<string, "i32" | "f32" | "f64">>;

/** The layout of a job's fields in shared memory. */
export class JobLayout<T extends Fields> {
  private readonly slots: readonly { readonly name: keyof T & string; readonly type: T[string] }[];

  /** @throws RangeError if there are more fields than a job has space for */
  constructor(fields: T) {
    this.slots = Object.entries(fields).map(([name, type]) => ({ name, type: type as T[string] }));
    if (this.slots.length > mostFields) {
      throw new RangeError(`A job holds at most ${mostFields} fields, not ${this.slots.length}.`);
    }
  }

  /** For each field, an expression that reads the field from the job at `address`. */
  read(address: I32): { readonly [K in keyof T]: Expr<T[K]> } {
    const read = this.slots.map(({ name, type }, slot) => [name, load(type, address, slotBytes * slot)]);
    return Object.fromEntries(read);
  }

  /** Writes the values of the fields into the job at `address`. */
  write(memory: DataView, address: number, values: Readonly<Record<keyof T, number>>): void {
    let at = address;
    for (const { name, type } of this.slots) {
      const value = values[name];
      if (type === "i32") {
        memory.setInt32(at, value, true);
      } else if (type === "f32") {
        memory.setFloat32(at, value, true);
      } else {
        memory.setFloat64(at, value, true);
      }
      at += slotBytes;
    }
  }
}

/** Number of bytes of every field. With eight, fields of all types are aligned. */
const slotBytes = 8;
export const mostFields = 30;

function load(type: Fields[string], address: I32, offset: number): Expr {
  if (type === "i32") {
    return i32.load(address, offset);
  }
  return type === "f32" ? f32.load(address, offset) : f64.load(address, offset);
}
