import { describe, expect, test } from "vitest";
import { reference } from "../../../src/tensor";
import { arena } from "../../../src/tensor/Arena";
import { chooseKernels } from "../../../src/tensor/kernels/chooseKernels";
import { separateMultiplyAdd } from "../../../src/tensor/kernels/wasm/matmul/tile";
import type { Variant } from "../../../src/tensor/kernels/wasm/variants";
import { slowed } from "./slowedVariant";

const right: Variant = {
  name: "right",
  shape: { rows: 4, cols: 8, sparse: { cols: 48, unit: 4, unrolled: 1 }, multiplyAdd: separateMultiplyAdd },
  revectorized: false,
};
/** A variant with wrong results. It is faster than the others, since it omits all multiplications. */
const wrong: Variant = {
  ...right,
  name: "wrong",
  shape: { ...right.shape, multiplyAdd: (_a, _b, c) => c },
};
const impossible: Variant = {
  ...right,
  name: "impossible",
  shape: { ...right.shape, multiplyAdd: (a) => ({ type: "v128", code: [...a.code, 0xff] }) },
};

describe("the choice of kernels", () => {
  test("falls back to the next variant when a result is wrong, with the reason", async () => {
    const { kernels, speeds, refused } = await chooseKernels(arena, {
      threads: 1,
      candidates: [wrong, slowed(right)],
    });
    expect(kernels.name).toBe("right");
    expect(Object.keys(speeds)).toEqual(["wrong", "right"]);
    expect(refused).toEqual([
      { name: "wrong", reason: "their matrix product disagrees with the reference." },
    ]);
  });

  test("falls back to the reference when no variant is left", async () => {
    const { kernels, refused } = await chooseKernels(arena, { threads: 2, candidates: [wrong] });
    expect(kernels).toBe(reference);
    expect(refused).toHaveLength(1);
  });

  test("leaves out a variant that the process cannot run, and reports it only if it was requested", async () => {
    const candidates = [impossible, right];
    expect((await chooseKernels(arena, { threads: 1, candidates })).refused).toEqual([]);
    const forced = await chooseKernels(arena, { threads: 1, candidates, variant: "impossible" });
    expect(forced.kernels.name).toBe("reference");
    expect(forced.refused).toHaveLength(1);
  });

  test("continues with the next variant when one cannot even be timed", async () => {
    const broken = { ...right, name: "broken", shape: { ...right.shape, rows: 0 } };
    const { kernels } = await chooseKernels(arena, { threads: 1, candidates: [broken, right] });
    expect(kernels.name).toBe("right");
  });

  test("takes the requested variant", async () => {
    const chosen = async (variant: string) =>
      (await chooseKernels(arena, { threads: 1, variant })).kernels.name;
    expect(await chosen("wasm-simd128")).toBe("wasm-simd128");
    expect(await chosen("reference")).toBe("reference");
    await expect(chosen("fastest")).rejects.toThrow(/no kernels called "fastest"/);
  });
});
