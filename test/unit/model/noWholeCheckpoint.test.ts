import { expect, test } from "vitest";
import { noWholeCheckpoint } from "../../../src/model/checkpoints/noWholeCheckpoint";
import { UnusableError } from "../../../src/model/checkpoints/UnusableError";

const refused = (path: string, code: string) => UnusableError.of(path, Object.assign(new Error(), { code }));

test("the message advises to make an unreadable checkpoint readable", () => {
  const files = [refused("a", "ENOENT"), refused("b", "EACCES")];
  expect(noWholeCheckpoint("run", files, "choose another run").message).toBe(
    "The checkpoint b cannot be used: permission is denied, EACCES, and the run run has no other that can be used; allow your user to read that file, or choose another run.",
  );
});

test("the message advises to put a missing checkpoint back", () => {
  expect(noWholeCheckpoint("run", [refused("a", "ENOENT")], "choose another run").message).toBe(
    "The checkpoint a cannot be used: it is not there, and the run run has no other that is whole; put a copy of that file back, or choose another run.",
  );
});
