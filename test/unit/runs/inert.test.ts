import { describe, expect, test } from "vitest";
import { inEditor, inJson, inLine, inMarkdown, inName, inSentence, inText } from "../../../src/runs/inert";
import { shortened } from "../../../src/text/quotation";

/** What VS Code turns into a link in notifications and prompts. */
const link = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/i;
/** What VS Code turns into an icon in labels and the status bar. */
const icon = /\$\([a-z0-9-]+(?:~[a-z]+)?\)/i;

const hidden: [kind: string, character: string][] = [
  ["C0 control", "\u0007"],
  ["escape of ANSI", "\u001b"],
  ["carriage return", "\r"],
  ["delete", "\u007f"],
  ["C1 control", "\u009b"],
  ["next line", "\u0085"],
  ["line separator", "\u2028"],
  ["paragraph separator", "\u2029"],
  ["left-to-right mark", "\u200e"],
  ["Arabic letter mark", "\u061c"],
  ["bidirectional override", "\u202e"],
  ["bidirectional isolate", "\u2067"],
  ["zero-width space", "\u200b"],
  ["joiner between Latin letters", "\u200d"],
  ["word joiner", "\u2060"],
  ["byte order mark", "\ufeff"],
  ["soft hyphen", "\u00ad"],
  ["filler", "\u3164"],
  ["variation selector", "\ufe0f"],
  ["tag", "\u{e0041}"],
  ["interlinear annotation", "\ufff9"],
  ["half of a pair", "\ud83d"],
];

const hostile = [
  "[Repair it](command:workbench.action.terminal.sendSequence?%7B%22text%22%3A%22touch%20PWNED%5Cn%22%7D)",
  "[x](https://evil.example)",
  '[x](file:///etc/passwd "Open")',
  "[x](COMMAND:y)",
  "[x]\n(command:y)",
  "[x]\u200b(command:y)",
  "[[x](command:y)](command:z)",
  "$(trash) $(sync~spin) \\$(trash)",
  "$\u00ad(trash)",
  "![i](https://evil.example/b.png) **b** `c` <img src=x>",
  "\u001b]8;;https://evil.example\u0007link\u001b]8;;\u0007 \u001b[2J",
  ...hidden.map(([, character]) => `a${character}b`),
  "plain",
  "",
];

describe("on a line", () => {
  test.each(hidden)("a %s becomes a replacement character", (_, character) => {
    expect(inLine(`a${character}b`)).toBe("a\ufffdb");
  });

  test.each([
    "Ärmel № 5, 靴, كتاب, ख़ुशी",
    "👩‍👩‍👧 👍🏽 ❤️ 1️⃣ 🏳️‍🌈 🇰🇷",
    "می‌خواهم",
    "क्‍ष",
    "https://example.com/[a](b) $5 C:\\runs",
  ])("%s stays unchanged", (text) => {
    expect(inLine(text)).toBe(text);
  });

  test("a line break becomes a space in a sentence, and a replacement character in a name", () => {
    expect(inSentence("It died.\r\n    at main\n")).toBe("It died. at main ");
    expect(inLine("run\nfinished")).toBe("run\ufffdfinished");
  });

  test("line breaks and tabs of a text stay", () => {
    expect(inText("a\n\tb\u202e\r\n")).toBe("a\n\tb\ufffd\ufffd\n");
  });

  test("100,000 spaces take no longer than as many letters", () => {
    const count = (text: string) => inSentence(text).length;
    expect(count(" ".repeat(100_000))).toBe(100_000);
  });
});

describe("in the editor", () => {
  test("no text is a link or an icon", () => {
    for (const make of [inEditor, inName])
      for (const shown of hostile.map(make)) {
        expect(shown).not.toMatch(link);
        expect(shown).not.toMatch(icon);
      }
  });

  test("a link is readable with only a space added", () => {
    expect(inEditor("[Repair it](command:x) and $(trash)")).toBe("[Repair it] (command:x) and $ (trash)");
  });

  test("two texts together make no link", () => {
    expect(inEditor(`${inEditor("[x]")}${inEditor("(command:y)")}`)).not.toMatch(link);
  });

  test("a long name keeps its ends", () => {
    const name = inName(`${"a".repeat(5000)}${"z".repeat(5000)}`);
    expect(name).toMatch(/^a+…z+$/);
    expect(name).toHaveLength(80);
    expect(shortened("👟".repeat(81), 80)).toBe(`${"👟".repeat(53)}…${"👟".repeat(26)}`);
    expect(shortened("👟".repeat(80), 80)).toBe("👟".repeat(80));
  });
});

test("making a text inert twice changes nothing", () => {
  for (const make of [inLine, inText, inSentence, inEditor])
    for (const shown of hostile.map(make)) expect(make(shown)).toBe(shown);
});

describe("in Markdown", () => {
  test("each punctuation mark is escaped", () => {
    for (const shown of hostile.map(inMarkdown))
      expect(shown.replace(/\\[!-/:-@[-`{-~]/g, "")).toMatch(/^[^!-/:-@[-`{-~\p{Cc}]*$/u);
  });

  test("the text is the same without its backslashes", () => {
    const text = "**b** `c` <a> &amp; https://x.y/z?q=1#f a@b.c | 1. - + ~~s~~ \\ ";
    expect(inMarkdown(text).replace(/\\(.)/g, "$1")).toBe(text);
  });
});

describe("in JSON", () => {
  test("each invisible character is escaped, and the value stays the same", () => {
    for (const text of [...hostile, "👩‍👩‍👧 \ud83d \u{e0041}"]) {
      const json = inJson(JSON.stringify({ [text]: text }));
      expect(json).toBe(inLine(json));
      expect(json).not.toMatch(/[\p{Cc}\u202e\u200b]/u);
      expect(JSON.parse(json)).toEqual({ [text]: text });
    }
  });

  test("a C1 control and a bidirectional mark are written by their numbers", () => {
    expect(inJson(JSON.stringify("\u009b\u202e\u{e0041}é"))).toBe('"\\u009b\\u202e\\udb40\\udc41é"');
  });
});
