import { afterAll, describe, expect, test } from "vitest";
import { type Kernels, reference } from "../../../src/tensor";
import { arena } from "../../../src/tensor/Arena";
import type { Conv2dAxis, Conv2dShape } from "../../../src/tensor/kernels";
import { makeKernels, type Random, random, wasmVariants } from "./wasmFixture";

const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 1_000_000);

function drawAxis({ integer }: Random): Conv2dAxis {
  const [taps, stride, dilation] = [1 + integer(5), 1 + integer(3), 1 + integer(3)];
  const padding = integer(5);
  const span = (taps - 1) * dilation + 1;
  const input = Math.max(1, span - 2 * padding) + integer(12);
  return {
    input,
    taps,
    output: Math.floor((input + 2 * padding - span) / stride) + 1,
    stride,
    padding,
    dilation,
  };
}

function drawShape(generator: Random): Conv2dShape {
  const { integer } = generator;
  const groups = [1, 1, 1, 2, 3][integer(5)]!;
  const [ins, outs] = [1 + integer(7), 1 + integer(19)];
  return {
    images: 1 + integer(3),
    inChannels: ins * groups,
    outChannels: outs * groups,
    groups,
    rows: drawAxis(generator),
    cols: drawAxis(generator),
  };
}

/** Arrays of a convolution, filled at random: its inputs and, from `out` on, the arrays that results overwrite. */
function arraysOf({ images, inChannels, outChannels, groups, rows, cols }: Conv2dShape, { floats }: Random) {
  const filters = outChannels * (inChannels / groups) * rows.taps * cols.taps;
  return {
    x: floats(images * inChannels * rows.input * cols.input),
    weight: floats(filters),
    bias: floats(outChannels),
    dy: floats(images * outChannels * rows.output * cols.output),
    out: floats(images * outChannels * rows.output * cols.output),
    dx: floats(images * inChannels * rows.input * cols.input),
    dWeight: floats(filters),
  };
}

type Arrays = ReturnType<typeof arraysOf>;

function convolve(on: Kernels, shape: Conv2dShape, arrays: Arrays, hasBias: boolean, relu: boolean) {
  const { x, weight, bias, dy, out, dx, dWeight } = arrays;
  on.conv2d({ shape, x, weight, bias: hasBias ? bias : undefined, relu, out });
  on.conv2dInputGradient({ shape, weight, dy, dx });
  on.conv2dWeightGradient({ shape, x, dy, dWeight });
  return { out: out.slice(), dx: dx.slice(), dWeight: dWeight.slice() };
}

function release(arrays: Arrays): void {
  for (const array of Object.values(arrays)) arena.release(array);
}

/** The greatest difference, in multiples of the rounding error of a sum of `terms` numbers of magnitude 1. */
function worst(actual: Float32Array, expected: Float32Array, terms: number): number {
  return expected.reduce((most, value, i) => {
    const difference = Math.abs(actual[i]! - value) / (1e-6 * Math.sqrt(terms));
    return difference <= most ? most : difference;
  }, 0);
}

describe.each(wasmVariants.map(({ variant }) => variant.name))("%s convolution", (name) => {
  const kernels = makeKernels(name, 2);
  afterAll(() => kernels.close());

  test(`is the reference's for any arguments, with both gradients (seed ${seed})`, () => {
    const generator = random(seed);
    for (let round = 0; round < 25; round++) {
      const shape = drawShape(generator);
      const arrays = arraysOf(shape, generator);
      const [hasBias, relu] = [generator.integer(2) === 1, generator.integer(2) === 1];
      const expected = convolve(reference, shape, arrays, hasBias, relu);
      const got = convolve(kernels, shape, arrays, hasBias, relu);
      const { images, outChannels, groups, rows, cols } = shape;
      const pixels = rows.output * cols.output;
      const perInput = (outChannels / groups) * rows.taps * cols.taps;
      const what = `${JSON.stringify(shape)} in round ${round}`;
      const perOutput = arrays.weight.length / outChannels;
      expect(worst(got.out, expected.out, perOutput), `output of ${what}`).toBeLessThan(1);
      expect(worst(got.dx, expected.dx, perInput), `gradient of the input of ${what}`).toBeLessThan(1);
      expect(worst(got.dWeight, expected.dWeight, images * pixels), `gradient of ${what}`).toBeLessThan(1);
      release(arrays);
    }
  });

  test("of an image that is computed in several bands is the reference's", () => {
    const generator = random(seed);
    const rows = { input: 300, taps: 3, output: 300, stride: 1, padding: 1, dilation: 1 };
    const cols = { ...rows, input: 90, output: 45, stride: 2 };
    const shape = { images: 2, inChannels: 6, outChannels: 2, groups: 1, rows, cols };
    const arrays = arraysOf(shape, generator);
    const expected = convolve(reference, shape, arrays, true, true);
    const got = convolve(kernels, shape, arrays, true, true);
    expect(worst(got.out, expected.out, 54)).toBeLessThan(1);
    expect(worst(got.dx, expected.dx, 18)).toBeLessThan(1);
    expect(worst(got.dWeight, expected.dWeight, 2 * 300 * 45)).toBeLessThan(1);
    release(arrays);
  });
});
