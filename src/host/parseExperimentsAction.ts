import * as v from "valibot";
import { type ExperimentsAction, oneRunKinds } from "../protocol/experimentsProtocol";
import { paletteSize } from "../runs/runPalette";
import { runsLocationSetting } from "./settings";

const runId = v.string();
const runIds = v.array(v.string());
const texts = v.array(v.string());

const schema = v.variant("kind", [
  v.object({ kind: v.picklist(oneRunKinds), runId }),
  v.object({ kind: v.literal("rename"), runId, name: v.string() }),
  v.object({ kind: v.literal("note"), runId, note: v.string() }),
  v.object({ kind: v.literal("tag"), runIds, added: texts, removed: texts }),
  v.object({ kind: v.picklist(["star", "archive"]), runIds, on: v.boolean() }),
  v.object({
    kind: v.literal("color"),
    runId,
    color: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(paletteSize - 1)),
  }),
  v.object({ kind: v.picklist(["delete", "trainAgain"]), runIds }),
  v.object({
    kind: v.literal("export"),
    runIds,
    format: v.picklist(["csv", "json"]),
    content: v.picklist(["table", "series"]),
  }),
  v.object({ kind: v.literal("copyText"), text: v.string() }),
  v.object({ kind: v.picklist(["train", "manageTrust", "undo"]) }),
  v.object({ kind: v.literal("openSetting"), id: v.literal(runsLocationSetting) }),
]);

/** Parses an action from a webview's message; undefined for a message that is no valid action. */
export function parseExperimentsAction(value: unknown): ExperimentsAction | undefined {
  const result = v.safeParse(schema, value);
  return result.success ? result.output : undefined;
}
