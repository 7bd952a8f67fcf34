/** A run that another user of the machine has made, in a folder that both can use. */
import { chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ownIdentity } from "../../src/liveness/processIdentity";
import { makeRuntimeDirectory, STDERR } from "../../src/liveness/runtimeDirectory";
import { identityOf, trainerFilePath } from "../../src/liveness/trainerFile";
import { recordUnwatchedDeath, unwatchedDeath } from "../../src/liveness/unwatchedDeath";
import { encodeLine } from "../../src/runs/logLine";
import { started } from "../unit/runs/exampleEvents";

const NOBODY = 65534;

let run: string;
let directory: string;
beforeEach(() => {
  run = mkdtempSync(join(tmpdir(), "others-"));
  directory = makeRuntimeDirectory()!;
});
afterEach(() => {
  rmSync(run, { recursive: true });
  rmSync(directory, { recursive: true, force: true });
});

/** Only root can make files of two users. */
test.runIf(process.geteuid?.() === 0)(
  "whose trainer.json names this user's runtime directory neither reveals nor removes anything of it",
  async () => {
    const stderr = join(directory, STDERR);
    writeFileSync(stderr, "TOPSECRET\n");
    writeFileSync(join(run, "events.jsonl"), `${encodeLine(started)}\n`);
    mkdirSync(join(run, "checkpoints"));
    const file = trainerFilePath(run);
    const trainer = { format: 1, ...ownIdentity(), pid: 2 ** 22 + 5, started: started.time, socket: null };
    writeFileSync(file, JSON.stringify({ ...trainer, token: "a".repeat(64), stderr, ...identityOf(run) }));

    // While trainer.json belongs to this user, the stderr that it names is shown.
    expect(JSON.stringify(await unwatchedDeath(run, 0))).toContain("TOPSECRET");

    chownSync(file, NOBODY, NOBODY);
    expect(await unwatchedDeath(run, 0)).toMatchObject({ status: "failed" });
    expect(await recordUnwatchedDeath(run)).toBe(true);
    expect(readFileSync(join(run, "events.jsonl"), "utf8")).not.toContain("TOPSECRET");
    expect(existsSync(stderr)).toBe(true);
  },
);
