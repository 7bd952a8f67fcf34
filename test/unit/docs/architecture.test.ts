/** Compares `docs/architecture.md` with the sources: paths, identifiers, imports, files of the sources and of a run. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, extname, join, sep } from "node:path";
import { describe, expect, test } from "vitest";
import biome from "../../../biome.json";
import { checkpointsFolder } from "../../../src/runs/checkpointFile";
import { evaluationFolder } from "../../../src/runs/evaluationFile";
import * as runFiles from "../../../src/runs/runFiles";

const root = join(import.meta.dirname, "../../..");
const text = readFileSync(join(root, "docs/architecture.md"), "utf8");

/** The lines under a heading of level 2, up to the next such heading. */
function section(heading: string): string[] {
  const begin = text.indexOf(`\n## ${heading}\n`);
  if (begin === -1) throw new Error(`There is no ${heading}.`);
  return text
    .slice(begin + heading.length + 5)
    .split(/^## /m, 1)[0]!
    .split("\n");
}

/** The rows of the table under a heading, each as a list of cells. */
function rows(heading: string): string[][] {
  const lines = section(heading).filter((line) => line.startsWith("| "));
  return lines.slice(2).map((line) =>
    line
      .slice(1, -1)
      .split("|")
      .map((cell) => cell.trim()),
  );
}

/** The text between the two backticks that enclose a cell. For any other cell, "no code: " and the cell. */
function code(cell: string): string {
  return /^`([^`]+)`$/.exec(cell)?.[1] ?? `no code: ${cell}`;
}

const top = "src|webview|test|docs|scripts|media|\\.github|\\.vscode";
const pathPattern = new RegExp(`^(?:(?:${top})(?:/|$)|[\\w.]+\\.json$|\\.\\w+$)`);

/** Whether a word has the form of a path in the repository. Files of a run do not count: another test checks them. */
function isPath(word: string): boolean {
  return pathPattern.test(word) && !Object.values(runFiles).some((file) => file === word);
}

describe("paths", () => {
  const named = [...text.matchAll(/`([^`\s]+)`/g)].map(([, word]) => word!).filter(isPath);

  test("are named more than 100 times", () => {
    expect(named.length).toBeGreaterThan(100);
  });

  test.each([...new Set(named)])("%s exists", (path) => {
    expect(existsSync(join(root, path))).toBe(true);
  });

  const links = [...text.matchAll(/\]\(([^)#:]+)\)/g)].map(([, path]) => path!);

  test.each([...new Set(links)])("the link to %s has a target", (path) => {
    expect(existsSync(join(root, "docs", path))).toBe(true);
  });
});

/**
 * Pairs of a file's path and an identifier that the document names for it, in one of these forms: `path` (`name`,
 * `name`); `path`: … `name` … in the same clause; `name` (`path`); `name` in `path`.
 */
const identifiers = [
  ...[
    ...text.matchAll(/`([^`\s]+)` \(([^()]*)\)/g),
    ...text.matchAll(/(?:^\d\. |[;.|] )`([^`\s]+)`: ([^.;|]*)/gm),
  ].flatMap(([, path, names]) =>
    [...names!.matchAll(/`([\w./]+)`/g)].map(([, name]) => [path!, name!] as const),
  ),
  ...[...text.matchAll(/`([^`\s]+)` (?:\(|in )`([^`\s]+)`/g)].map(
    ([, name, path]) => [path!, name!] as const,
  ),
].filter(([path, name]) => isPath(path) && extname(path) !== "" && !isPath(name));

describe("identifiers", () => {
  test("are named more than 50 times", () => {
    expect(identifiers.length).toBeGreaterThan(50);
  });

  test.each([...new Set(identifiers.map((one) => one.join(": ")))])("%s is in the file", (both) => {
    const [path, name] = both.split(": ") as [string, string];
    const source = readFileSync(join(root, path), "utf8");
    const escaped = name.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
    expect(source).toMatch(new RegExp(`(?<!\\w)${escaped}(?!\\w)`));
  });
});

describe("where something is", () => {
  const groups = section("Where is it").join("\n").split("\n### ").slice(1);

  test.each(groups.map((group) => [group.split("\n", 1)[0]!, group] as const))(
    "%s: the rows are in alphabetical order",
    (_, group) => {
      const [, , ...whats] = [...group.matchAll(/^\| (.+?) \| /gm)].map(([, what]) => what!.toLowerCase());
      expect(whats.length).toBeGreaterThan(3);
      expect(whats).toEqual(whats.toSorted());
    },
  );
});

interface Override {
  includes: string[];
  linter: {
    rules: {
      style: { noRestrictedImports: { options: { patterns?: { group: string[] }[]; paths: object } } };
    };
  };
}

describe("the folders", () => {
  const folders = readdirSync(join(root, "src"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  const declared = rows("Folders and imports").map(([folder, , imports]) => ({
    folder: code(folder!),
    imports: imports === "nothing" ? [] : imports!.split(", "),
  }));

  /** The options of the linter's rule on imports for a whole folder. */
  function ruleFor(folder: string) {
    const overrides = biome.overrides as unknown as Override[];
    const [found, ...others] = overrides.filter(({ includes }) => includes[0] === `${folder}/**`);
    expect(others).toEqual([]);
    return found!.linter.rules.style.noRestrictedImports.options;
  }

  /** The other folders of `src` that the linter lets a folder import. */
  function allowedTo(folder: string): string[] {
    const [{ group }] = ruleFor(folder).patterns as [{ group: string[] }];
    const allowed = group.flatMap((pattern) => /^!\*\*\/(\w+)(?:\/\*\*)?$/.exec(pattern)?.[1] ?? []);
    return folders.filter((name) => allowed.includes(name) && `src/${name}` !== folder);
  }

  test("are all declared", () => {
    expect(declared.map(({ folder }) => folder).sort()).toEqual(
      [...folders.map((name) => `src/${name}`), "webview"].sort(),
    );
  });

  test.each(declared)("$folder imports $imports, as the linter allows", ({ folder, imports }) => {
    expect([...imports].sort()).toEqual(allowedTo(folder).sort());
  });

  test("are above the folders that they import in the diagram", () => {
    const [, diagram = ""] = /```text\n( src\/extension\.ts.*?)```/s.exec(text) ?? [];
    const levels = diagram.split("\n").map((line) => line.trim().split(/\s+/));
    const levelOf = (name: string) => levels.findIndex((level) => level.includes(name));
    for (const { folder, imports } of declared) {
      const level = levelOf(folder.replace("src/", ""));
      expect(level, folder).toBeGreaterThan(0);
      for (const name of imports) expect(levelOf(name), `${folder} above ${name}`).toBeGreaterThan(level);
    }
  });

  test("import VS Code only in one of them", () => {
    const free = declared.filter(
      ({ folder }) => typeof (ruleFor(folder).paths as { vscode?: unknown }).vscode !== "string",
    );
    expect(free.map(({ folder }) => folder)).toEqual(["src/host"]);
  });
});

describe("the list of files", () => {
  const lines = section("Files").filter((line) => line.startsWith("- "));
  const folders = section("Files").join("\n").split("\n### ").slice(1);
  const listed = folders.flatMap((list) => {
    const [folder, ...files] = list.split("\n");
    return files.flatMap((line) => {
      const [, name] = /^- `([^`]+)`: \S/.exec(line) ?? [];
      return name === undefined ? [] : [`${code(folder!)}/${name}`];
    });
  });

  test("names each file of src and webview once, and no other", () => {
    const files = ["src", "webview"].flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
        .filter((path) => extname(path) !== "")
        .map((path) => `${folder}/${path.replaceAll(sep, "/")}`),
    );
    expect(listed.toSorted()).toEqual(files.sort());
  });

  test("is in alphabetical order", () => {
    const inOrder = listed.toSorted((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1));
    const ofFolder = (paths: string[], folder: string) => paths.filter((path) => dirname(path) === folder);
    for (const folder of new Set(listed.map((path) => dirname(path))))
      expect(ofFolder(listed, folder)).toEqual(ofFolder(inOrder, folder));
  });

  test("has one line of at most 200 characters for each file", () => {
    expect(lines).toHaveLength(listed.length);
    expect(lines.filter((line) => line.length > 200)).toEqual([]);
  });
});

test("the files of a run are those in src/runs/runFiles.ts, and two folders", () => {
  const names = Object.values(runFiles).filter((value) => typeof value === "string");
  const declared = rows("Who writes which file of a run").map(([file]) => code(file!));
  expect(declared.sort()).toEqual([...names, `${checkpointsFolder}/`, `${evaluationFolder}/`].sort());
});

test("the README links to docs/architecture.md", () => {
  expect(readFileSync(join(root, "README.md"), "utf8")).toContain("(docs/architecture.md)");
});
