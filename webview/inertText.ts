import { options } from "preact";
import { inText } from "../src/runs/inert";

/** The attributes whose text is shown or read aloud. */
const spokenAttribute = /^(title|alt|placeholder|aria-.+)$/;

/**
 * After this call, {@link inText} replaces the invisible characters in every text that Preact draws: in text nodes, and
 * in the attributes that match {@link spokenAttribute}. HTML needs no treatment here, since Preact escapes it.
 */
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
