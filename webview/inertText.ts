import { options } from "preact";
import { inText } from "../src/runs/inert";

/** The attributes that a reader sees or hears. */
const spokenAttribute = /^(title|alt|placeholder|aria-.+)$/;

/** Makes every text that is drawn from now on inert: nothing of it is hidden from a reader. Preact escapes its HTML. */
export function drawInertText(): void {
  const before = options.vnode;
  options.vnode = (node) => {
    makeInert(node as { type: unknown; props: unknown });
    before?.(node);
  };
}

/** A text's node has no type, and the text in the place of its properties. */
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
