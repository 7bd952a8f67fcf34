import { expect, test } from "vitest";
import { valueOutsideWorkspace } from "../../../src/host/settingLevels";

test("a path that the workspace sets is not used where the workspace is not trusted", () => {
  const levels = { defaultValue: "", workspaceValue: "/theirs", workspaceFolderValue: "/theirs/too" };
  expect(valueOutsideWorkspace(levels)).toBe("");
  expect(valueOutsideWorkspace({ ...levels, globalValue: "/mine" })).toBe("/mine");
});
