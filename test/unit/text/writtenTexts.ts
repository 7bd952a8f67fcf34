import { childrenOf, type Node, nameOf, parse, textOf, translated } from "./syntax";

/** A text in a source that by its words or its place seems to be for users, but is not an argument of `l10n.t`. */
export interface WrittenText {
  path: string;
  line: number;
  text: string;
}

/** A text with two words in a row, the second in lower case: it reads like words for a user. */
const words = /\p{L}{2,}[,;:]? [a-z]{2,}/u;
const word = /\p{L}*\p{Ll}{2,}/u;
/** The texts of members with these names are shown to users, so that even a single word counts. */
const shownKeys =
  /^(label|title|placeHolder|prompt|tooltip|detail|description|message|openLabel|error|remedy)$/;
const shownAttributes = /^(title|alt|label|placeholder|aria-(label|description|roledescription|valuetext))$/;
/** Attributes whose values are not shown as text, such as class names and the shapes of icons. */
const otherAttributes = /^(class|className|style|d|points|viewBox|transform)$/;
/** Errors of the program itself, for developers. */
const programErrors = new Set(["RangeError", "TypeError", "SyntaxError"]);

/** Every {@link WrittenText} of one source. */
export function writtenTexts(path: string, source: string): WrittenText[] {
  const found: WrittenText[] = [];
  visit(parse(path, source), ({ start }, text) =>
    found.push({ path, line: source.slice(0, start).split("\n").length, text }),
  );
  return found;
}

/**
 * Calls `add` for each text in a node that seems to be for users.
 * @param isShown whether users see the node's texts, so that a single word counts
 */
function visit(node: Node, add: (node: Node, text: string) => void, isShown = false): void {
  const text = node.type === "JSXText" ? String(node.value).trim() : textOf(node);
  if (text !== undefined && (isShown ? word : words).test(text)) add(node, text);
  if (node.type === "NewExpression" && programErrors.has(nameOf(node.callee))) return;
  const [looked] = translated(node) ?? [];
  for (const { field, child } of childrenOf(node))
    if (child !== looked && !isNoText(node, field)) visit(child, add, shows(node, child, isShown));
}

/** Whether a field of a node holds no text for users, such as the path of an import or the name of a member. */
function isNoText(node: Node, field: string): boolean {
  switch (node.type) {
    case "ImportDeclaration":
    case "ImportExpression":
    case "ExportAllDeclaration":
    case "ExportNamedDeclaration":
      return field === "source";
    case "TSLiteralType":
      return true;
    case "Property":
    case "PropertyDefinition":
    case "MemberExpression":
      return field === "key" || field === "property";
    case "BinaryExpression":
      return /^[!=]==$/.test(String(node.operator));
    case "SwitchCase":
      return field === "test";
    case "JSXAttribute":
      return field === "name" || otherAttributes.test(nameOf(node.name));
    default:
      return false;
  }
}

function shows(node: Node, child: Node, isShown: boolean): boolean {
  switch (node.type) {
    case "Property":
      return child === node.value && shownKeys.test(nameOf(node.key));
    case "JSXAttribute":
      return shownAttributes.test(nameOf(node.name));
    case "JSXElement":
    case "JSXFragment":
      return true;
    case "JSXExpressionContainer":
    case "LogicalExpression":
      return isShown;
    case "ConditionalExpression":
      return isShown && child !== node.test;
    default:
      return false;
  }
}
