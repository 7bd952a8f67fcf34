import { parseAst } from "vitest/node";

/** A node of a source's syntax tree, in the form of ESTree. */
export interface Node {
  type: string;
  /** Offset in the source. */
  start: number;
  [field: string]: unknown;
}

const trees = new Map<string, Node>();

/** The syntax tree of a source. It is kept, as parsing takes longer than all that is done with the tree. */
export function parse(path: string, source: string): Node {
  const kept = trees.get(path + source);
  if (kept) return kept;
  const tree = parseAst(source, { lang: path.endsWith("x") ? "tsx" : "ts" }) as unknown as Node;
  trees.set(path + source, tree);
  return tree;
}

/** The nodes below a node, each with the field that it is in. */
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

/** The name of an identifier; empty for any other node. */
export function nameOf(node: unknown): string {
  return String((node as Node | undefined)?.name ?? "");
}

/** The arguments of a call of `l10n.t`; undefined for any other node. */
export function translated({ type, callee, arguments: given }: Node): Node[] | undefined {
  const { object, property } = (callee ?? {}) as Node;
  const isCall = type === "CallExpression" && nameOf(object) === "l10n" && nameOf(property) === "t";
  return isCall ? (given as Node[]) : undefined;
}

/** The text of a string, or of a template with a 0 for each value. */
export function textOf(node: Node): string | undefined {
  if (node.type === "Literal" && typeof node.value === "string") return node.value;
  if (node.type !== "TemplateLiteral") return undefined;
  return (node.quasis as { value: { cooked: string } }[]).map(({ value }) => value.cooked).join("0");
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && typeof (value as Node).type === "string";
}
