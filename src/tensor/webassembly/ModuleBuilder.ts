import type { Code, ValueType } from "./Expr";
import { flatten, name, sized, unsigned, valueTypeCode, vector } from "./encoding";
import { FunctionBuilder, type FunctionReference, type Locals, local } from "./FunctionBuilder";

const magicAndVersion = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
const section = { type: 1, import: 2, function: 3, table: 4, export: 7, element: 9, code: 10 };
/**
 * Largest maximum size (pages of 64 KiB) of a memory that the module can import. WebAssembly permits no larger
 * one, so that every shared memory can be imported.
 */
const mostPages = 65_536;

interface Definition {
  readonly name: string;
  readonly typeIndex: number;
  readonly builder: FunctionBuilder;
}

/** Builds a WebAssembly module, which imports one shared memory as `env.memory` and exports every function. */
export class ModuleBuilder {
  private readonly types: (readonly ValueType[])[] = [];
  private readonly functions: Definition[] = [];
  private readonly table: number[] = [];

  /** Defines and exports a function without results. Calls `body` at once to emit the function's code. */
  function<P extends readonly ValueType[]>(
    exportName: string,
    parameters: readonly [...P],
    body: (f: FunctionBuilder, ...parameters: Locals<P>) => void,
  ): FunctionReference {
    const builder = new FunctionBuilder(parameters.length);
    const index = this.functions.length;
    this.functions.push({ name: exportName, typeIndex: this.typeIndex(parameters), builder });
    body(builder, ...(parameters.map(local) as Locals<P>));
    return { index };
  }

  /** Adds a function to the table for indirect calls. @returns the function's index in the table */
  tableElement(target: FunctionReference): number {
    return this.table.push(target.index) - 1;
  }

  /** The index of the type of functions with these parameters and without results. */
  typeIndex(parameters: readonly ValueType[]): number {
    const known = this.types.findIndex((type) => type.join() === parameters.join());
    return known >= 0 ? known : this.types.push(parameters) - 1;
  }

  encode(): Uint8Array<ArrayBuffer> {
    const memory = [name("env"), name("memory"), 0x02, 0x03, unsigned(1), unsigned(mostPages)];
    const exports = this.functions.map((f, index) => [name(f.name), 0x00, unsigned(index)]);
    const functionTable = [0x70, 0x00, unsigned(this.table.length)];
    const elements = [0x00, 0x41, 0x00, 0x0b, vector(this.table.map((index) => unsigned(index)))];
    return flatten([
      magicAndVersion,
      encodeSection(section.type, this.types.map(encodeType)),
      encodeSection(section.import, [memory]),
      encodeSection(
        section.function,
        this.functions.map((f) => unsigned(f.typeIndex)),
      ),
      encodeSection(section.table, [functionTable]),
      encodeSection(section.export, exports),
      encodeSection(section.element, [elements]),
      encodeSection(
        section.code,
        this.functions.map((f) => f.builder.encode()),
      ),
    ]);
  }
}

function encodeType(parameters: readonly ValueType[]): Code {
  return [0x60, vector(parameters.map((type) => [valueTypeCode[type]])), 0];
}

function encodeSection(id: number, items: readonly Code[]): Code {
  return [id, sized(vector(items))];
}
