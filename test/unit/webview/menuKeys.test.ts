import { afterEach, describe, expect, test, vi } from "vitest";
import { menuKey } from "../../../webview/menuKeys";

afterEach(() => vi.unstubAllGlobals());

/**
 * Presses a key in a menu of three items while the item `from` has the focus.
 * @returns the index of the item with the focus afterwards, whether the menu was closed, and whether the handler has
 * called the event's `preventDefault` and `stopPropagation`
 */
function press(key: string, from: number, { isMenu = true, type = "" } = {}) {
  let focused = from;
  let isClosed = false;
  const taken = { prevented: false, stopped: false };
  const items = [0, 1, 2].map((index) => ({ focus: () => (focused = index) }) as unknown as HTMLElement);
  vi.stubGlobal("document", { activeElement: items[from] });
  const event = {
    key,
    target: { type },
    preventDefault: () => (taken.prevented = true),
    stopPropagation: () => (taken.stopped = true),
  };
  const close = () => (isClosed = true);
  menuKey(event as unknown as KeyboardEvent, { items: () => items, close, isMenu });
  return { focused, isClosed, ...taken };
}

describe("a key in a menu", () => {
  test.each([
    ["ArrowDown", 0, 1],
    ["ArrowDown", 2, 0],
    ["ArrowUp", 1, 0],
    ["ArrowUp", 0, 2],
    ["Home", 2, 0],
    ["End", 0, 2],
    // −1 means that no item has the focus.
    ["ArrowDown", -1, 0],
    ["ArrowUp", -1, 2],
  ])("%s moves the focus from item %i to item %i", (key, from, to) => {
    expect(press(key, from)).toEqual({ focused: to, isClosed: false, prevented: true, stopped: true });
  });

  test("closes the menu if it is Escape, or Tab, which also leaves the menu", () => {
    expect(press("Escape", 1)).toMatchObject({ isClosed: true, prevented: true });
    expect(press("Tab", 1)).toMatchObject({ isClosed: true, prevented: false });
    expect(press("Tab", 1, { isMenu: false })).toMatchObject({ isClosed: false, prevented: false });
  });

  test("moves the cursor in a text field, which only ArrowDown and Escape leave", () => {
    const text = { isMenu: false, type: "text" };
    for (const key of ["Home", "End", "ArrowUp"])
      expect(press(key, 1, text)).toMatchObject({ focused: 1, prevented: false, stopped: true });
    expect(press("ArrowDown", 1, text)).toMatchObject({ focused: 2 });
    expect(press("Escape", 1, text)).toMatchObject({ isClosed: true });
  });

  test("without a meaning in the menu does nothing", () => {
    expect(press("x", 1)).toEqual({ focused: 1, isClosed: false, prevented: false, stopped: true });
  });
});
