import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import korean from "../../../l10n/bundle.l10n.ko.json";
import { duration, fileSize, percentage } from "../../../src/runs/figures";
import { bytesText, epochsText, stepsText } from "../../../src/text/amounts";
import { setLanguage } from "../../../src/text/language";
import { allOf, anyOf } from "../../../src/text/lists";
import { wholeNumber, withDecimals } from "../../../src/text/numbers";

const root = join(import.meta.dirname, "../../..");

afterEach(() => setLanguage("en", undefined));

describe("in English", () => {
  test("a count of one has a singular noun", () => {
    expect([1, 2, 0].map((count) => stepsText(count))).toEqual(["1 step", "2 steps", "0 steps"]);
  });

  test("a count has separators, and a number of bytes none, as in the listing of a folder", () => {
    expect([stepsText(1638), bytesText(1638)]).toEqual(["1,638 steps", "1638 bytes"]);
  });

  test("lists end with a conjunction", () => {
    expect([["a"], ["a", "b"], ["a", "b", "c"]].map(allOf)).toEqual(["a", "a and b", "a, b and c"]);
    expect(anyOf(["a", "b"])).toBe("a or b");
  });
});

describe("in Korean", () => {
  test("amounts, lists and figures are Korean", () => {
    setLanguage("ko", korean);
    expect([1, 2].map((count) => epochsText(count))).toEqual(["1에폭", "2에폭"]);
    expect(bytesText(512)).toBe("512바이트");
    expect(allOf(["a", "b", "c"])).toBe("a, b 및 c");
    expect([duration(3780), fileSize(26_421_880), percentage(0.8436)]).toEqual([
      "1시간 3분",
      "26.4 MB",
      "84.4%",
    ]);
  });
});

test("numbers are those of the texts' language", () => {
  setLanguage("de", {});
  expect([wholeNumber(12_345), withDecimals(0.5, 3)]).toEqual(["12.345", "0,500"]);
  setLanguage("de", undefined);
  expect(wholeNumber(12_345)).toBe("12,345");
});

test.each([
  ["src/extension.ts", "./host/language"],
  ["src/cli.ts", "./terminal/language"],
  ["src/trainer/main.ts", "../text/clientLanguage"],
  ["src/inspector/main.ts", "../text/clientLanguage"],
  ...readdirSync(join(root, "webview/views")).map(
    (name) => [join("webview/views", name), "../language"] as const,
  ),
] as const)("%s sets the language before any module makes a text", (path, language) => {
  const imports = readFileSync(join(root, path), "utf8").matchAll(/^import (?:[^"]* from )?"([^"]+)";/gm);
  const own = Array.from(imports, ([, from]) => from!).filter((from) => from.startsWith("."));
  expect(own[0]).toBe(language);
});
