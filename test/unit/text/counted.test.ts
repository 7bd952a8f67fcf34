import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { counted } from "../../../src/text/counted";

const root = join(import.meta.dirname, "../../..");

/** A value followed by a plural noun, in a text. */
const plural =
  /\$\{([^{}]*)\} (bytes|checkpoints|epochs|events|files|folders|images|lines|losses|numbers|runs|samples|steps|updates|words)\b(?!\/)/g;

/**
 * Numbers that are never 1: a limit of the project, the size of a published file, a column of totals, or a value that
 * is checked before.
 */
const neverOne =
  /^(most\w*|longest|[A-Z_]+|lengthBytes|deepestFolder|bytes|file\.(gz\.)?bytes|epochs \?\? "\?"|missingLines)$/;

function sources(folder: string): string[] {
  const names = readdirSync(join(root, folder), { recursive: true, encoding: "utf8" });
  return names.filter((name) => /\.tsx?$/.test(name)).map((name) => join(folder, name));
}

test("a count of one has a singular noun", () => {
  expect([counted(1, "step"), counted(2, "step"), counted(0, "epoch")]).toEqual([
    "1 step",
    "2 steps",
    "0 epochs",
  ]);
});

test("every text with a number and a plural noun depends on the number", () => {
  // The tensor engine's texts are for programmers. The dashboard's texts are chosen in webview/figures/format.ts.
  const files = sources("src").filter((file) => !file.startsWith(join("src", "tensor")));
  const found = files.flatMap((file) =>
    [...readFileSync(join(root, file), "utf8").matchAll(plural)]
      .filter(([, value]) => !neverOne.test(value))
      .map(([text]) => `${file}: ${text}`),
  );
  expect(found).toEqual([]);
});
