/** Checks that the tests that `docs/reliability.md` names exist. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../../..");
const text = readFileSync(join(root, "docs/reliability.md"), "utf8");

/** File and title of each test that the tables name; they write a test as "`file`: title". */
const named = [...text.matchAll(/`(test\/[^`]+\.test\.ts)`: (.+?)(?= <br> | \| )/g)].map(
  ([, file, title]) => [file!, title!] as const,
);

/** A pattern for a title in a test's source; … stands for values of the test's cases. */
function inSource(title: string): RegExp {
  const parts = title.split("…").map((part) => part.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"));
  return new RegExp(`["\`]${parts.join("(%s|\\$\\w+|\\$\\{[^}]+\\})")}["\`]`);
}

test.each(named)("%s contains the test: %s", (file, title) => {
  expect(existsSync(join(root, file)), file).toBe(true);
  expect(readFileSync(join(root, file), "utf8")).toMatch(inSource(title));
});

test("every promise names a test", () => {
  const rows = text.split("\n").filter((line) => /^\| [^-]/.test(line) && !line.startsWith("| promise"));
  expect(rows.length).toBeGreaterThan(40);
  for (const row of rows) expect(row).toMatch(/`test\/[^`]+\.test\.ts`: /);
});

test("every file of the fault suite is named for a promise", () => {
  const files = readdirSync(join(root, "test/faults"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".test.ts"))
    .map((name) => join("test/faults", name).replaceAll("\\", "/"));
  const holding = new Set(named.map(([file]) => file));
  expect(files.filter((file) => !holding.has(file))).toEqual([]);
});

test("the README links to docs/reliability.md", () => {
  expect(readFileSync(join(root, "README.md"), "utf8")).toContain("(docs/reliability.md)");
});
