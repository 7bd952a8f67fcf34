/** The build that is repeated whenever a source changes. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";

const root = join(import.meta.dirname, "../../..");

let clone: string;
let building: ChildProcess | undefined;
beforeEach(() => {
  clone = mkdtempSync(join(tmpdir(), "watch-"));
  for (const name of ["scripts", "src", "webview", "media", "package.json", "tsconfig.json"])
    cpSync(join(root, name), join(clone, name), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(clone, "node_modules"), "junction");
});
afterEach(async () => {
  if (building?.exitCode === null && building.kill()) await once(building, "exit");
  rmSync(clone, { recursive: true });
});

test("a build that watches is as complete as one that ends", async () => {
  building = spawn(process.execPath, [join(clone, "scripts/build.mjs"), "--watch"], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  let messages = "";
  // The build prints the message once for each of the two sets of bundles.
  for await (const piece of building.stderr!) {
    messages += piece;
    if (messages.split("watching for changes").length > 2) break;
  }
  expect(messages).not.toContain("[ERROR]");
  for (const path of ["dist/extension.js", "dist/webview/live.js", "THIRD_PARTY_NOTICES.txt"])
    expect(existsSync(join(clone, path)), path).toBe(true);
});
