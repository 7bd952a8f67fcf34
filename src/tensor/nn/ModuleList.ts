import { Module } from "./Module";

/** A list of modules, like `torch.nn.ModuleList`. The name of a child is its index. */
export class ModuleList<M extends Module = Module> extends Module {
  private readonly modules: M[];

  constructor(modules: Iterable<M> = []) {
    super();
    this.modules = [...modules];
  }

  get length(): number {
    return this.modules.length;
  }

  /** The module at an index; undefined if there is none. A negative index counts from the back. */
  at(index: number): M | undefined {
    return this.modules.at(index);
  }

  append(module: M): this {
    this.modules.push(module);
    return this;
  }

  [Symbol.iterator](): IterableIterator<M> {
    return this.modules[Symbol.iterator]();
  }

  override *namedChildren(): Generator<[name: string, child: Module]> {
    for (const [index, module] of this.modules.entries()) {
      yield [String(index), module];
    }
  }
}
