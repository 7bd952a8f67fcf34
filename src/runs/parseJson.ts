/**
 * Largest number of bytes of a value other than a string that are parsed at once. Parsing them takes no more than 5 ms.
 */
export const parsedAtOnce = 128 * 1024;
/**
 * Depth of nesting at which an array or an object of more than {@link parsedAtOnce} bytes is refused. At a smaller
 * depth, such an array or object is parsed in parts.
 */
const deepest = 5;

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const BACKSLASH = 0x5c;

/**
 * Parses JSON like JSON.parse, but yields every few milliseconds, so that a caller can let the event loop turn.
 * @param mostValues largest number of values in the text, which bounds memory: a value may take 16 times the memory of
 * its text
 * @throws SyntaxError for invalid JSON, too many values, or a long value that is nested too deeply
 */
export function* parseJson(json: Buffer, mostValues: number, depth = 0): Generator<undefined, unknown> {
  const brackets = String.fromCharCode(json[0]!, json.at(-1)!);
  // A long string is not split: strings are parsed ten times as fast as other values.
  if (json.length <= parsedAtOnce || brackets === '""') return JSON.parse(json.toString());
  if (depth === deepest || (brackets !== "[]" && brackets !== "{}"))
    throw new SyntaxError("too long a value");
  const inner = json.subarray(1, -1);
  const list: unknown[] = [];
  const members: Record<string, unknown> = Object.create(null);
  for (const { from, to, colon } of yield* cutAtCommas(inner, mostValues)) {
    yield;
    const part = inner.subarray(from, to);
    if (brackets === "[]") {
      const isLong = part.length > parsedAtOnce;
      const values = isLong ? [yield* parseJson(part, mostValues, depth + 1)] : JSON.parse(`[${part}]`);
      for (const value of values) list.push(value);
    } else if (part.length > parsedAtOnce) {
      const key = JSON.parse(inner.toString("utf8", from, colon));
      members[key] = yield* parseJson(inner.subarray(colon + 1, to), mostValues, depth + 1);
    } else Object.assign(members, JSON.parse(`{${part}}`));
  }
  return brackets === "[]" ? list : members;
}

/**
 * Consecutive elements of an array, or members of an object, that are parsed at once; or a single element or member
 * that is too long to be parsed at once. `from` and `to` are indices of bytes.
 */
interface Part {
  from: number;
  to: number;
  /** For a single long member of an object: index of the colon after the key. */
  colon: number;
}

function* cutAtCommas(inner: Buffer, mostValues: number): Generator<undefined, Part[]> {
  const parts: Part[] = [];
  let part = 0;
  let element = 0;
  let colon = 0;
  let depth = 0;
  let commas = 0;
  let isString = false;
  const endElement = (end: number) => {
    if (end - part > parsedAtOnce && part < element) {
      parts.push({ from: part, to: element - 1, colon: 0 });
      part = element;
    }
    if (end - part > parsedAtOnce) {
      parts.push({ from: part, to: end, colon });
      part = end + 1;
    }
    element = end + 1;
    colon = 0;
  };
  for (let at = 0; at < inner.length; at++) {
    if (at % (4 * parsedAtOnce) === 0) yield;
    const code = inner[at]!;
    if (isString) {
      if (code === BACKSLASH) at++;
      else if (code === QUOTE) isString = false;
    } else if (code === QUOTE) isString = true;
    else if (code === COMMA) {
      if (++commas > mostValues) throw new SyntaxError("too many values");
      if (depth === 0) endElement(at);
    } else if (code === COLON) colon ||= depth === 0 ? at : 0;
    // 0x5b and 0x7b are [ and {; 0x5d and 0x7d are ] and }.
    else if (code === 0x5b || code === 0x7b) depth++;
    else if (code === 0x5d || code === 0x7d) depth--;
  }
  endElement(inner.length);
  if (part < inner.length) parts.push({ from: part, to: inner.length, colon: 0 });
  return parts;
}
