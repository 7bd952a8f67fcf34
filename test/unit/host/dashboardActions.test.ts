import { expect, test } from "vitest";
import { parseDashboardAction } from "../../../src/host/dashboardActions";

test("a dashboard may ask for what the protocol names", () => {
  const kinds = ["train", "stop", "pause", "resume", "step", "changeLearningRate", "trainMore"];
  for (const kind of [...kinds, "openSettings", "revealRun"])
    expect(parseDashboardAction({ kind })).toEqual({ kind });
  const openSetting = { kind: "openSetting", id: "fittingRoom.hyperparameters.seed" };
  expect(parseDashboardAction(openSetting)).toEqual(openSetting);
});

test.each([
  [undefined],
  ["train"],
  [{ kind: "deleteEverything" }],
  [{ kind: "openSetting" }],
  [{ kind: "openSetting", id: "security.workspace.trust.enabled" }],
])("%j is no action", (message) => {
  expect(parseDashboardAction(message)).toBeUndefined();
});
