import { parseAst } from "vitest/node";

/** A node of a source's syntax tree, in the form of ESTree. */
export interface Node {
  type: string;
  /** Offset (characters) in the source. */
  start: number;
  [field: string]: unknown;
}

const trees = new Map<string, Node>();

/** The syntax tree of a source, cached by path and source, since parsing takes longer than all that uses the tree. */
export function parse(path: string, source: string): Node {
  const kept = trees.get(path + source);
  if (kept) return kept;
  const tree = parseAst(source, { lang: path.endsWith("x") ? "tsx" : "ts" }) as unknown as Node;
  trees.set(path + source, tree);
  return tree;
}

/** The children of a node, each with the name of the node's field that holds it. */
export function childrenOf(node: Node): { field: string; child: Node }[] {
  const children: { field: string; child: Node }[] = [];
  for (const field in node) {
    const value = node[field];
    if (Array.isArray(value)) {
      for (const child of value) if (isNode(child)) children.push({ field, child });
    } else if (isNode(value)) children.push({ field, child: value });
  }
  return children;
}

/** The name of an identifier; empty for a node without a name. */
export function nameOf(node: unknown): string {
  return String((node as Node | undefined)?.name ?? "");
}

/** The arguments of a call of `l10n.t`; undefined for a node that is not such a call. */
export function translated({ type, callee, arguments: given }: Node): Node[] | undefined {
  const { object, property } = (callee ?? {}) as Node;
  const isCall = type === "CallExpression" && nameOf(object) === "l10n" && nameOf(property) === "t";
  return isCall ? (given as Node[]) : undefined;
}

/** The text of a string literal, or of a template with "0" in place of each value; undefined for any other node. */
export function textOf(node: Node): string | undefined {
  if (node.type === "Literal" && typeof node.value === "string") return node.value;
  if (node.type !== "TemplateLiteral") return undefined;
  return (node.quasis as { value: { cooked: string } }[]).map(({ value }) => value.cooked).join("0");
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && typeof (value as Node).type === "string";
}
