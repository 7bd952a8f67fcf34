import * as assert from "node:assert/strict";
import { suite, test } from "mocha";
import * as vscode from "vscode";

suite("Activation", () => {
  test("the extension is known by its id", () => {
    assert.ok(vscode.extensions.getExtension("fitting-room.fitting-room"));
  });
});
