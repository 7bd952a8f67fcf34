import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";

const folder = join(dirname(fileURLToPath(import.meta.url)), "../../fixtures");

/** The bytes of a file in test/fixtures. */
export function fixture(name: string): Buffer {
  return readFileSync(join(folder, name));
}

/** Reference values computed by PyTorch. */
export function jsonFixture<T>(name: string): T {
  return JSON.parse(fixture(name).toString("utf8")) as T;
}

/**
 * Checks that every number is within `relative` of its reference, plus float32's own rounding (1e-7) of the greatest
 * reference: where large terms cancel, PyTorch's small result is no more exact. `absolute` allows more, where partial
 * sums were greater than any result.
 */
export function expectClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  relative = 1e-5,
  absolute = 0,
): void {
  // This runs ten thousand times, and `expect` takes longer than the comparison.
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
