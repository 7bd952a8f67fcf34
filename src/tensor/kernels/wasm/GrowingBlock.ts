import type { SharedMemory } from "../../threads/ThreadPool";

/** A block of shared memory that is replaced by a larger one when needed. The replacement loses the contents. */
export class GrowingBlock {
  private block: Uint8Array;

  constructor(
    private readonly arena: SharedMemory,
    initialBytes: number,
  ) {
    this.block = arena.uint8(initialBytes);
  }

  reserve(bytes: number): Uint8Array {
    if (this.block.length < bytes) {
      this.arena.release(this.block);
      this.block = this.arena.uint8(bytes);
    }
    return this.block;
  }

  release(): void {
    this.arena.release(this.block);
  }
}
