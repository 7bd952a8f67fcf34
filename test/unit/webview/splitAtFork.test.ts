import { describe, expect, it } from "vitest";
import { splitAtFork } from "../../../webview/figures/splitAtFork";

const points = [0, 2, 5, 9].map((x) => ({ x, y: x }));
const places = ({ parent, own }: ReturnType<typeof splitAtFork>) =>
  [parent, own].map((p) => p.map(({ x }) => x));

describe("the curve of a fork", () => {
  it("is its parent's up to the fork and its own from there on, in one line", () => {
    expect(places(splitAtFork(points, 5))).toEqual([
      [0, 2, 5],
      [5, 9],
    ]);
    expect(places(splitAtFork(points, 3))).toEqual([
      [0, 2, 5],
      [5, 9],
    ]);
  });

  it("is all its parent's before its first step, and all its own without a parent", () => {
    expect(places(splitAtFork(points, 10))).toEqual([[0, 2, 5, 9], []]);
    expect(places(splitAtFork(points, undefined))).toEqual([[], [0, 2, 5, 9]]);
  });
});
