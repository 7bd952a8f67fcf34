/** Names and paths have no effect on a terminal. */
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { encodeLine } from "../../../src/runs/logLine";
import type { RunEvent } from "../../../src/runs/RunEvent";
import { removeFolder } from "../../support/removeFolder";
import { ended, started } from "../../unit/runs/exampleEvents";
import { parseLines, runCli, trainSample } from "./runCli";

/** An ANSI sequence, a line break, a C1 control, a bidirectional mark and a zero-width character. */
const active = "\u001b[2J\n\u009b31m\u202eend\u200b";
const shown = "�[2J��31m�end�";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "inert-"));
});
afterEach(() => removeFolder(folder));

const train = [...trainSample, "--epochs", "1", "--limit-train-batches", "1"];

/** The kinds of characters in `active` that no line of an output may hold. */
const unseen = /[\p{Cc}\u202e\u200b]/u;

function expectInert(output: string): void {
  for (const line of output.trimEnd().split("\n")) expect(line).not.toMatch(unseen);
}

describe.skipIf(process.platform === "win32")("a name with control characters", () => {
  test("is shown as text where an argument is refused", async () => {
    for (const args of [
      [`--${active}`],
      [active],
      ["train", `--${active}`],
      ["train", "--optimizer", active],
      ["train", "--epochs", active],
      ["resume", active],
      ["fork", folder, "--checkpoint", active],
      ["runs", "--runs", join(folder, active)],
      ["runs", "--runs", folder, active],
    ]) {
      const { code, stdout, stderr } = await runCli(args, folder);
      expect(code).toBeGreaterThan(0);
      expect(stderr).toMatch(/^[^\n]+\n$/);
      expectInert(stderr);
      expectInert(stdout);
    }
  });

  test("is shown as text in the lines of a training and in its JSON", async () => {
    const runs = join(folder, active);
    mkdirSync(runs);
    const { code, stdout } = await runCli([...train, "--runs", runs], folder);
    expect(code).toBe(0);
    expectInert(stdout);
    expect(stdout).toContain(`Done! ${folder}/${shown}/`);
    const listed = await runCli(["runs", "--json", "--runs", runs], folder);
    expectInert(listed.stdout);
    expect(listed.stdout).toContain("\\u001b[2J\\n\\u009b31m\\u202eend\\u200b");
    expect(JSON.parse(listed.stdout).folder.startsWith(runs)).toBe(true);
  });

  test("is escaped in printed events, and shown as text in the list of runs", async () => {
    const run = join(folder, active);
    mkdirSync(run);
    const { stdout } = await runCli([...train, "--json", "--runs", run], folder);
    expectInert(stdout);
    expect(parseLines(stdout).at(-1)).toMatchObject({ type: "ended", status: "finished" });
    const parent = { id: active, name: active, checkpoint: "c", epoch: 0, step: 0, losses: [], epochs: [] };
    const events: RunEvent[] = [{ ...started, parent }, ended("failed", active)];
    writeFileSync(join(run, "events.jsonl"), events.map((event) => `${encodeLine(event)}\n`).join(""));
    const json = await runCli(["runs", "--json", "--runs", folder], folder);
    expectInert(json.stdout);
    expect(JSON.parse(json.stdout)).toMatchObject({ id: active, error: active, parent: { id: active } });
    const lines = await runCli(["runs", "--runs", folder], folder);
    expectInert(lines.stdout);
    expect(lines.stdout).toContain(`forked from ${shown}`);
  });
});
