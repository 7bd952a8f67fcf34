import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { childrenOf, type Node, nameOf, parse, translated } from "./syntax";

const root = join(import.meta.dirname, "../../..");

/** The sources of the product that can show text, by path. */
export function sources(): Map<string, string> {
  const paths = ["src", "webview"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => /\.tsx?$/.test(name))
      .map((name) => join(folder, name).replaceAll("\\", "/")),
  );
  return new Map(paths.map((path) => [path, readFileSync(join(root, path), "utf8")]));
}

/** The keys of all texts that a source passes to `l10n.t`. @throws Error if a text is not a string literal */
export function usedTexts(path: string, source: string): string[] {
  const keys: string[] = [];
  const visit = (node: Node) => {
    const [looked] = translated(node) ?? [];
    if (looked) keys.push(keyOf(path, looked));
    for (const { child } of childrenOf(node)) visit(child);
  };
  visit(parse(path, source));
  return keys;
}

/** The bundle's key of an argument of `l10n.t`: the text, or "message/comment" for an object with these members. */
function keyOf(path: string, looked: Node): string {
  if (looked.type !== "ObjectExpression") return writtenOut(path, looked);
  const field = (name: string) =>
    (looked.properties as Node[]).find(({ key }) => nameOf(key) === name)?.value as Node | undefined;
  return `${writtenOut(path, field("message"))}/${writtenOut(path, field("comment"))}`;
}

function writtenOut(path: string, node: Node | undefined): string {
  if (node?.type === "Literal" && typeof node.value === "string") return node.value;
  throw new Error(`${path}: l10n.t is not given a text but a ${node?.type}.`);
}
