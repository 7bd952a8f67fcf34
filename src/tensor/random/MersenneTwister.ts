const words = 624;
const shift = 397;

/** The 32-bit Mersenne Twister (Matsumoto and Nishimura 1998), seeded like PyTorch's `at::mt19937`. */
export class MersenneTwister {
  /** The 624 words of the state. */
  readonly state = new Uint32Array(words);
  /** Index of the next word; 624 when all are used. */
  index = words;

  constructor(seed: number) {
    this.seed(seed);
  }

  /** @param seed only its low 32 bits matter. */
  seed(seed: number): void {
    const s = this.state;
    s[0] = seed;
    for (let j = 1; j < words; j++) {
      const previous = s[j - 1]! ^ (s[j - 1]! >>> 30);
      s[j] = Math.imul(1812433253, previous) + j;
    }
    this.index = words;
  }

  /** The next 32 random bits, as an unsigned number. */
  next(): number {
    if (this.index >= words) {
      this.refill();
    }
    let y = this.state[this.index++]!;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  }

  private refill(): void {
    const s = this.state;
    for (let k = 0; k < words - shift; k++) {
      s[k] = s[k + shift]! ^ twist(s[k]!, s[k + 1]!);
    }
    for (let k = words - shift; k < words - 1; k++) {
      s[k] = s[k + shift - words]! ^ twist(s[k]!, s[k + 1]!);
    }
    s[words - 1] = s[shift - 1]! ^ twist(s[words - 1]!, s[0]!);
    this.index = 0;
  }
}

function twist(u: number, v: number): number {
  return (((u & 0x80000000) | (v & 0x7fffffff)) >>> 1) ^ (-(v & 1) & 0x9908b0df);
}
