import { describe, expect, it } from "vitest";
import { sparsePowers } from "../../../webview/figures/sparsePowers";

describe("a logarithmic axis", () => {
  it("has a tick at each power of ten while they are few", () => {
    expect(sparsePowers(0.02, 30)).toBeUndefined();
    expect(sparsePowers(0.5, 2e5)).toBeUndefined();
  });

  it("has at most six ticks, equally far apart, over many powers of ten", () => {
    expect(sparsePowers(2, 5e35)).toEqual([1e1, 1e8, 1e15, 1e22, 1e29]);
    for (const max of [1e6, 3e9, 1e17, 1e99, 1e300]) {
      const ticks = sparsePowers(1, max)!;
      expect(ticks.length).toBeGreaterThan(3);
      expect(ticks.length).toBeLessThanOrEqual(6);
    }
  });
});
