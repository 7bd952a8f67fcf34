import { expect, test } from "vitest";
import { isEqual } from "../../../webview/figures/isEqual";

const run = { id: "a", colour: 1, parentId: undefined, isHighlighted: false };

test.each([
  [[run], [{ ...run }]],
  [[["a", 1]], [["a", 1]]],
  [Number.NaN, Number.NaN],
  [undefined, undefined],
  [null, null],
])("%j and %j are equal", (one, other) => {
  expect(isEqual(one, other)).toBe(true);
});

test.each([
  [[run], [{ ...run, isHighlighted: true }]],
  [[run], [run, run]],
  [{ a: undefined }, { b: undefined }],
  [{ a: undefined }, {}],
  [[], {}],
  [null, {}],
  [undefined, []],
  [0, "0"],
  [{ ids: ["a"] }, { ids: ["b"] }],
])("%j and %j are not equal", (one, other) => {
  expect(isEqual(one, other)).toBe(false);
  expect(isEqual(other, one)).toBe(false);
});
