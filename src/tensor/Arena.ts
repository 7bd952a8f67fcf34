const pageBytes = 64 * 1024;
const alignment = 64;
/** Address 0 stays unused, so that 0 can stand for "no address". */
const firstOffset = alignment;
const initialPages = 256;
/**
 * Largest size of the memory, in pages of 64 KiB: one page less than 4 GiB, so that the address after the last byte
 * fits in 32 bits.
 */
const mostPages = 65_535;

/** The tensors need more memory than the arena's maximum, or more than the system gives to this process. */
export class OutOfMemoryError extends RangeError {
  override readonly name = "OutOfMemoryError";

  /**
   * @param used bytes in use
   * @param needed additional bytes that are not available
   * @param most bytes that all tensors together may use
   */
  constructor(
    readonly used: number,
    readonly needed: number,
    readonly most: number,
  ) {
    const mib = (bytes: number) => `${Math.ceil(bytes / 2 ** 20)} MiB`;
    super(
      `The tensors do not fit in memory: ${mib(used)} in use, ${mib(needed)} more needed, at most ${mib(most)} available.`,
    );
  }
}

/**
 * A block of the arena's memory: its address and its size, both in bytes. `live` becomes false when the block is freed.
 */
export interface Block {
  readonly offset: number;
  readonly size: number;
  live: boolean;
}

type View = Float32Array | Int32Array | Uint8Array;

/**
 * All tensor data in one growable shared WebAssembly memory. Each array is a view on a block of the memory.
 *
 * A block becomes free by `release` or `giveBack`, or after the garbage collection of a watched view of the block. Free
 * blocks are listed by size class; the next request of a class takes one. A training step with the same sizes as the
 * step before therefore reuses that step's blocks. Views stay valid while the memory grows.
 */
export class Arena {
  readonly memory: WebAssembly.Memory;
  /** Largest size of the memory in bytes. */
  readonly maximumBytes: number;
  private end = firstOffset;
  private used = 0;
  /** The highest value of `used` since the last call of `peakOf` began, or since the arena was made. */
  private peak = 0;
  private readonly free = new Map<number, number[]>();
  private readonly blocks = new WeakMap<View, Block>();
  /** The buffer objects of the memory. Each growth of the memory makes a new buffer object over the same bytes. */
  private readonly buffers = new WeakSet<ArrayBufferLike>();
  private readonly abandoned = new FinalizationRegistry<Block>((block) => this.giveBack(block));

  constructor(maximumPages = mostPages) {
    const { memory, pages } = reserve(maximumPages);
    this.memory = memory;
    this.maximumBytes = pages * pageBytes;
    this.buffers.add(this.memory.buffer);
  }

  /** Number of bytes of the blocks in use. The size of a block is rounded up to its size class. */
  get usedBytes(): number {
    return this.used;
  }

  /** Size of the memory in bytes. The memory never shrinks. */
  get capacityBytes(): number {
    return this.memory.buffer.byteLength;
  }

  /**
   * A view of `length` floats, which are not initialized. @throws OutOfMemoryError when the memory cannot grow enough.
   */
  float32(length: number): Float32Array {
    const block = this.take(length * 4);
    return this.own(new Float32Array(this.memory.buffer, block.offset, length), block);
  }

  /**
   * A view of `length` integers, which are not initialized. @throws OutOfMemoryError when the memory cannot grow
   * enough.
   */
  int32(length: number): Int32Array {
    const block = this.take(length * 4);
    return this.own(new Int32Array(this.memory.buffer, block.offset, length), block);
  }

  /**
   * A view of `length` bytes, which are not initialized. @throws OutOfMemoryError when the memory cannot grow enough.
   */
  uint8(length: number): Uint8Array {
    const block = this.take(length);
    return this.own(new Uint8Array(this.memory.buffer, block.offset, length), block);
  }

  /** Whether a view shows this arena's memory. True also for a view that was made before the memory grew. */
  holds(view: ArrayBufferView): boolean {
    return this.buffers.has(view.buffer);
  }

  /**
   * Frees the block of a view that `float32`, `int32` or `uint8` returned. The caller must not use the view afterwards.
   * For any other view, and for a view whose block is free, does nothing.
   */
  release(view: View): void {
    const block = this.blocks.get(view);
    if (block) {
      this.giveBack(block);
    }
  }

  /**
   * Returns a block of at least `bytes` bytes without a view. The caller must pass the block to `giveBack` or `watch`.
   * @throws OutOfMemoryError when the memory cannot grow enough.
   */
  take(bytes: number): Block {
    const size = sizeClass(bytes);
    const offset = this.free.get(size)?.pop() ?? this.extend(size);
    this.used += size;
    this.peak = Math.max(this.peak, this.used);
    return { offset, size, live: true };
  }

  /** Runs `work`. @returns the largest value of {@link usedBytes} while `work` runs */
  peakOf(work: () => void): number {
    this.peak = this.used;
    work();
    return this.peak;
  }

  /** Frees a block. A second call does nothing. */
  giveBack(block: Block): void {
    if (!block.live) {
      return;
    }
    block.live = false;
    this.used -= block.size;
    const list = this.free.get(block.size);
    if (list) {
      list.push(block.offset);
    } else {
      this.free.set(block.size, [block.offset]);
    }
  }

  /** Frees the block when this view of the block is garbage-collected, unless the block is free already. */
  watch(view: View, block: Block): void {
    this.abandoned.register(view, block);
  }

  private own<V extends View>(view: V, block: Block): V {
    this.blocks.set(view, block);
    this.watch(view, block);
    return view;
  }

  private extend(size: number): number {
    const offset = this.end;
    const needed = offset + size;
    const capacity = this.capacityBytes;
    if (needed > this.maximumBytes) {
      throw this.exhausted(size);
    }
    if (needed > capacity) {
      const wanted = Math.min(Math.max(needed, capacity * 1.5), this.maximumBytes);
      try {
        this.memory.grow(Math.ceil((wanted - capacity) / pageBytes));
      } catch {
        throw this.exhausted(size);
      }
      this.buffers.add(this.memory.buffer);
    }
    this.end = needed;
    return offset;
  }

  private exhausted(size: number): OutOfMemoryError {
    return new OutOfMemoryError(this.used, size, this.maximumBytes);
  }
}

/**
 * The size class of a block, in bytes. Up to 512 bytes, the classes are the multiples of 64. Above, there are eight
 * classes for every doubling, so that less than an eighth of the requested size is wasted.
 */
function sizeClass(bytes: number): number {
  if (bytes <= 8 * alignment) {
    return Math.max(1, Math.ceil(bytes / alignment)) * alignment;
  }
  const step = 2 ** (Math.ceil(Math.log2(bytes)) - 4);
  return Math.ceil(bytes / step) * step;
}

/**
 * A shared memory and its maximum in pages: the requested maximum, halved until this process can reserve that much
 * address space.
 * @throws OutOfMemoryError when a maximum of {@link initialPages} or fewer cannot be reserved.
 */
function reserve(maximumPages: number): { memory: WebAssembly.Memory; pages: number } {
  for (let pages = maximumPages; ; pages = Math.floor(pages / 2)) {
    try {
      const initial = Math.min(initialPages, pages);
      return { memory: new WebAssembly.Memory({ initial, maximum: pages, shared: true }), pages };
    } catch {
      if (pages <= initialPages) throw new OutOfMemoryError(0, pages * pageBytes, 0);
    }
  }
}

/** The arena of all tensors of this process. */
export const arena = new Arena();
