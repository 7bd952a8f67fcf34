import { expect, test } from "vitest";
import { UndoStack } from "../../../src/host/UndoStack";

test("changes are undone once each, the latest first", async () => {
  const stack = new UndoStack();
  const undone: string[] = [];
  const change = (name: string) => async () => void undone.push(name);
  const [first, second, third] = [change("first"), change("second"), change("third")];
  for (const one of [first, second, third]) stack.push(one);
  expect(await stack.undo(second)).toBe(true);
  expect(await stack.undo(second)).toBe(false);
  expect(await stack.undo()).toBe(true);
  expect(await stack.undo()).toBe(true);
  expect(await stack.undo()).toBe(false);
  expect(undone).toEqual(["second", "third", "first"]);
});
