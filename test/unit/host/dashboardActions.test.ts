import { expect, test } from "vitest";
import { parseDashboardAction } from "../../../src/host/dashboardActions";

test("a dashboard may request the actions of the protocol", () => {
  for (const kind of ["train", "trainOnSample", "openSettings", "showLog", "manageTrust", "showTraining"])
    expect(parseDashboardAction({ kind })).toEqual({ kind });
  for (const kind of [
    "stop",
    "pause",
    "resume",
    "step",
    "changeLearningRate",
    "trainMore",
    "reduceLearningRate",
    "chooseDataFolder",
  ])
    expect(parseDashboardAction({ kind, runId: "a" })).toEqual({ kind, runId: "a" });
  const follow = { kind: "followDiagnosis", runId: "a", rule: "overfitting" };
  expect(parseDashboardAction(follow)).toEqual(follow);
  const openSetting = { kind: "openSetting", id: "fittingRoom.hyperparameters.seed" };
  expect(parseDashboardAction(openSetting)).toEqual(openSetting);
  const runsFolder = { kind: "openSetting", id: "fittingRoom.runs.location" };
  expect(parseDashboardAction(runsFolder)).toEqual(runsFolder);
});

test.each([
  [undefined],
  ["train"],
  [{ kind: "deleteEverything" }],
  [{ kind: "stop" }],
  [{ kind: "followDiagnosis", runId: "a", rule: "another" }],
  [{ kind: "openSetting" }],
  [{ kind: "openSetting", id: "security.workspace.trust.enabled" }],
])("%j is refused", (message) => {
  expect(parseDashboardAction(message)).toBeUndefined();
});
