import { expect, test } from "vitest";
import { selectedFirst } from "../../../src/host/selectedFirst";

const folders = ["file:///a", "file:///b", "file:///c"].map((uri) => ({ uri }));
const order = (selected: string | undefined) => selectedFirst(folders, selected).map(({ uri }) => uri.at(-1));

test("the selected folder of a workspace comes first, the others keep their order", () => {
  expect(order("file:///b")).toEqual(["b", "a", "c"]);
  expect(order("file:///a")).toEqual(["a", "b", "c"]);
});

test("without a selected folder, or after its removal, the folders keep their order", () => {
  expect(order(undefined)).toEqual(["a", "b", "c"]);
  expect(order("file:///removed")).toEqual(["a", "b", "c"]);
});
