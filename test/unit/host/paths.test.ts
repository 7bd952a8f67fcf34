// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are VS Code's variables
import { expect, test } from "vitest";
import { folderFromSetting, type SettingsPlace } from "../../../src/host/paths";
import { settingOf } from "../../../src/host/settings";
import { InvalidConfigError } from "../../../src/runs/RunConfig";

const place: SettingsPlace = {
  home: "/home/me",
  environment: { DATA: "/data" },
  workspaceFolders: [{ name: "project", path: "/project" }],
};
const folder = (value: unknown, at = place) => folderFromSetting("dataset.location", value, at);

test.each([
  ["/data/fashion", "/data/fashion"],
  [" /data/fashion ", "/data/fashion"],
  ["~", "/home/me"],
  ["~/data", "/home/me/data"],
  ["runs", "/project/runs"],
  ["../runs", "/runs"],
  ["${workspaceFolder}/data", "/project/data"],
  ["${workspaceFolder:project}/data", "/project/data"],
  ["${userHome}/data", "/home/me/data"],
  ["${env:DATA}/fashion", "/data/fashion"],
  ["", undefined],
  ["  ", undefined],
])("%j in a workspace is %s", (value, path) => {
  expect(folder(value)).toBe(path);
});

test("a relative path without a workspace starts from the home folder", () => {
  expect(folder("runs", { ...place, workspaceFolders: [] })).toBe("/home/me/runs");
});

test.each([
  [
    "dataset.location",
    "${env:GONE}/x",
    "fittingRoom.dataset.location holds ${env:GONE}, and the environment variable GONE is not set.",
  ],
  [
    "runs.location",
    "~bob",
    "fittingRoom.runs.location begins with ~bob, and only ~ alone stands for a home folder; write the folder's whole path, or ./~bob for a folder of that name.",
  ],
  ["runs.location", 7, "fittingRoom.runs.location must be the path of a folder, not 7."],
])("%s %j is refused with the setting's name", (key, value, sentence) => {
  try {
    expect.fail(`it was taken as ${folderFromSetting(key, value, place)}`);
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidConfigError);
    expect((error as InvalidConfigError).about(settingOf(key)!)).toBe(sentence);
  }
});
