/** Checks that what the documents name exists, such as files and settings, and that their lists are complete. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import manifest from "../../../package.json";
import strings from "../../../package.nls.json";
import { parts } from "../../../scripts/test/parts.mjs";
import { manifestSettings } from "../host/manifest";

const root = join(import.meta.dirname, "../../..");
const read = (path: string) => readFileSync(join(root, path), "utf8");
const documents = [
  ...["README.md", "CONTRIBUTING.md", "SECURITY.md"],
  ...readdirSync(join(root, "docs")).map((name) => `docs/${name}`),
];

/** What the pattern's first group matches in the text: each distinct string once, in the order of the text. */
function found(text: string, pattern: RegExp): string[] {
  return [...new Set([...text.matchAll(pattern)].map(([, group]) => group!))];
}

describe.each(documents)("%s", (document) => {
  const text = read(document);

  test("has links to existing files", () => {
    for (const path of found(text, /\]\(([^)#:]+)\)/g))
      expect(existsSync(join(root, dirname(document), path)), path).toBe(true);
  });

  test("names existing scripts", () => {
    for (const name of found(text, /npm run ([\w:]+)/g))
      expect(Object.keys(manifest.scripts)).toContain(name);
  });

  test("names existing settings", () => {
    const settings = Object.keys(manifestSettings);
    const groups = found(settings.join("\n"), /(fittingRoom\.\w+)/g);
    for (const id of found(text, /`(fittingRoom\.\w+(?:\.\w+)*)`/g)) {
      expect(groups, id).toContain(id.split(".").slice(0, 2).join("."));
      expect(settings).toContain(id);
    }
  });
});

test("the README calls commands by their titles", () => {
  const titles = found(read("README.md"), /\*\*((?:Train|Fork|Resume|Open|Show|Choose) [^*]+)\*\*/g);
  expect(titles.length).toBeGreaterThan(4);
  for (const title of titles) expect(Object.values(strings)).toContain(title);
});

test("the README's pictures have alternative text, and are small PNG files", () => {
  const pictures = [...read("README.md").matchAll(/!\[([^\]]*)\]\(([^)]+)\)/g)];
  expect(pictures.map(([, , path]) => path!.replace(/-(dark|light)\.png$/, "")).sort()).toEqual(
    ["experiments", "experiments", "live", "live"].map((name) => `media/pictures/${name}`),
  );
  for (const [, text, path] of pictures) {
    expect(text).toMatch(/^The \w.*\.$/);
    const file = readFileSync(join(root, path!));
    expect(file.toString("latin1", 1, 4)).toBe("PNG");
    expect(file.length, path).toBeLessThan(100_000);
  }
});

test("the README names every document", () => {
  const links = found(read("README.md"), /\]\(([^)#:]+)\)/g);
  expect(links).toEqual(expect.arrayContaining(documents.filter((path) => path !== "README.md")));
});

test("CONTRIBUTING.md lists the parts of npm test in their order", () => {
  const listed = found(read("CONTRIBUTING.md"), /^\| `(\w+)` \|/gm);
  expect(listed).toEqual(Object.keys(parts));
});

test("CONTRIBUTING.md lists the launch configurations", () => {
  const listed = found(read("CONTRIBUTING.md"), /^\| \*\*([^*]+)\*\* \|/gm);
  expect(listed).toEqual(found(read(".vscode/launch.json"), /"name": "([^"]+)"/g));
});

test("each launch configuration's first task exists", () => {
  const tasks = found(read(".vscode/tasks.json"), /"label": "([^"]+)"/g);
  for (const task of found(read(".vscode/launch.json"), /"preLaunchTask": "([^"]+)"/g))
    expect(tasks).toContain(task);
});

test("the workflow names every part of the tests except browser", () => {
  const [, named = ""] = /npm test -- ([\w ]+)$/m.exec(read(".github/workflows/ci.yml")) ?? [];
  expect(named.split(" ")).toEqual(Object.keys(parts).filter((part) => part !== "browser"));
});
