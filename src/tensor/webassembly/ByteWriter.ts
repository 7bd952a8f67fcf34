import type { Code } from "./Expr";

/**
 * Collects the bytes of WebAssembly code. `write` copies the bytes of a {@link Code}, which can consist of nested
 * arrays, so that the memory of these arrays can be freed.
 */
export class ByteWriter {
  private bytes: Uint8Array<ArrayBuffer>;
  private length = 0;

  /** @param capacity initial size (bytes) of the buffer, which grows as needed */
  constructor(capacity: number) {
    this.bytes = new Uint8Array(capacity);
  }

  get written(): Uint8Array<ArrayBuffer> {
    return this.bytes.subarray(0, this.length);
  }

  write(code: Code): void {
    if (code instanceof Uint8Array) {
      this.reserve(code.length);
      this.bytes.set(code, this.length);
      this.length += code.length;
      return;
    }
    // Most of a module's bytes are written here, and before V8 has optimized this code. A plain loop is fastest then.
    for (let i = 0; i < code.length; i++) {
      const item = code[i]!;
      if (typeof item === "number") {
        this.reserve(1);
        this.bytes[this.length++] = item;
      } else {
        this.write(item);
      }
    }
  }

  private reserve(more: number): void {
    if (this.length + more <= this.bytes.length) return;
    const longer = new Uint8Array(2 * (this.length + more));
    longer.set(this.bytes);
    this.bytes = longer;
  }
}
