import type { SharedMemory } from "../../threads/ThreadPool";

/** A block of shared memory. `reserve` replaces it by a larger block if it is too small; its contents are then lost. */
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
