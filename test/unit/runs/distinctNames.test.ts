import { expect, test } from "vitest";
import { distinctNames, namesakes } from "../../../src/runs/distinctNames";

const runs = [
  { id: "a", name: "brisk-linen" },
  { id: "a-copy", name: "brisk-linen" },
  { id: "b", name: "calm-wool" },
  { id: "c", name: "Caf\u00e9" },
  { id: "d", name: "Cafe\u0301" },
];

test("runs with the same name, also in another form of its letters, are namesakes", () => {
  expect([...namesakes(runs)].sort()).toEqual(["a", "a-copy", "c", "d"]);
});

test("a name that several runs have is followed by the folder of each", () => {
  expect([...distinctNames(runs.slice(0, 3)).values()]).toEqual([
    "brisk-linen (a)",
    "brisk-linen (a-copy)",
    "calm-wool",
  ]);
});

test("the name of a folder is not repeated after a name that is the same", () => {
  expect(distinctNames([runs[0]!, { id: "brisk-linen", name: "brisk-linen" }]).get("brisk-linen")).toBe(
    "brisk-linen",
  );
});
