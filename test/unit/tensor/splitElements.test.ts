import { describe, expect, test } from "vitest";
import { splitElements } from "../../../src/tensor/kernels/wasm/splitElements";

describe.each([1, 2, 3, 8])("an array's elements, for %i threads", (threads) => {
  test.each([1, 8192, 8193, 50_176, 262_144, 401_408, 1_000_003])(
    "%i are all in tasks of equal length",
    (count) => {
      const { tasks, elementsPerTask } = splitElements(count, threads);
      expect(elementsPerTask % 16).toBe(0);
      expect(elementsPerTask).toBeLessThanOrEqual(8192);
      expect(tasks * elementsPerTask).toBeGreaterThanOrEqual(count);
      expect((tasks - 1) * elementsPerTask).toBeLessThan(count);
      if (count > 8192) expect(tasks % threads).toBe(0);
    },
  );
});

test("an array without elements has no tasks", () => {
  expect(splitElements(0, 2).tasks).toBe(0);
});
