import type { SharedMemory } from "../../threads/ThreadPool";

/** A block of shared memory. `reserve` replaces a block that is too small by a larger block with other contents. */
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
