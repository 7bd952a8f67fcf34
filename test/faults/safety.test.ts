import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");

/** The product's own sources with their text. */
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

test("processes are made in two places, and neither through a shell", () => {
  const makers = linesThatMatch(/\bfrom "(node:)?child_process"/, "src", "webview");
  expect(makers.map((line) => line.split(":")[0]).sort()).toEqual([
    join("src", "tensor/threads/v8Flags.ts"),
    join("src", "trainer/client/forkTrainer.ts"),
  ]);
  expect(linesThatMatch(/\bshell\b|\bexec(Sync)?\(|\bspawn(Sync)?\(/, "src/tensor", "src/trainer")).toEqual(
    [],
  );
});

test("the files of a run are opened, written and deleted by one folder of the sources", () => {
  const importers = linesThatMatch(/ from "(node:)?fs(\/promises)?"/, "src")
    .map((line) => line.slice(line.indexOf("src"), line.indexOf(":")).replaceAll("\\", "/"))
    .filter((path) => !/^src\/(files|data|tensor)\//.test(path));
  expect(importers.sort()).toEqual([
    // Whether a folder is there.
    "src/cli.ts",
    "src/host/RunsFolderWatcher.ts",
    "src/host/dataLocation.ts",
    // What the system tells of itself.
    "src/trainer/availableCores.ts",
    // The trainer's own files among the temporary ones.
    "src/trainer/client/forkTrainer.ts",
    "src/trainer/presence/room.ts",
  ]);
});

test("no text is taken for HTML or for a program", () => {
  const pattern = /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\((?!\))|new Function\(/i;
  expect(linesThatMatch(pattern, "src", "webview")).toEqual([]);
});
