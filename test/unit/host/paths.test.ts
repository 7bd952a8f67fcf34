import { expect, test } from "vitest";
import { folderFromSetting } from "../../../src/host/paths";

test.each([
  ["/data/fashion", "/data/fashion"],
  [" /data/fashion ", "/data/fashion"],
  ["~", "/home/me"],
  ["~/data", "/home/me/data"],
  ["~data", "/project/~data"],
  ["runs", "/project/runs"],
  ["../runs", "/runs"],
])("%j in a workspace is %s", (path, folder) => {
  expect(folderFromSetting(path, "/project", "/home/me")).toBe(folder);
});

test("a relative path with no workspace starts from the home folder", () => {
  expect(folderFromSetting("runs", undefined, "/home/me")).toBe("/home/me/runs");
});
