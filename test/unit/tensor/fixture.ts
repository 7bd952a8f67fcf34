import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";

const folder = join(dirname(fileURLToPath(import.meta.url)), "../../fixtures");

/** The bytes of a file in test/fixtures. */
export function fixture(name: string): Buffer {
  return readFileSync(join(folder, name));
}

/** The content of a JSON file in test/fixtures, such as values that PyTorch has computed. */
export function jsonFixture<T>(name: string): T {
  return JSON.parse(fixture(name).toString("utf8")) as T;
}

/**
 * Checks that each number differs from its reference by at most the sum of three terms: `relative` times the reference;
 * 1e-7 (the rounding of float32) times the greatest reference, since PyTorch's own results are no more exact where
 * large terms cancel; and `absolute`, for sums whose partial sums are greater than every result.
 */
export function expectClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  relative = 1e-5,
  absolute = 0,
): void {
  // `expect` would take longer than the comparison, which runs ten thousand times.
  if (actual.length !== expected.length) expect.fail(`${actual.length} elements, not ${expected.length}`);
  let greatest = 0;
  for (let i = 0; i < expected.length; i++) greatest = Math.max(greatest, Math.abs(expected[i]!));
  const rounding = 1e-7 * greatest;
  for (let i = 0; i < expected.length; i++) {
    const allowed = relative * Math.abs(expected[i]!) + rounding + absolute;
    if (!(Math.abs(actual[i]! - expected[i]!) <= allowed)) {
      expect.fail(`element ${i} is ${actual[i]}, not ${expected[i]} within ${allowed}`);
    }
  }
}
