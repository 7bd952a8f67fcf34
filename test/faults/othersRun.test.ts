/** A run that another user of the machine has made, in a folder that both can use. */
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ownIdentity } from "../../src/liveness/processIdentity";
import { makeRuntimeDirectory, STDERR } from "../../src/liveness/runtimeDirectory";
import { identityOf, trainerFilePath } from "../../src/liveness/trainerFile";
import { recordUnwatchedDeath, unwatchedDeath } from "../../src/liveness/unwatchedDeath";
import { encodeLine } from "../../src/runs/logLine";
import { runCli } from "../integration/cli/runCli";
import { started, steps } from "../unit/runs/exampleEvents";

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
  "another user's run whose trainer.json names this user's runtime directory neither reveals nor removes anything of it",
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

/** In a folder that several users may write, only the user of a trainer can read its trainer.json. */
test.runIf(process.geteuid?.() === 0)(
  "another user's run that is being trained is not shown as ended, resumed, deleted or recorded as dead",
  async () => {
    const runs = join(run, "runs");
    const id = "shared";
    const folder = join(runs, id);
    mkdirSync(folder, { recursive: true });
    const record = { format: 2, id, name: id, created: started.time, config: started.config };
    writeFileSync(join(folder, "run.json"), JSON.stringify(record));
    const log = join(folder, "events.jsonl");
    writeFileSync(log, [started, steps(1, 0, [2], 1)].map((event) => `${encodeLine(event)}\n`).join(""));
    const trainer = { format: 1, ...ownIdentity(), started: started.time, socket: null, stderr: null };
    const token = "a".repeat(64);
    const file = trainerFilePath(folder);
    writeFileSync(file, JSON.stringify({ ...trainer, token, ...identityOf(folder) }), { mode: 0o600 });
    for (const path of [run, runs, folder]) chmodSync(path, 0o777);
    for (const path of [log, join(folder, "run.json")]) chmodSync(path, 0o666);
    const before = [log, file].map((path) => readFileSync(path, "utf8"));

    const asNobody = (...args: string[]) =>
      runCli([...args, "--runs", runs], run, {}, { uid: NOBODY, gid: NOBODY });
    expect(JSON.parse((await asNobody("runs", "--json")).stdout)).toMatchObject({ status: "running" });
    for (const command of ["resume", "delete"])
      expect(await asNobody(command, id)).toEqual({
        code: 1,
        stdout: "",
        stderr: `The run in ${folder} is being trained by a process of another user; stop that one first.\n`,
      });
    expect([log, file].map((path) => readFileSync(path, "utf8"))).toEqual(before);

    // A trainer.json that this user may not read and that was last touched an hour ago counts as a dead trainer's.
    const anHourAgo = Date.now() / 1000 - 3600;
    utimesSync(file, anHourAgo, anHourAgo);
    expect(JSON.parse((await asNobody("runs", "--json")).stdout)).toMatchObject({ status: "interrupted" });
  },
);
