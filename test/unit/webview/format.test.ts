import { describe, expect, it } from "vitest";
import * as format from "../../../webview/figures/format";

describe("figures as text", () => {
  it("groups thousands", () => {
    expect(format.integer(12_345.4)).toBe("12,345");
  });

  it.each([
    [2.3041, "2.304"],
    [0.0519, "0.0519"],
    [0.000212, "0.000212"],
    [0.0000021, "2.10e-6"],
    [0, "0"],
    [123.45, "123.5"],
    [3_400_000, "3.40e+6"],
  ])("writes a loss of %d as %s", (value, text) => {
    expect(format.loss(value)).toBe(text);
  });

  it("never shows a loss that is not finite as a number", () => {
    expect(format.loss(Number.NaN)).toBe("NaN");
    expect(format.loss(null)).toBe("NaN");
  });

  it("counts one epoch and several", () => {
    expect([1, 2, 1200].map(format.epochs)).toEqual(["1 epoch", "2 epochs", "1,200 epochs"]);
  });

  it("shows a dash where there is no loss yet", () => {
    expect(format.loss(undefined)).toBe("–");
  });

  it("gives ticks only the decimals that they need", () => {
    expect([0, 0.5, 2, 1200, 0.00001].map(format.tick)).toEqual(["0", "0.5", "2", "1,200", "1e-5"]);
    expect(format.percentTick(0.57)).toBe("57%");
    expect(format.percentTick(0.575)).toBe("57.5%");
  });
});
