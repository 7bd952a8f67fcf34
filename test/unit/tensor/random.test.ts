import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import {
  defaultGenerator,
  functional as F,
  Generator,
  manualSeed,
  nn,
  ones,
  rand,
  randn,
} from "../../../src/tensor";
import { expectClose, jsonFixture } from "./fixture";

interface Stream {
  seed: string;
  rand5: number[];
  randDouble3: number[];
  "uniform5(-0.1,0.1)": number[];
  randperm20: number[];
  "randint10(0,100)": number[];
  int64: string[];
  normal5: number[];
  "dropoutMask20(p=0.3)": number[];
}

interface LargeSeed {
  seed: string;
  /** SHA-256 of the bytes of the initial weight of nn.Linear(784, 16), followed by those of its initial bias. */
  linear: string;
  rand5: number[];
  randperm10: number[];
}

const { seeds, refused } = jsonFixture<{ seeds: LargeSeed[]; refused: string[] }>("tensor/seeds.json");
const { streams } = jsonFixture<{ streams: Stream[] }>("tensor/random.json");

describe.each(streams)("torch.manual_seed($seed)", (stream) => {
  const seeded = () => new Generator(BigInt(stream.seed));
  const times = <T>(count: number, draw: () => T) => Array.from({ length: count }, draw);

  test("gives the same float32 numbers", () => {
    manualSeed(BigInt(stream.seed));
    expect(rand([5]).toArray()).toEqual(stream.rand5);
  });

  test("gives the same doubles", () => {
    const generator = seeded();
    expect(times(3, () => generator.double())).toEqual(stream.randDouble3);
  });

  test("fills a range with the same bits", () => {
    const out = new Float32Array(5);
    seeded().uniform(out, -0.1, 0.1);
    expect([...out]).toEqual(stream["uniform5(-0.1,0.1)"]);
  });

  test("shuffles in the same order", () => {
    expect([...seeded().randperm(20)]).toEqual(stream.randperm20);
  });

  test("draws the same integers", () => {
    const generator = seeded();
    expect(times(10, () => generator.randint(0, 100))).toEqual(stream["randint10(0,100)"]);
  });

  test("draws the same int64s", () => {
    const generator = seeded();
    expect(times(3, () => String(generator.int64()))).toEqual(stream.int64);
  });

  test("gives the same normal numbers within 1e-6", () => {
    const normal = randn([5], seeded()).toFloat32Array();
    stream.normal5.forEach((expected, i) => {
      expect(Math.abs(normal[i]! - expected)).toBeLessThanOrEqual(1e-6);
    });
  });

  test("drops the same elements", () => {
    const dropped = F.dropout(ones([20]), 0.3, seeded());
    expect(dropped.toArray()).toEqual(stream["dropoutMask20(p=0.3)"]);
  });
});

describe.each(seeds)("torch.manual_seed($seed), far from 0", ({ seed, linear, rand5, randperm10 }) => {
  test("gives the same initial weights and the same draws after them", () => {
    manualSeed(BigInt(seed));
    const layer = new nn.Linear(784, 16);
    const hash = createHash("sha256");
    for (const parameter of layer.parameters())
      hash.update(new Uint8Array(parameter.toFloat32Array().buffer));
    expect(hash.digest("hex")).toBe(linear);
    expect(rand([5]).toArray()).toEqual(rand5);
    expect([...defaultGenerator.randperm(10)]).toEqual(randperm10);
  });
});

describe("a generator", () => {
  test("uses only the low 32 bits of its seed", () => {
    expect(new Generator(7).random64()).toBe(new Generator(2 ** 32 + 7).random64());
    expect(new Generator(-1).random32()).toBe(new Generator(0xffffffffn).random32());
  });

  test("refuses a seed that is not a whole number", () => {
    expect(() => new Generator(0.5)).toThrow("A seed is a whole number, not 0.5.");
  });

  test("refuses a number beyond 2^53, and seeds that torch.manual_seed refuses", () => {
    expect(() => new Generator(2 ** 53)).toThrow("A seed beyond 2^53 is a bigint");
    for (const seed of refused)
      expect(() => manualSeed(BigInt(seed))).toThrow(`A seed is from -2^63 to 2^64 - 1, not ${seed}.`);
  });

  test("drops the second of a pair of normal draws when seeded again", () => {
    const generator = new Generator(3);
    const first = randn([1], generator).item();
    expect(randn([1], generator.manualSeed(3)).item()).toBe(first);
  });

  test("continues from a saved state, including the cached normal draw", () => {
    const generator = new Generator(3);
    rand([700], generator);
    randn([1], generator);
    const state = structuredClone(generator.getState());
    const next = [...randn([3], generator).data, generator.random32()];
    const other = new Generator(0);
    other.setState(state);
    expect([...randn([3], other).data, other.random32()]).toEqual(next);
  });

  test("refuses an invalid state", () => {
    const state = { words: new Uint32Array(3), index: 0, cachedNormal: null };
    expect(() => new Generator(0).setState(state)).toThrow("624 words");
  });

  test("draws normal numbers of the given mean and deviation, with a tail shorter than a block of 16", () => {
    const x = randn([10_007], new Generator(1));
    const mean = x.mean().item();
    expect(Math.abs(mean)).toBeLessThan(0.05);
    expectClose([x.sub(mean).pow(2).mean().sqrt().item()], [1], 0.05);
  });

  test("refuses an empty range of integers", () => {
    expect(() => new Generator(0).randint(3, 3)).toThrow("no range from 3 up to 3");
  });
});
