import { createElement, options, type VNode } from "preact";
import { afterEach, beforeEach, expect, it } from "vitest";
import { drawInertText } from "../../../webview/inertText";

const before = options.vnode;
beforeEach(drawInertText);
afterEach(() => {
  options.vnode = before;
});

it("attributes that are shown or read aloud have no invisible characters", () => {
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

it("a text has no invisible characters, and keeps its line breaks", () => {
  const node = { type: null, props: "It died.\n    at \u001b[31mmain\u200b" };
  options.vnode?.(node as unknown as VNode);
  expect(node.props).toBe("It died.\n    at \ufffd[31mmain\ufffd");
});

it("a component gets its props unchanged", () => {
  const Component = (_: { title: string }) => null;
  expect(createElement(Component, { title: "a\u202eb" }).props).toEqual({ title: "a\u202eb" });
});
