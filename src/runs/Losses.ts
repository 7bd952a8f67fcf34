/** Number of losses in one block of memory. A block takes 32 KiB, or 16 KiB with single precision. */
const BLOCK = 4096;

/**
 * Largest number of losses that are kept. They take 160 MB with double precision. A run with the tutorial's batch size
 * and 10,000 epochs, the largest number of epochs, has 9.4 million steps. Losses of later steps are not kept; charts
 * have a gap there.
 */
export const mostHeldLosses = 20_000_000;

/** Losses in a form that can be sent to another process. Losses of steps that are not in `held` are unknown. */
export interface LossParts {
  /** Number of steps. */
  length: number;
  held: { firstStep: number; values: Float64Array | Float32Array }[];
}

/**
 * The losses of a run by step; NaN where a loss was not finite or is unknown. The cost of reading, adding, replacing or
 * dropping a loss does not depend on the number of steps.
 */
export class Losses implements Iterable<number> {
  // All fields are private to JavaScript (`#`), so that a test that compares two objects compares their losses alone.
  readonly #most: number;
  readonly #Values: typeof Float64Array | typeof Float32Array;
  #steps = 0;
  #revision = 0;
  /** Blocks in the order of steps. An undefined block stands for NaN at each of its steps. */
  readonly #blocks: (Float64Array | Float32Array | undefined)[] = [];

  /**
   * @param most number of losses that are kept; 0 to count the steps only
   * @param precision the precision of the losses that are kept. Single precision is enough for a curve
   */
  constructor(most = mostHeldLosses, precision: "double" | "single" = "double") {
    this.#most = most;
    this.#Values = precision === "double" ? Float64Array : Float32Array;
  }

  /** The inverse of {@link parts}. The result has double precision. */
  static from(parts: LossParts): Losses {
    const losses = new Losses();
    losses.extendTo(parts.length);
    for (const { firstStep, values } of parts.held) losses.#write(firstStep, values);
    return losses;
  }

  /** Number of steps, including those whose losses are not kept. */
  get length(): number {
    return this.#steps;
  }

  /** Number of steps, counted from the first step, whose losses are kept. */
  get heldLength(): number {
    return Math.min(this.#steps, this.#most);
  }

  /** Changes whenever an existing loss is replaced or dropped. A curve of these losses must then be computed again. */
  get revision(): number {
    return this.#revision;
  }

  /** Whether losses are kept, not only their number. */
  get isHeld(): boolean {
    return this.#most > 0;
  }

  /**
   * The loss of a step; NaN if the loss was not finite or is unknown; undefined if there is no such step.
   * @param step negative to count from the end
   */
  at(step: number): number | undefined {
    const index = step < 0 ? this.#steps + step : step;
    if (index < 0 || index >= this.#steps) return undefined;
    return this.#blocks[Math.floor(index / BLOCK)]?.[index % BLOCK] ?? Number.NaN;
  }

  /** Adds the losses of the next steps. @param losses null or NaN if a loss was not finite */
  push(losses: ArrayLike<number | null>): void {
    this.#write(this.#steps, losses);
    this.#steps += losses.length;
  }

  /** Replaces the losses of existing steps. */
  replace(firstStep: number, losses: ArrayLike<number | null>): void {
    this.#write(firstStep, losses);
    this.#revision++;
  }

  /**
   * Adds steps with unknown losses until there are `steps` steps. Does nothing if there are already as many or more.
   */
  extendTo(steps: number): void {
    if (steps <= this.#steps) return;
    // The memory of dropped steps may still hold their losses, which must become NaN.
    for (let from = this.#steps; from < steps; ) {
      const end = Math.min(steps, from - (from % BLOCK) + BLOCK);
      this.#blocks[Math.floor(from / BLOCK)]?.fill(Number.NaN, from % BLOCK, (from % BLOCK) + end - from);
      from = end;
    }
    this.#steps = steps;
  }

  /** Drops the last steps until `steps` steps are left. Does nothing if there are no more than that. */
  truncate(steps: number): void {
    if (steps >= this.#steps) return;
    this.#steps = steps;
    this.#revision++;
    // At least one block more than needed is kept, so that repeated dropping and adding does not allocate memory each
    // time.
    const blocks = Math.floor(steps / BLOCK) + 2;
    if (this.#blocks.length > blocks) this.#blocks.length = blocks;
  }

  /** A copy in a form that can be sent to another process. */
  parts(): LossParts {
    const held = [...this.#blocks.entries()].flatMap(([index, block]) => {
      const firstStep = index * BLOCK;
      return block && firstStep < this.#steps
        ? [{ firstStep, values: block.slice(0, this.#steps - firstStep) }]
        : [];
    });
    return { length: this.#steps, held };
  }

  /**
   * A copy of the kept losses with single precision; NaN where a loss was not finite or is unknown.
   * @param memory returns an array of the given length, with any content
   */
  toFloat32(memory = (length: number) => new Float32Array(length)): Float32Array {
    const copy = memory(this.heldLength);
    for (let firstStep = 0; firstStep < copy.length; firstStep += BLOCK) {
      const block = this.#blocks[firstStep / BLOCK];
      if (block) copy.set(block.subarray(0, copy.length - firstStep), firstStep);
      else copy.fill(Number.NaN, firstStep, firstStep + BLOCK);
    }
    return copy;
  }

  /** Bytes of memory that the kept losses take. */
  get bytes(): number {
    return this.#blocks.reduce((sum, block) => sum + (block?.byteLength ?? 0), 0);
  }

  /** A copy of the losses of the steps from `from` to before `to`; NaN where a loss was not finite or is unknown. */
  slice(from = 0, to = this.#steps): number[] {
    const count = Math.max(0, Math.min(to, this.#steps) - from);
    return Array.from({ length: count }, (_, offset) => this.at(from + offset)!);
  }

  *[Symbol.iterator](): Iterator<number> {
    for (let step = 0; step < this.#steps; step++) yield this.at(step)!;
  }

  #write(firstStep: number, losses: ArrayLike<number | null>): void {
    const count = Math.min(losses.length, this.#most - firstStep);
    for (let i = 0; i < count; ) {
      const at = (firstStep + i) % BLOCK;
      const block = this.#block(firstStep + i);
      const end = Math.min(count, i + BLOCK - at);
      for (let to = at; i < end; ) block[to++] = losses[i++] ?? Number.NaN;
    }
  }

  #block(step: number): Float64Array | Float32Array {
    const index = Math.floor(step / BLOCK);
    let block = this.#blocks[index];
    if (!block) {
      block = new this.#Values(BLOCK).fill(Number.NaN);
      this.#blocks[index] = block;
    }
    return block;
  }
}
