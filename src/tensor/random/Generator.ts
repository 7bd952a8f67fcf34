import { MersenneTwister } from "./MersenneTwister";

/** The complete state of a generator. */
export interface GeneratorState {
  /** The 624 words of the Mersenne Twister. */
  words: Uint32Array;
  /** Index of the next word to return; 624 if all were returned. */
  index: number;
  /** The second number of a pair of normal draws whose first number was returned; null if there is none. */
  cachedNormal: number | null;
}

/** PyTorch's CPU generator: the same seed gives the same numbers as `torch.Generator().manual_seed(seed)`. */
export class Generator {
  private readonly engine: MersenneTwister;
  private cachedNormal: number | null = null;

  /**
   * @param seed a whole number from -2^63 to 2^64 - 1; must be a bigint if its absolute value is above 2^53 - 1. Only
   * the low 32 bits (of the two's complement) matter.
   * @throws RangeError for any other seed
   */
  constructor(seed: number | bigint) {
    this.engine = new MersenneTwister(low32(seed));
  }

  /**
   * Restarts the generator with a seed. The permitted seeds are those of the constructor.
   * @throws RangeError for any other seed
   */
  manualSeed(seed: number | bigint): this {
    this.engine.seed(low32(seed));
    this.cachedNormal = null;
    return this;
  }

  getState(): GeneratorState {
    const { state, index } = this.engine;
    return { words: state.slice(), index, cachedNormal: this.cachedNormal };
  }

  /** Restores a state from `getState()`. @throws RangeError if it is not the state of such a generator. */
  setState({ words, index, cachedNormal }: GeneratorState): void {
    if (
      words.length !== this.engine.state.length ||
      !(Number.isInteger(index) && index >= 0 && index <= words.length)
    ) {
      throw new RangeError(
        `A generator's state is ${this.engine.state.length} words and an index into them.`,
      );
    }
    this.engine.state.set(words);
    this.engine.index = index;
    this.cachedNormal = cachedNormal;
  }

  /** Draws 32 random bits, as an unsigned number. */
  random32(): number {
    return this.engine.next();
  }

  /** Draws 64 random bits as an unsigned number. The high 32 bits are drawn first. */
  random64(): bigint {
    const high = this.engine.next();
    return (BigInt(high) << 32n) | BigInt(this.engine.next());
  }

  /** Draws the value that PyTorch's `random_()` writes into an int64 tensor: 0 to 2⁶³ − 1. */
  int64(): bigint {
    return this.random64() & 0x7fff_ffff_ffff_ffffn;
  }

  /** Draws a double in [0, 1) with 53 random bits. */
  double(): number {
    const high = this.engine.next();
    return ((high & 0x1fffff) * 2 ** 32 + this.engine.next()) * 2 ** -53;
  }

  /** Fills `out` with float32 draws from the uniform distribution over [from, to). Rounding may yield `to` itself. */
  uniform(out: Float32Array, from = 0, to = 1): void {
    const low = Math.fround(from);
    const width = Math.fround(Math.fround(to) - low);
    for (let i = 0; i < out.length; i++) {
      // The product is exact in double precision. Only the sum is rounded, like by a fused multiply-add.
      out[i] = this.uniform24() * width + low;
    }
  }

  /**
   * Fills `out` with float32 draws from the normal distribution (Box and Muller 1958). As in PyTorch, arrays of 16 or
   * more elements are filled by another algorithm than shorter arrays, with other results.
   */
  normal(out: Float32Array, mean = 0, std = 1): void {
    if (out.length < blockLength) {
      for (let i = 0; i < out.length; i++) {
        out[i] = this.standardNormal() * std + mean;
      }
      return;
    }
    for (let i = 0; i < out.length; i++) {
      out[i] = this.uniform24();
    }
    const whole = out.length - (out.length % blockLength);
    for (let start = 0; start < whole; start += blockLength) {
      normalBlock(out, start, mean, std);
    }
    if (whole < out.length) {
      const start = out.length - blockLength;
      for (let i = start; i < out.length; i++) {
        out[i] = this.uniform24();
      }
      normalBlock(out, start, mean, std);
    }
  }

  /** Draws a whole number from [low, high). @throws RangeError if the range is empty or wider than 2³². */
  randint(low: number, high: number): number {
    const range = high - low;
    if (!(Number.isSafeInteger(low) && Number.isSafeInteger(high) && range >= 1 && range <= 2 ** 32)) {
      throw new RangeError(
        `randint: there is no range from ${low} up to ${high} of 1 to 2^32 whole numbers.`,
      );
    }
    return low + (this.engine.next() % range);
  }

  /** The numbers 0 to n − 1, each once, in random order. */
  randperm(n: number): Int32Array<ArrayBuffer> {
    const order = Int32Array.from({ length: n }, (_, i) => i);
    for (let i = 0; i < n - 1; i++) {
      const other = i + (this.engine.next() % (n - i));
      const value = order[i]!;
      order[i] = order[other]!;
      order[other] = value;
    }
    return order;
  }

  /** Writes 0 with probability p, else 1 / (1 − p), to each element. Each element takes one draw of {@link double}. */
  dropoutMask(out: Float32Array, p: number): void {
    const scale = 1 / (1 - p);
    for (let i = 0; i < out.length; i++) {
      out[i] = this.double() < 1 - p ? scale : 0;
    }
  }

  private uniform24(): number {
    return (this.engine.next() & 0xffffff) * 2 ** -24;
  }

  private standardNormal(): number {
    if (this.cachedNormal !== null) {
      const cached = this.cachedNormal;
      this.cachedNormal = null;
      return cached;
    }
    const angle = 2 * Math.PI * this.double();
    const radius = Math.sqrt(-2 * Math.log1p(-this.double()));
    this.cachedNormal = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }
}

const blockLength = 16;

/** Transforms the 16 uniform draws from index `start` on into 16 normal draws, in place. */
function normalBlock(out: Float32Array, start: number, mean: number, std: number): void {
  const half = blockLength / 2;
  for (let j = start; j < start + half; j++) {
    const radius = Math.sqrt(-2 * Math.log(1 - out[j]!));
    const angle = 2 * Math.PI * out[j + half]!;
    out[j] = radius * Math.cos(angle) * std + mean;
    out[j + half] = radius * Math.sin(angle) * std + mean;
  }
}

function low32(seed: number | bigint): number {
  if (typeof seed === "number" && !Number.isInteger(seed)) {
    throw new RangeError(`A seed is a whole number, not ${seed}.`);
  }
  if (typeof seed === "number" && !Number.isSafeInteger(seed)) {
    throw new RangeError(`A seed beyond 2^53 is a bigint, since the number ${seed} is not exact.`);
  }
  const exact = BigInt(seed);
  if (exact < -(2n ** 63n) || exact >= 2n ** 64n) {
    throw new RangeError(`A seed is from -2^63 to 2^64 - 1, not ${seed}.`);
  }
  return Number(BigInt.asUintN(32, exact));
}
