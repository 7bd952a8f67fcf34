import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

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

const text = String.raw`"(?:[^"\\]|\\.)*"`;
const call = new RegExp(
  String.raw`\bl10n\.t\(\s*(?:(?<plain>${text})|\{\s*message:\s*(?<message>${text})|(?<other>.{0,40}))`,
  "gs",
);
const comment = new RegExp(String.raw`^[^}]*?\bcomment:\s*(${text})`, "s");

/** A text as a key of the bundle, with the comment where one distinguishes two equal texts. */
export interface UsedText {
  path: string;
  key: string;
}

/** Every text that the sources look up. @throws Error where the argument is not a literal */
export function usedTexts(): UsedText[] {
  return [...sources()].flatMap(([path, source]) =>
    [...source.matchAll(call)].map((match) => {
      const { plain, message, other } = match.groups!;
      if (other !== undefined) throw new Error(`${path}: l10n.t is not given a text but ${other}`);
      if (plain !== undefined) return { path, key: JSON.parse(plain) };
      const found = comment.exec(source.slice(match.index + match[0].length));
      return { path, key: `${JSON.parse(message!)}/${JSON.parse(found![1]!)}` };
    }),
  );
}
