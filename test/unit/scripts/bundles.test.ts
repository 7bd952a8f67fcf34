/** Checks that each bundle in `dist` contains the source folders that its process needs, and no others. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const dist = join(import.meta.dirname, "../../../dist");

/** The names, sorted, of the folders in `src` with files in a bundle, and `webview` if it has files in the bundle. */
function foldersIn(bundle: string): string[] {
  const { sources } = JSON.parse(readFileSync(join(dist, `${bundle}.js.map`), "utf8")) as {
    sources: string[];
  };
  const own = sources.filter((source) => !source.includes("node_modules/"));
  expect(own.length).toBeGreaterThan(10);
  return [
    ...new Set(
      own.flatMap((source) => /^(?:\.\.\/)+(?:src\/([^/]+)\/|(webview)\/)/.exec(source)?.slice(1) ?? []),
    ),
  ]
    .filter(Boolean)
    .sort();
}

const started = ["client", "data", "datasets", "files", "liveness", "protocol", "runs", "text"];

test.each([
  ["extension", [...started, "host", "images"]],
  ["cli", [...started, "images", "terminal"]],
  [
    "trainer",
    [
      "data",
      "datasets",
      "files",
      "formats",
      "liveness",
      "model",
      "protocol",
      "runs",
      "tensor",
      "text",
      "trainer",
    ],
  ],
  [
    "inspector",
    ["data", "datasets", "files", "formats", "inspector", "model", "protocol", "runs", "tensor", "text"],
  ],
  ["webview/live", ["datasets", "protocol", "runs", "text", "webview"]],
  ["webview/model", ["datasets", "images", "protocol", "runs", "text", "webview"]],
])("dist/%s.js holds only %j of the sources", (bundle, folders) => {
  expect(foldersIn(bundle)).toEqual(folders.sort());
});
