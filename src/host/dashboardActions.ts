import * as v from "valibot";
import { type DashboardAction, runActionKinds } from "../protocol/dashboardProtocol";
import { diagnosisRules } from "../runs/diagnoses/Diagnosis";
import { runSettings, runsLocationSetting } from "./settings";

/** The settings that a dashboard has buttons for. */
const settingIds = [...runSettings.map(({ id }) => id), runsLocationSetting];

const schema = v.variant("kind", [
  v.object({ kind: v.picklist(runActionKinds), runId: v.string() }),
  v.object({
    kind: v.picklist([
      "train",
      "trainOnSample",
      "openSettings",
      "selectWorkspaceFolder",
      "showLog",
      "manageTrust",
      "showTraining",
    ]),
  }),
  v.object({ kind: v.literal("followDiagnosis"), runId: v.string(), rule: v.picklist(diagnosisRules) }),
  v.object({ kind: v.literal("openSetting"), id: v.picklist(settingIds) }),
]);

/** Parses an action from a webview's message; undefined for a message that is no valid action. */
export function parseDashboardAction(value: unknown): DashboardAction | undefined {
  const result = v.safeParse(schema, value);
  return result.success ? result.output : undefined;
}
