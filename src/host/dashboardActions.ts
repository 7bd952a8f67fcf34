import * as v from "valibot";
import { type DashboardAction, runActionKinds } from "../runs/dashboardProtocol";
import { runSettings } from "./settings";

const schema = v.variant("kind", [
  v.object({ kind: v.picklist(runActionKinds), runId: v.string() }),
  v.object({ kind: v.literal("train") }),
  v.object({ kind: v.literal("openSetting"), id: v.picklist(runSettings.map(({ id }) => id)) }),
  v.object({ kind: v.literal("openSettings") }),
]);

/** The action that a webview's message asks for, or undefined when it asks for none that exists. */
export function parseDashboardAction(value: unknown): DashboardAction | undefined {
  const result = v.safeParse(schema, value);
  return result.success ? result.output : undefined;
}
