import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { cannotBeWritten } from "../../../src/files/diskTrouble";
import { createRun } from "../../../src/runs/createRun";
import { tutorialConfig } from "../../../src/runs/RunConfig";

test.each([
  ["EBUSY", "it is mounted or in use, EBUSY); unmount it, or end what uses it."],
  [
    "EXDEV",
    "a folder cannot be moved to another file system or out of a container's image, EXDEV); move it with a command that copies, such as mv.",
  ],
])("%s is explained in words, with advice", (code, sentence) => {
  expect(cannotBeWritten("/runs/one", { code })).toBe(`/runs/one cannot be written (${sentence}`);
});

// Windows reports another error for a name that is too long.
test.skipIf(process.platform === "win32")("the advice about a name that is too long fits any path", () => {
  const path = join(tmpdir(), "x".repeat(300));
  const reason = "the name is longer than the file system allows, ENAMETOOLONG";
  expect(() => createRun(path, tutorialConfig, new Date(2026, 0, 2))).toThrow(
    `The runs folder ${path} cannot be written (${reason}); use shorter names on its path, or choose another folder for runs.`,
  );
  expect(cannotBeWritten(path, { code: "ENAMETOOLONG" })).toBe(
    `${path} cannot be written (${reason}); use shorter names on its path.`,
  );
});
