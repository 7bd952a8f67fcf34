import { options } from "preact";
import { inText } from "../src/runs/inert";

/** The attributes whose text is shown or read aloud. */
const spokenAttribute = /^(title|alt|placeholder|aria-.+)$/;

/** Makes all text inert that is drawn from now on, so that a reader sees every character. Preact escapes HTML. */
export function drawInertText(): void {
  const before = options.vnode;
  options.vnode = (node) => {
    makeInert(node as { type: unknown; props: unknown });
    before?.(node);
  };
}

/** A text node of Preact has no type; its props are the text. */
function makeInert(node: { type: unknown; props: unknown }): void {
  if (typeof node.props === "string") node.props = inText(node.props);
  else if (typeof node.type === "string") makeAttributesInert(node.props as Record<string, unknown>);
}

function makeAttributesInert(props: Record<string, unknown>): void {
  for (const name in props) {
    const value = props[name];
    if (typeof value === "string" && spokenAttribute.test(name)) props[name] = inText(value);
  }
}
