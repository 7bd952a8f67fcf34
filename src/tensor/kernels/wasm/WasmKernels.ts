import { type SharedMemory, ThreadPool } from "../../threads/ThreadPool";
import type { MatmulTask } from "../Kernels";
import { ReferenceKernels } from "../ReferenceKernels";
import { buildModule } from "./module";
import { type PanelMemory, runMatmul } from "./planMatmul";
import type { Variant } from "./variants";

/** Kernels in WebAssembly on several threads. What they do not handle, the reference does. */
export class WasmKernels extends ReferenceKernels {
  override readonly name: string;
  private readonly pool: ThreadPool;
  private readonly kernels: ReturnType<typeof buildModule>["kernels"];
  private readonly panels: PanelMemory;

  constructor(
    arena: SharedMemory,
    private readonly variant: Variant,
    threads: number,
  ) {
    super();
    this.name = variant.name;
    const { kernels, code } = buildModule(variant.shape);
    this.kernels = kernels;
    this.pool = new ThreadPool(arena, code, threads);
    this.panels = new GrowingBlock(arena);
  }

  override matmul(task: MatmulTask): void {
    if (task.m === 0 || task.n === 0 || task.k === 0) {
      super.matmul(task);
      return;
    }
    runMatmul(this.pool, this.kernels, this.variant.shape, this.panels, task);
  }

  /** Ends the threads. */
  close(): Promise<void> {
    return this.pool.close();
  }
}

/** A block of shared memory that is replaced by a greater one when needed; its contents are lost then. */
class GrowingBlock implements PanelMemory {
  private block: Uint8Array;

  constructor(private readonly arena: SharedMemory) {
    this.block = arena.uint8(0);
  }

  reserve(bytes: number): number {
    if (this.block.length < bytes) {
      this.arena.release(this.block);
      this.block = this.arena.uint8(bytes);
    }
    return this.block.byteOffset;
  }
}
