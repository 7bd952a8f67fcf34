import { describe, expect, test } from "vitest";
import { gridKey } from "../../../webview/experiments/gridKeys";
import { all, extend, nothing, only, present, toggle } from "../../../webview/experiments/selection";

const size = { lines: 100, columns: 5, page: 10 };
const key = (name: string) => ({
  key: name.split("+").at(-1)!,
  ctrlKey: name.includes("Ctrl+"),
  metaKey: false,
  altKey: name.includes("Alt+"),
});

describe("In the grid", () => {
  test.each([
    ["ArrowDown", { line: 6, column: 2 }],
    ["ArrowUp", { line: 4, column: 2 }],
    ["ArrowLeft", { line: 5, column: 1 }],
    ["ArrowRight", { line: 5, column: 3 }],
    ["Home", { line: 5, column: 0 }],
    ["End", { line: 5, column: 4 }],
    ["Ctrl+Home", { line: 0, column: 0 }],
    ["Ctrl+End", { line: 99, column: 4 }],
    ["PageDown", { line: 15, column: 2 }],
    ["PageUp", { line: 0, column: 2 }],
    ["Alt+ArrowLeft", undefined],
    ["x", undefined],
  ])("%s moves the focus from line 5, column 2", (name, cell) => {
    expect(gridKey(key(name), { line: 5, column: 2 }, size)).toEqual(cell);
  });

  test("the focus reaches the header and stays in the grid", () => {
    expect(gridKey(key("ArrowUp"), { line: 0, column: 0 }, size)).toEqual({ line: -1, column: 0 });
    expect(gridKey(key("ArrowUp"), { line: -1, column: 0 }, size)).toEqual({ line: -1, column: 0 });
    expect(gridKey(key("ArrowDown"), { line: 99, column: 4 }, size)).toEqual({ line: 99, column: 4 });
    expect(gridKey(key("Ctrl+Home"), { line: -1, column: 0 }, { ...size, lines: 0 })).toEqual({
      line: -1,
      column: 0,
    });
  });
});

describe("The selection", () => {
  const order = ["a", "b", "c", "d"];
  const ids = ({ ids }: { ids: ReadonlySet<string> }) => [...ids].sort().join("");

  test("is one run, to which others are added and from which they are removed", () => {
    const two = toggle(only("a"), "c");
    expect([ids(only("a")), ids(two), ids(toggle(two, "a"))]).toEqual(["a", "ac", "c"]);
  });

  test("extends from the run that was selected last, in both directions", () => {
    expect(ids(extend(only("b"), "d", order))).toBe("bcd");
    expect(ids(extend(extend(only("b"), "d", order), "a", order))).toBe("ab");
    expect(ids(extend(nothing, "c", order))).toBe("c");
  });

  test("may be all runs, and loses runs that no longer exist", () => {
    expect(ids(all(order))).toBe("abcd");
    expect(ids(present(all(order), new Set(["b", "d"])))).toBe("bd");
    const kept = only("a");
    expect(present(kept, new Set(["a"]))).toBe(kept);
  });
});
