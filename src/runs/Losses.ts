/** Losses in one block of memory: 128 KiB. */
const BLOCK = 16_384;

/**
 * The losses of so many steps are held, which takes 160 MB: twice those of the tutorial's network in as many
 * epochs as a run can have. Steps behind them count, and are drawn as a gap.
 */
export const mostHeldLosses = 20_000_000;

/** Losses as they are sent: those of steps that no part has are not known. */
export interface LossParts {
  /** Steps. */
  length: number;
  held: { firstStep: number; values: Float64Array }[];
}

/** The losses of a run by step, NaN where a loss was not finite or is not known. Each method costs the same at any length. */
export class Losses implements Iterable<number> {
  // None is a property, so that a test finds two equal whose losses are.
  readonly #most: number;
  #steps = 0;
  #revision = 0;
  /** One that is left out holds NaN alone. */
  readonly #blocks: (Float64Array | undefined)[] = [];

  /** @param most steps whose losses are held; 0 to count the steps alone */
  constructor(most = mostHeldLosses) {
    this.#most = most;
  }

  /** Those that {@link parts} gave. */
  static from(parts: LossParts): Losses {
    const losses = new Losses();
    losses.extendTo(parts.length);
    for (const { firstStep, values } of parts.held) losses.#write(firstStep, values);
    return losses;
  }

  /** Steps, including those whose losses are not held. */
  get length(): number {
    return this.#steps;
  }

  /** How many of the first steps have their losses held. */
  get heldLength(): number {
    return Math.min(this.#steps, this.#most);
  }

  /** Changes whenever a loss that was there before is another or void; a curve is drawn anew then. */
  get revision(): number {
    return this.#revision;
  }

  /** Whether losses are held, and not their number alone. */
  get isHeld(): boolean {
    return this.#most > 0;
  }

  /** @param step from the end when negative. @returns undefined where there is no such step */
  at(step: number): number | undefined {
    const index = step < 0 ? this.#steps + step : step;
    if (index < 0 || index >= this.#steps) return undefined;
    return this.#blocks[Math.floor(index / BLOCK)]?.[index % BLOCK] ?? Number.NaN;
  }

  /** @param losses of the next steps; null where one was not finite */
  push(losses: ArrayLike<number | null>): void {
    this.#write(this.#steps, losses);
    this.#steps += losses.length;
  }

  /** Replaces the losses of steps that are there. */
  replace(firstStep: number, losses: ArrayLike<number | null>): void {
    this.#write(firstStep, losses);
    this.#revision++;
  }

  /** Adds steps whose losses are not known. */
  extendTo(steps: number): void {
    if (steps <= this.#steps) return;
    // The memory of a step that was dropped still has its loss.
    for (let from = this.#steps; from < steps; ) {
      const end = Math.min(steps, from - (from % BLOCK) + BLOCK);
      this.#blocks[Math.floor(from / BLOCK)]?.fill(Number.NaN, from % BLOCK, (from % BLOCK) + end - from);
      from = end;
    }
    this.#steps = steps;
  }

  /** Drops the steps behind the first ones. */
  truncate(steps: number): void {
    if (steps >= this.#steps) return;
    this.#steps = steps;
    this.#revision++;
    // One more than is needed stays, so that a log which goes back and forth does not take new memory each time.
    const blocks = Math.floor(steps / BLOCK) + 2;
    if (this.#blocks.length > blocks) this.#blocks.length = blocks;
  }

  /** A copy, as it can be sent. */
  parts(): LossParts {
    const held = [...this.#blocks.entries()].flatMap(([index, block]) => {
      const firstStep = index * BLOCK;
      return block && firstStep < this.#steps
        ? [{ firstStep, values: block.slice(0, this.#steps - firstStep) }]
        : [];
    });
    return { length: this.#steps, held };
  }

  /** A copy of those of some steps, as {@link at} gives them. */
  slice(from = 0, to = this.#steps): number[] {
    const count = Math.max(0, Math.min(to, this.#steps) - from);
    return Array.from({ length: count }, (_, offset) => this.at(from + offset)!);
  }

  *[Symbol.iterator](): Iterator<number> {
    for (let step = 0; step < this.#steps; step++) yield this.at(step)!;
  }

  #write(firstStep: number, losses: ArrayLike<number | null>): void {
    const count = Math.min(losses.length, this.#most - firstStep);
    for (let i = 0; i < count; i++) {
      const step = firstStep + i;
      this.#block(step)[step % BLOCK] = losses[i] ?? Number.NaN;
    }
  }

  #block(step: number): Float64Array {
    const index = Math.floor(step / BLOCK);
    let block = this.#blocks[index];
    if (!block) {
      block = new Float64Array(BLOCK).fill(Number.NaN);
      this.#blocks[index] = block;
    }
    return block;
  }
}
