/** `docs/reliability.md` names no test that is not there. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../../..");
const rows = readFileSync(join(root, "docs/reliability.md"), "utf8")
  .split("\n")
  .filter((line) => /^\| (?!Promise|---)/.test(line));

test("every promise names the test that holds it", () => {
  expect(rows.length).toBeGreaterThan(30);
  for (const row of rows) expect(row).toMatch(/^\| .+ \| `test\/[^`]+\.test\.ts`: ".+" \| .* ?\|$/);
});

test.each(rows.map((row) => /`([^`]+)`: "(.+)" \|/.exec(row)!.slice(1) as [string, string]))(
  "%s has the test: %s",
  (file, title) => {
    expect(readFileSync(join(root, file), "utf8")).toContain(title);
  },
);
