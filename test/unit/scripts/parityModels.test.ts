import { describe, expect, it } from "vitest";
import { judge } from "../../../scripts/parityModels.mjs";

describe("the comparison of a network with PyTorch's", () => {
  const ours = { correct: 7003, images: 10_000 };
  const theirs = { torch: "1.13.0", correct: 7001, images: 10_000, difference: 0.0002 };

  it("holds while answers and probabilities differ by no more than allowed", () => {
    expect(judge(ours, theirs)).toEqual({
      holds: true,
      text: "7003 of 10000 test images right, PyTorch 1.13.0: 7001 of 10000 (2 apart allowed), probabilities at most 2.0e-4 apart (0.001 allowed)",
    });
    expect(judge(ours, { ...theirs, correct: 7006 }).holds).toBe(false);
    expect(judge(ours, { ...theirs, images: 9999 }).holds).toBe(false);
    expect(judge(ours, { ...theirs, difference: 0.002 }).holds).toBe(false);
  });

  it("fails with the problem's sentence if the files cannot be compared", () => {
    const problem = "The recorded probabilities are [10], and PyTorch's [10000, 10].";
    expect(judge(ours, { torch: "1.13.0", problem })).toEqual({ holds: false, text: problem });
  });
});
