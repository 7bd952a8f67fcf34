import { createElement, options, type VNode } from "preact";
import { afterEach, beforeEach, expect, it } from "vitest";
import { drawInertText } from "../../../webview/inertText";

const before = options.vnode;
beforeEach(drawInertText);
afterEach(() => {
  options.vnode = before;
});

it("what a reader sees or hears of an element hides nothing", () => {
  const { props } = createElement("button", {
    title: "a\u202eb",
    "aria-label": "c\u009bd",
    "data-run-id": "e\u202ef",
    class: "g",
  });
  expect(props).toEqual({
    title: "a\ufffdb",
    "aria-label": "c\ufffdd",
    "data-run-id": "e\u202ef",
    class: "g",
  });
});

it("neither does a text, whose own lines stay", () => {
  const node = { type: null, props: "It died.\n    at \u001b[31mmain\u200b" };
  options.vnode?.(node as unknown as VNode);
  expect(node.props).toBe("It died.\n    at \ufffd[31mmain\ufffd");
});

it("a component is given what its parent gave", () => {
  const Component = (_: { title: string }) => null;
  expect(createElement(Component, { title: "a\u202eb" }).props).toEqual({ title: "a\u202eb" });
});
