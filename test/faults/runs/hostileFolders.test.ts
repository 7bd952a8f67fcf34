/**
 * Replaces each file and folder of a run by an entry of each other kind, and tries each command on the run. No file
 * outside of the run's folder may be copied into it, written, deleted or waited for.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  cpSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Folder } from "../../../src/files/Folder";
import { ownIdentity } from "../../../src/liveness/processIdentity";
import { RunLock } from "../../../src/liveness/RunLock";
import { deleteRun, emptyTrash, restoreRun, trashedRuns } from "../../../src/liveness/trash";
import { changeLabels } from "../../../src/runs/labelsFile";
import { RunStore } from "../../../src/runs/RunStore";
import { findForkPoint } from "../../../src/trainer/findForkPoint";
import { prepareRun } from "../../../src/trainer/prepareRun";
import { openWindow } from "../../integration/host/openWindow";
import { Trainings } from "../../integration/trainer/trainings";

const cli = join(import.meta.dirname, "../../../dist/cli.js");
const isRoot = process.getuid?.() === 0;

const base = realpathSync(mkdtempSync(join(tmpdir(), "hostile-")));
const outside = join(base, "outside");
const secret = join(outside, "secret");
const whole = join(base, "whole");
const trainings = new Trainings();

beforeAll(async () => {
  const { training } = await trainings.train({ epochs: 1, limitTrainBatches: 5 });
  await training.ended;
  cpSync(training.folder, whole, { recursive: true });
  mkdirSync(join(outside, "folder"), { recursive: true });
  writeFileSync(secret, "TOPSECRET\n");
  writeFileSync(join(outside, "folder", "step-000001.safetensors"), "TOPSECRET\n");
  cpSync(whole, join(outside, "another-run"), { recursive: true });
});
afterAll(() => {
  rmSync(base, { recursive: true, force: true });
  trainings[Symbol.dispose]();
});

/**
 * For each kind of entry, a function that makes such an entry at a path whose file or folder was removed. A user other
 * than root, who cannot make a device, makes a link to one.
 */
const substitutes: Record<string, (path: string) => void> = {
  "a link to a file": (path) => symlinkSync(secret, path),
  "a link to a folder": (path) => symlinkSync(join(outside, "folder"), path),
  "a dangling link": (path) => symlinkSync(join(outside, "nothing"), path),
  "a link to itself": (path) => symlinkSync(path, path),
  "a hard link": (path) => linkSync(secret, path),
  "a pipe": (path) => execFileSync("mkfifo", [path]),
  "a device": (path) =>
    isRoot ? execFileSync("mknod", [path, "c", "1", "5"]) : symlinkSync("/dev/zero", path),
  "a socket": (path) => {
    // The path of a socket may have about 100 bytes at most.
    const short = join(base, "socket");
    const server = createServer().listen(short);
    renameSync(short, path);
    server.close();
  },
  "a sparse file of 3 GB": (path) => {
    writeFileSync(path, "");
    truncateSync(path, 3e9);
  },
  "an empty file": (path) => writeFileSync(path, ""),
  "a folder": (path) => mkdirSync(path),
  nothing: () => {},
};

const trainerOf = (folder: string, more = {}) =>
  JSON.stringify({
    format: 1,
    ...ownIdentity(),
    pid: 2 ** 22 + 5,
    started: "2026-01-02T03:04:05.000Z",
    socket: join(outside, "fitting-room-abcdef/socket"),
    token: "a".repeat(64),
    stderr: secret,
    folder,
    inode: "0",
    ...more,
  });

/** The entries of a run's folder that are replaced; `.` is the folder itself. Some entries do not exist before. */
const places = [
  ".",
  "run.json",
  "events.jsonl",
  "trainer.json",
  "trainer.json.lock",
  "labels.json",
  "labels.json.lock",
  "labels.json.0123456789abcdef.partial",
  "model.safetensors",
  "model.safetensors.partial",
  "model.safetensors.0123456789abcdef.partial",
  "checkpoints",
  "checkpoints/step-000005.safetensors",
  "checkpoints/step-000009.safetensors",
  "checkpoints/step-000009.safetensors.partial",
];

/** Every entry of a folder, with its mode (which includes its kind), size, time of modification and content's hash. */
function contentOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .sort()
    .map((name) => {
      const stats = lstatSync(join(folder, name));
      const content = stats.isFile()
        ? createHash("sha256")
            .update(readFileSync(join(folder, name)))
            .digest("hex")
        : "";
      return [name, stats.mode, stats.size, stats.mtimeMs, content].join(" ");
    });
}

const anHourAgo = () => Date.now() / 1000 - 3600;

let number = 0;
/** Makes a runs folder with one run, whose entry `place` is replaced by what `put` makes. */
function hostileRun(place: string, put: (path: string) => void): { runs: string; run: string } {
  const runs = join(base, `runs-${++number}`);
  const run = join(runs, "run");
  mkdirSync(runs);
  if (place === ".") put(run);
  else {
    cpSync(whole, run, { recursive: true });
    // The run looks like one whose trainer was killed, so that all of its files are read.
    const log = join(run, "events.jsonl");
    writeFileSync(log, readFileSync(log, "utf8").replace(/[^\n]*\n$/, ""));
    writeFileSync(join(run, "trainer.json"), trainerOf(run));
    utimesSync(join(run, "trainer.json"), anHourAgo(), anHourAgo());
    rmSync(join(run, place), { recursive: true, force: true });
    put(join(run, place));
  }
  return { runs, run };
}

/** Whether a command is done or refused, and its time (ms). A refusal must be an error of one line. */
async function outcome(command: () => Promise<unknown>): Promise<{ what: string; took: number }> {
  const began = performance.now();
  const what = await command().then(
    () => "done",
    (error: Error) => {
      // A TypeError would be a bug and no refusal.
      expect(error.message).toMatch(/^[^\n]+$/);
      expect(error).not.toBeInstanceOf(TypeError);
      return "refused";
    },
  );
  return { what, took: performance.now() - began };
}

/** Prepares the resume of a run. @param isTrained whether to also train the run, which writes its files */
async function resume(run: string, isTrained: boolean): Promise<void> {
  const takeLock = (files: Folder) => RunLock.take(files, { socket: null, stderr: null }, () => undefined);
  const { lock } = await prepareRun({ resume: { folder: run, epochs: 2 } }, takeLock, () => true);
  lock.release();
  if (!isTrained) return;
  const { training } = await trainings.start({ resume: { folder: run, epochs: 2 } });
  await training.ended;
}

/** Opens a window, which lists runs, attaches to them and records deaths. Then shows, pauses and stops the run. */
async function open(runs: string): Promise<void> {
  const session = openWindow(runs);
  try {
    await session.restore();
    const place = { id: "run", name: "run", folder: join(runs, "run") };
    await session.show(place).catch(() => undefined);
    await session.control(place, { action: "pause" }).catch(() => undefined);
    await session.stop(place);
  } finally {
    session.dispose();
  }
}

describe.runIf(process.platform === "linux")("a run with one replaced entry", () => {
  test.concurrent.each(
    places.flatMap((place) => Object.keys(substitutes).map((name) => [place, name] as const)),
  )("%s by %s: nothing outside is touched", async (place, name) => {
    const { runs, run } = hostileRun(place, substitutes[name]!);
    const before = contentOf(outside);
    const outcomes = {
      list: await outcome(() => new RunStore(runs).list()),
      open: await outcome(() => open(runs)),
      fork: await outcome(() => findForkPoint(run, undefined)),
      resume: await outcome(() => resume(run, name === "an empty file")),
      star: await outcome(() => changeLabels(run, (labels) => ({ ...labels, starred: true }))),
    };
    expect(contentOf(outside)).toEqual(before);
    expect(readSecretsIn(runs)).toEqual([]);
    const table = Object.entries(outcomes).map(
      ([command, { what, took }]) => `${command} ${what} ${Math.round(took)} ms`,
    );
    console.info(`${place} ← ${name}: ${table.join(", ")}`);
  });
});

/** The files that hold the content of {@link secret}. Links, hard links and files of 100 MB or more are left out. */
function readSecretsIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return readSecretsIn(path);
    if (!entry.isFile()) return [];
    const { nlink, size } = lstatSync(path);
    return nlink === 1 && size < 1e8 && readFileSync(path).includes("TOPSECRET") ? [path] : [];
  });
}

describe.runIf(process.platform === "linux")("a trash that is replaced", () => {
  test.each(Object.keys(substitutes))("by %s: nothing outside is touched", async (name) => {
    const { runs, run } = hostileRun("labels.json", () => {});
    rmSync(join(run, "trainer.json"));
    cpSync(run, join(runs, "other"), { recursive: true });
    substitutes[name]!(join(runs, ".trash"));
    const before = contentOf(outside);
    const outcomes = [
      await outcome(() => deleteRun(runs, "run")),
      await outcome(async () => trashedRuns(runs)),
      await outcome(() => restoreRun(runs, "run")),
      await outcome(() => emptyTrash(runs)),
    ];
    const isUsable = name === "a folder" || name === "nothing";
    expect(outcomes.map(({ what }) => what)).toEqual(Array(4).fill(isUsable ? "done" : "refused"));
    expect(contentOf(outside)).toEqual(before);
    expect(existsSync(join(runs, "run", "events.jsonl"))).toBe(true);
  });

  test.each(Object.keys(substitutes).filter((name) => name !== "nothing"))(
    "in an entry by %s: restoring the entry and emptying the trash touch nothing outside",
    async (name) => {
      const runs = join(base, `runs-${++number}`);
      mkdirSync(join(runs, ".trash"), { recursive: true });
      substitutes[name]!(join(runs, ".trash", "run"));
      const before = contentOf(outside);
      if (name !== "a folder") expect((await outcome(() => restoreRun(runs, "run"))).what).toBe("refused");
      await emptyTrash(runs);
      expect(contentOf(outside)).toEqual(before);
    },
  );

  test("a deleted run with links is removed without their targets", async () => {
    const { runs, run } = hostileRun("labels.json", () => {});
    rmSync(join(run, "trainer.json"));
    symlinkSync(join(outside, "folder"), join(run, "a-link"));
    symlinkSync(secret, join(run, "another-link"));
    const before = contentOf(outside);
    await deleteRun(runs, "run");
    expect(await emptyTrash(runs)).toEqual({ removed: [{ id: "run", name: "run" }], problems: [] });
    expect(readdirSync(join(runs, ".trash"))).toEqual([]);
    expect(contentOf(outside)).toEqual(before);
  });
});

describe("a listing", () => {
  const peakOfListing = (runs: string): number => {
    const code = `process.argv=["node","cli","runs","--runs",${JSON.stringify(runs)}];
      process.on("exit",()=>console.error("peak "+process.resourceUsage().maxRSS));require(${JSON.stringify(cli)})`;
    const { stderr } = spawnSync(process.execPath, ["-e", code], { encoding: "utf8" });
    return Number(stderr.match(/peak (\d+)/)![1]) / 1024;
  };

  test.each([
    "run.json",
    "events.jsonl",
    "trainer.json",
    "checkpoints/step-000005.safetensors",
    "model.safetensors",
  ])("of a run whose %s is a sparse file needs less than 150 MB more than that of no run", (place) => {
    const nothing = join(base, `runs-${++number}`);
    mkdirSync(nothing);
    const { runs } = hostileRun(place, substitutes["a sparse file of 3 GB"]!);
    expect(peakOfListing(runs)).toBeLessThan(peakOfListing(nothing) + 150);
  });

  test.runIf(isRoot && existsSync("/usr/bin/setpriv"))(
    "reports what this user may not read, and shows the other runs",
    () => {
      const runs = join(base, `runs-${++number}`);
      for (const id of ["whole", "folder", "log", "record"])
        cpSync(whole, join(runs, id), { recursive: true });
      chmodSync(base, 0o755);
      chmodSync(join(runs, "folder"), 0);
      chmodSync(join(runs, "log", "events.jsonl"), 0);
      chmodSync(join(runs, "record", "run.json"), 0);
      const asNobody = ["--reuid", "65534", "--regid", "65534", "--clear-groups", process.execPath];
      const { stdout, status } = spawnSync("setpriv", [...asNobody, cli, "runs", "--runs", runs], {
        encoding: "utf8",
      });
      expect(status).toBe(0);
      expect(stdout).toMatch(/^whole +finished/m);
      expect(stdout).toMatch(
        /^record +finished.*\n {2}run\.json cannot be read \(permission is denied, EACCES\)/m,
      );
      // Without its log, the progress and the end of a run are unknown, so that the run is refused.
      expect(stdout).toMatch(
        /^log +refused\n {2}The run in .*log is not shown: events\.jsonl cannot be read \(permission is denied, EACCES\)\./m,
      );
      expect(stdout).toMatch(
        /^folder +refused\n {2}The run in .*folder cannot be read \(permission is denied, EACCES\)/m,
      );
    },
  );
});
