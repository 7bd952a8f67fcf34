import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import korean from "../../../l10n/bundle.l10n.ko.json";
import manifest from "../../../package.json";
import manifestTexts from "../../../package.nls.json";
import koreanManifestTexts from "../../../package.nls.ko.json";
import { sources, usedTexts } from "./usedTexts";

/** Parts that a translation must repeat: places for values, code, links' targets and marks of bold text. */
const kept = /\{\w+\}|`[^`]+`|\(command:[^)]+\)/g;
const keptOf = (text: string) => (text.match(kept) ?? []).sort();

describe("the Korean texts", () => {
  const keys = [...new Set(usedTexts().map(({ key }) => key))];

  test("exist for every text of the sources, and for no other", () => {
    expect(keys.length).toBeGreaterThan(150);
    expect(Object.keys(korean).sort()).toEqual(keys.sort());
  });

  test.each(Object.entries(korean))("of %j has the same places for values", (key, text) => {
    expect(text.trim()).not.toBe("");
    expect(keptOf(text)).toEqual(keptOf(key.split("/A ")[0]!));
  });

  test("exist for every text of the manifest, and for no other", () => {
    expect(Object.keys(koreanManifestTexts)).toEqual(Object.keys(manifestTexts));
    for (const [key, text] of Object.entries(koreanManifestTexts))
      expect(keptOf(text), key).toEqual(keptOf(manifestTexts[key as keyof typeof manifestTexts]));
  });

  test("are where the manifest says", () => {
    expect(manifest.l10n).toBe("./l10n");
    const path = join(import.meta.dirname, "../../..", manifest.l10n, "bundle.l10n.ko.json");
    expect(JSON.parse(readFileSync(path, "utf8"))).toEqual(korean);
  });
});

/** Lines of the sources of a folder, without comments. */
function linesOf(folder: RegExp): { place: string; line: string }[] {
  return [...sources()]
    .filter(([path]) => folder.test(path))
    .flatMap(([path, text]) =>
      text
        .split("\n")
        .map((line, index) => ({ place: `${path}:${index + 1}`, line: line.trim() }))
        .filter(({ line }) => !/^(\/\/|\/?\*|\{\/\*)/.test(line)),
    );
}

const placesOf = (folder: RegExp, pattern: RegExp) =>
  linesOf(folder)
    .filter(({ line }) => pattern.test(line))
    .map(({ place, line }) => `${place}: ${line}`);

describe("no text bypasses the translations", () => {
  test("in the dashboard's components", () => {
    const attribute = /\b(title|alt|label|placeholder|aria-(label|description|roledescription))="[^"]*[a-z]/;
    expect(placesOf(/^webview\/.*\.tsx$/, attribute)).toEqual([]);
    // A line of words between tags.
    expect(
      placesOf(
        /^webview\/.*\.tsx$/,
        /^[A-Za-z][\w’ ,]*( [a-z]\w*)+[.!?…]?$|>[^<>{}=]*[a-z]{2,} [a-z][^<>{}]*</,
      ),
    ).toEqual([]);
  });

  test("in VS Code's window", () => {
    const shown =
      /\b(showInformation|showWarning|showError|askModally|showProgress|quickPick|inputBox)\(\s*["`]|\b(title|placeHolder|prompt|tooltip|detail|description|label): ["`][^"`]*[a-z]{2}/;
    expect(placesOf(/^src\/host\//, shown)).toEqual([]);
  });
});
