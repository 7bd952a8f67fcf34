/** Compares the list of columns in `docs/command-line.md` with the table `columns` of the sources. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { columnNamed, columns } from "../../../src/runs/columns";

const text = readFileSync(join(import.meta.dirname, "../../../docs/command-line.md"), "utf8");
const [, list = ""] = /^The columns are (.+?), and every hyperparameter /m.exec(text) ?? [];
/** The id of each column in the list, and the text in parentheses after it, or "" if there is none. */
const listed = [...list.matchAll(/`(\w+)`(?: \(([^)]*)\))?/g)].map(([, id, rest = ""]) => ({
  id: id!,
  rest,
}));

test("the list has the columns that are not hyperparameters, in the order of the table", () => {
  const ids = columns.filter(({ hyperparameter }) => hyperparameter === undefined).map(({ id }) => id);
  expect(listed.map(({ id }) => id)).toEqual(ids);
});

test("each name in parentheses after a column is another name of that column", () => {
  const others = listed.flatMap(({ id, rest }) =>
    [...rest.matchAll(/`([^`]+)`/g)].map(([, name]) => [name!, id] as const),
  );
  expect(others.length).toBeGreaterThan(2);
  expect(others.map(([name]) => [name, columnNamed(name)?.id])).toEqual(others);
});
