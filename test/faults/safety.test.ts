import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");

/** Path and text of every source in these folders. */
function sources(...folders: string[]): [path: string, text: string][] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => /\.tsx?$/.test(name))
      .map((name): [string, string] => [join(folder, name), readFileSync(join(root, folder, name), "utf8")]),
  );
}

function linesThatMatch(pattern: RegExp, ...folders: string[]): string[] {
  return sources(...folders).flatMap(([path, text]) =>
    text
      .split("\n")
      .filter((line) => pattern.test(line))
      .map((line) => `${path}: ${line.trim()}`),
  );
}

test("processes are started in three places, and none uses a shell", () => {
  const makers = linesThatMatch(/^(?!import type).* from "(node:)?child_process"/, "src", "webview");
  expect(makers.map((line) => line.split(":")[0]).sort()).toEqual([
    join("src", "client/forkInspector.ts"),
    join("src", "client/forkTrainer.ts"),
    join("src", "client/v8Flags.ts"),
  ]);
  const folders = ["src/client", "src/liveness", "src/tensor", "src/trainer"];
  expect(linesThatMatch(/\bshell\b|\bexec(Sync)?\(|\bspawn(Sync)?\(/, ...folders)).toEqual([]);
});

test("the files of a run are opened, written and deleted by one folder of the sources", () => {
  const importers = linesThatMatch(/^(?!import type).* from "(node:)?fs(\/promises)?"/, "src")
    .map((line) => line.slice(line.indexOf("src"), line.indexOf(":")).replaceAll("\\", "/"))
    .filter((path) => !/^src\/(files|data|tensor)\//.test(path));
  expect(importers.sort()).toEqual([
    // Opens the trainer's stderr, which is a temporary file.
    "src/client/forkTrainer.ts",
    // Checks whether a folder exists.
    "src/host/dataLocation.ts",
    // Reads the system's list of mounts.
    "src/liveness/isAutomounted.ts",
    // Reads the system's information about processes.
    "src/liveness/processIdentity.ts",
    // These four open the trainer's own temporary files.
    "src/liveness/runtimeDirectory.ts",
    "src/liveness/stderrEnd.ts",
    "src/liveness/temporaryDirectory.ts",
    "src/liveness/trainerSocket.ts",
    // Reads the system's information about processors.
    "src/model/availableCores.ts",
    // These four use the streams of the command line and its terminal.
    "src/terminal/Output.ts",
    "src/terminal/isClosedOutput.ts",
    "src/terminal/isHangupIgnored.ts",
    "src/terminal/showUser.ts",
    // Reads the product's own translations.
    "src/text/readTranslations.ts",
  ]);
});

test("a path becomes a folder in two modules, one of which follows no link in the default runs folder", () => {
  const makers = linesThatMatch(/\bnew Folder\(/, "src").map((line) => line.split(":")[0]);
  expect(makers).toEqual([join("src", "files/ensureFolder.ts"), join("src", "runs/runsFolder.ts")]);
});

test("no text is used as HTML or as a program", () => {
  const pattern = /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\((?!\))|new Function\(/i;
  expect(linesThatMatch(pattern, "src", "webview")).toEqual([]);
});

/** The lines that {@link linesThatMatch} finds, except those in the `exempt` files. */
function linesElsewhere(pattern: RegExp, folder: string, ...exempt: string[]): string[] {
  const files = exempt.map((name) => join(name));
  return linesThatMatch(pattern, folder).filter((line) => !files.includes(line.split(":")[0] ?? ""));
}

test("text reaches VS Code's window through one module, which makes it inert", () => {
  const shows =
    /\bnew (TreeItem|MarkdownString)\b|\.(label|description|tooltip|title|detail|message|text|placeholder|prompt|badge|accessibilityInformation) = /i;
  expect(linesElsewhere(shows, "src/host", "src/host/window.ts", "src/host/MarkdownText.ts")).toEqual([
    "src/host/errorMessage.ts: if (error instanceof Error) error.message = inEditor(error.message);",
  ]);
  expect(linesThatMatch(/biome-ignore/, "src/host")).toEqual([]);
});

test("the linter allows no other module to import what shows text", () => {
  const folder = mkdtempSync(join(tmpdir(), "lint-"));
  const { vcs: _, ...settings } = JSON.parse(readFileSync(join(root, "biome.json"), "utf8"));
  writeFileSync(join(folder, "biome.json"), JSON.stringify(settings));
  const modules = ["src/host/Other.ts", "src/extension.ts"];
  const biome = join(root, "node_modules/@biomejs/biome/bin/biome");
  const lint = (lines: string[]) => {
    for (const path of modules) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), lines.map((line) => `${line}\n`).join(""));
    }
    const args = [biome, "lint", "--max-diagnostics=none", "--reporter=github"];
    const { status, stdout } = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
    return { status, found: stdout.split("\n").filter((line) => line.includes("src/host/window.ts")) };
  };
  const given = ['import { workspace } from "vscode";', "export const given = workspace;"];
  expect(lint(given)).toEqual({ status: 0, found: [] });
  const taken = [
    'import { window } from "vscode";',
    'import { MarkdownString } from "vscode";',
    'import { languages } from "vscode";',
    'import * as all from "vscode";',
    'export const loaded = await import("vscode");',
    'export const required = require("vscode");',
  ];
  const { found } = lint(taken);
  for (const path of modules)
    for (const [index] of taken.entries())
      expect(found).toContainEqual(expect.stringContaining(`/${path},line=${index + 1},`));
  rmSync(folder, { recursive: true });
});

test("text reaches a terminal through one module, which makes it inert", () => {
  const prints = /\bconsole\b|\b(stdout|stderr)\.write\b/;
  expect(linesElsewhere(prints, "src/terminal", "src/terminal/Output.ts")).toEqual([]);
  expect(linesElsewhere(prints, "src").filter((line) => line.startsWith(join("src/cli.ts")))).toEqual([]);
});

test("the dashboard makes no address of what it shows, and only its canvas and Preact show text", () => {
  expect(
    linesThatMatch(
      /\b(href|src|srcdoc|action|xlinkHref)=|createElementNS?\(|\.(textContent|innerText) = /,
      "webview",
    ),
  ).toEqual([]);
});
