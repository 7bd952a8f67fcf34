import * as assert from "node:assert/strict";
import { extensions } from "vscode";

/** The extension under test. */
export function fittingRoom() {
  const extension = extensions.getExtension("fitting-room.fitting-room");
  assert.ok(extension, "VS Code does not know the extension.");
  return extension;
}
