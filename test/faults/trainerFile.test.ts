import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { build } from "esbuild";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { attachTraining, type TrainerHandle } from "../../src/client/TrainerClient";
import { BEAT_MS, isTrainerAlive } from "../../src/liveness/isTrainerAlive";
import { ownIdentity } from "../../src/liveness/processIdentity";
import { makeRuntimeDirectory, removeRuntimeDirectory } from "../../src/liveness/runtimeDirectory";
import {
  identityOf,
  readTrainerFile,
  type TrainerFile,
  trainerFilePath,
} from "../../src/liveness/trainerFile";
import { socketPath } from "../../src/liveness/trainerSocket";
import { recordUnwatchedDeath } from "../../src/liveness/unwatchedDeath";
import { Trainings } from "../integration/trainer/trainings";
import { Load } from "../support/Load";
import { listLines } from "../unit/cli/listLines";
import { preloading } from "./preload/preloading";
import { Windows } from "./Windows";

let windows: Windows;
beforeAll(async () => {
  windows = await Windows.build();
});
afterAll(() => {
  windows[Symbol.dispose]();
});

let trainings: Trainings;
let folder: string;
const others: ChildProcess[] = [];
beforeEach(() => {
  trainings = new Trainings();
  folder = mkdtempSync(join(tmpdir(), "liveness-"));
});
afterEach(() => {
  windows.closeAll();
  for (const other of others.splice(0)) other.kill("SIGKILL");
  trainings[Symbol.dispose]();
  rmSync(folder, { recursive: true });
});

/** A process id that no process has: beyond the system's range. */
const noPid = 2 ** 22 + 1;
/** The members of an older file, which has only the process id. */
const onlyPid = { boot: null, pidNamespace: null, processStart: null };
const isLinux = process.platform === "linux";

/** Writes a trainer.json for a run. */
function name(run: string, trainer: Partial<TrainerFile>, time = new Date()): void {
  const whole: TrainerFile = {
    format: 1,
    ...ownIdentity(),
    started: time.toISOString(),
    socket: null,
    token: "0".repeat(64),
    stderr: null,
    ...identityOf(run),
    ...trainer,
  };
  const path = trainerFilePath(run);
  writeFileSync(path, JSON.stringify(whole));
  utimesSync(path, time, time);
}

/** The socket of a process that was killed, in its own runtime directory. */
async function deadSocket(): Promise<{ runtimeDirectory: string; socket: string }> {
  const runtimeDirectory = makeRuntimeDirectory()!;
  const socket = socketPath(runtimeDirectory);
  const program = `require("node:net").createServer().listen(${JSON.stringify(socket)}, () => console.log())`;
  const child = spawn(process.execPath, ["-e", program], { stdio: ["ignore", "pipe", "inherit"] });
  await once(child.stdout, "data");
  child.kill("SIGKILL");
  await once(child, "exit");
  return { runtimeDirectory, socket };
}

/** @returns the path of one of the programs here, bundled for Node */
async function builtProgram(source: string): Promise<string> {
  const outfile = join(folder, source.replace(/ts$/, "js"));
  const entryPoints = [join(import.meta.dirname, source)];
  await build({ entryPoints, outfile, bundle: true, platform: "node", target: "node20" });
  return outfile;
}

const longAgo = () => new Date(Date.now() - 3_600_000);

/** Resolves when the run's trainer has touched its file. */
async function heartbeat(folder: string): Promise<void> {
  const path = trainerFilePath(folder);
  const time = longAgo();
  utimesSync(path, time, time);
  while (statSync(path).mtimeMs <= time.getTime()) await sleep(20);
}

describe("a trainer is", () => {
  test("alive while it trains, even while delayed", async () => {
    const { training, until } = await trainings.train({ epochs: 1000 });
    await until(({ losses }) => losses.length > 0);
    expect(await isTrainerAlive(training.folder)).toBe(true);
    process.kill(training.pid, "SIGSTOP");
    try {
      utimesSync(trainerFilePath(training.folder), longAgo(), longAgo());
      expect(await isTrainerAlive(training.folder)).toBe(true);
      await expect(trainings.start({ resume: { folder: training.folder } })).rejects.toThrow(
        `The run in ${training.folder} is being trained by process ${training.pid}; stop that one first.`,
      );
    } finally {
      process.kill(training.pid, "SIGCONT");
    }
    await training.stop();
    await training.ended;
  });

  test("unknown where the folder names none", async () => {
    expect(await isTrainerAlive(folder)).toBeUndefined();
    expect(await isTrainerAlive(join(folder, "missing"))).toBeUndefined();
  });

  test.each([
    ["nothing", ""],
    ["half a file", '{"format":1,"pid":'],
    ["another format", JSON.stringify({ format: 2, pid: 1 })],
    ["a number that is no process's", JSON.stringify({ format: 1, pid: -1 })],
    ["megabytes", " ".repeat(2_000_000)],
  ])("unknown where the file holds %s", async (_, content) => {
    writeFileSync(trainerFilePath(folder), content);
    expect(await isTrainerAlive(folder)).toBeUndefined();
  });

  test("unknown where a folder is in the file's place", async () => {
    mkdirSync(trainerFilePath(folder));
    expect(await isTrainerAlive(folder)).toBeUndefined();
  });

  test("judged without its process id where an older file has no more of the process", async () => {
    name(folder, { pid: noPid });
    const { boot: _, pidNamespace: __, processStart: ___, ...older } = readTrainerFile(folder)!;
    writeFileSync(trainerFilePath(folder), JSON.stringify(older));
    expect(readTrainerFile(folder)).toEqual({ ...older, ...onlyPid });
    expect(await isTrainerAlive(folder)).toBe(true);
    utimesSync(trainerFilePath(folder), longAgo(), longAgo());
    expect(await isTrainerAlive(folder, { observe: false })).toBe(false);
    expect(await recordUnwatchedDeath(folder)).toBe(false);
  });

  test.runIf(isLinux)("dead when there is no such process, however fresh its file", async () => {
    name(folder, { pid: noPid });
    expect(await isTrainerAlive(folder)).toBe(false);
  });

  test.runIf(isLinux)("alive while its own process runs, however old its file", async () => {
    name(folder, {}, longAgo());
    expect(await isTrainerAlive(folder, { observe: false })).toBe(true);
  });

  test.runIf(isLinux)("dead when its process id is another program's by now", async () => {
    name(folder, { processStart: "1" });
    expect(await isTrainerAlive(folder)).toBe(false);
  });

  test.runIf(isLinux)("dead when its process has ended and its parent has not reaped it", async () => {
    // A shell that has become a program which does not reap its children.
    const parent = spawn("sh", ["-c", "sleep 0.1 & echo $!; exec sleep 60"], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    others.push(parent);
    const pid = Number(String((await once(parent.stdout, "data"))[0]));
    const state = () => readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]!.split(" ");
    while (state()[0] !== "Z") await sleep(20);
    name(folder, { pid, processStart: state()[19] });
    expect(await isTrainerAlive(folder)).toBe(false);
  });

  test("dead when no process listens on its socket, though another program has its process id", async () => {
    const { runtimeDirectory, socket } = await deadSocket();
    try {
      name(folder, { ...onlyPid, socket });
      expect(await isTrainerAlive(folder)).toBe(false);
    } finally {
      removeRuntimeDirectory(runtimeDirectory);
    }
  });

  test.runIf(isLinux)("not dead because no process listens on its socket under another kernel", async () => {
    const { runtimeDirectory, socket } = await deadSocket();
    try {
      name(folder, { boot: "4a8f51f0-0000-4000-8000-000000000000", socket });
      expect(await isTrainerAlive(folder)).toBe(true);
    } finally {
      removeRuntimeDirectory(runtimeDirectory);
    }
  });

  test.runIf(isLinux).each([
    ["boot", { boot: "4a8f51f0-0000-4000-8000-000000000000" }],
    ["namespace", { pidNamespace: "pid:[1]" }],
    ["host", { host: "another.machine" }],
  ])("judged by its heartbeat where its process id is another %s's", async (_, where) => {
    name(folder, { ...where, pid: noPid });
    expect(await isTrainerAlive(folder)).toBe(true);
    name(folder, where, longAgo());
    expect(await isTrainerAlive(folder, { observe: false })).toBe(false);
  });

  test("dead when, after a restart of the machine, its socket is gone, too", async () => {
    const socket = join(tmpdir(), "fitting-room-abcdef", "socket");
    name(folder, { ...onlyPid, socket }, longAgo());
    expect(await isTrainerAlive(folder)).toBe(false);
  });

  test("judged by its heartbeat alone on another machine, whose clock may be wrong", async () => {
    const inAnHour = new Date(Date.now() + 3_600_000);
    const alive = await Promise.all(
      [new Date(), longAgo(), inAnHour].map((time, i) => {
        const run = join(folder, `silent-${i}`);
        mkdirSync(run);
        name(run, { host: "another.machine", pid: noPid }, time);
        return isTrainerAlive(run);
      }),
    );
    expect(alive).toEqual([true, false, false]);
    name(folder, { host: "another.machine", pid: noPid }, longAgo());
    let seconds = longAgo().getTime() / 1000;
    const beating = setInterval(() => utimesSync(trainerFilePath(folder), ++seconds, seconds), 1000);
    expect(await isTrainerAlive(folder)).toBe(true);
    clearInterval(beating);
  });

  test("waited for by a process without other work, and shown without waiting", async () => {
    name(folder, { host: "another.machine", pid: noPid }, longAgo());
    const program = await builtProgram("lookProgram.ts");
    const load = Load.now();
    const look = async (observe: boolean) => {
      const child = spawn(process.execPath, [program, folder, String(observe)]);
      const [output] = await once(child.stdout, "data");
      return JSON.parse(String(output));
    };
    const waited = await look(true);
    const shown = await look(false);
    expect([waited.isAlive, shown.isAlive]).toEqual([false, false]);
    // The wait for a beat takes this long by any clock.
    expect(waited.ms).toBeGreaterThan(2 * BEAT_MS);
    expect(shown.ms).toBeLessThan(load.allow(2 * BEAT_MS));
  });
});

describe("a run's trainer.json", () => {
  test("is readable for this user only, with what clients need", async () => {
    const { training, until } = await trainings.train({ epochs: 1000 });
    await until(({ losses }) => losses.length > 0);
    expect(readTrainerFile(training.folder)).toMatchObject({
      format: 1,
      ...ownIdentity(),
      pid: training.pid,
      processStart: isLinux ? expect.stringMatching(/^\d+$/) : null,
    });
    if (process.platform !== "win32")
      expect(statSync(trainerFilePath(training.folder)).mode & 0o777).toBe(0o600);
    await training.stop();
    await training.ended;
    expect(readTrainerFile(training.folder)).toBeUndefined();
  });

  test("is written again when it was removed, and touched", async () => {
    const { training, until } = await trainings.train({ epochs: 1000 });
    await until(({ losses }) => losses.length > 0);
    const path = trainerFilePath(training.folder);
    const content = readFileSync(path, "utf8");
    rmSync(path);
    while (!readTrainerFile(training.folder)) await sleep(20);
    expect(readFileSync(path, "utf8")).toBe(content);
    await heartbeat(training.folder);
    await training.stop();
    await training.ended;
  });

  test("does not bring back a run that was removed, whose clients receive its end nevertheless", async () => {
    const { training, until } = await trainings.train({ epochs: 1000 });
    await until(({ losses }) => losses.length > 0);
    const other = await trainings.attach(training.folder);
    // The trainer may write another file meanwhile.
    rmSync(training.folder, { recursive: true, maxRetries: 100, retryDelay: 1 });
    await until(({ warnings }) => warnings.length > 0);
    // The later trainer has beaten, so that this one should have, too. A run of the same second has the same name.
    using others = new Trainings();
    const later = await others.train({ epochs: 1000 });
    await heartbeat(later.training.folder);
    expect(existsSync(training.folder)).toBe(false);
    await later.training.stop();
    await later.training.ended;
    await training.stop();
    expect(await training.ended).toMatchObject({ status: "stopped", missing: expect.anything() });
    expect(await other.training.ended).toEqual(await training.ended);
    expect(existsSync(training.folder)).toBe(false);
  });

  test("that names another trainer makes this one exit at once, without a crash", async () => {
    const { training, state, until } = await trainings.train({ epochs: 1000 });
    await until(({ losses }) => losses.length > 0);
    name(training.folder, {});
    expect(await training.ended).toMatchObject({ status: "interrupted" });
    expect(state.status).toBe("interrupted");
    expect((await trainings.loggedEvents(training.id)).some(({ type }) => type === "ended")).toBe(false);
    expect(readTrainerFile(training.folder)?.pid).toBe(process.pid);
  });
});

describe.skipIf(process.platform === "win32")("a trainer that was suspended, and whose run", () => {
  /** Every file of a run with its content; a live trainer changes the time of one of them. */
  function contents(run: string): Record<string, string> {
    const names = readdirSync(run, { recursive: true, encoding: "utf8" }).sort();
    // A process that exits while it flushes a temporary file leaves it. The next trainer removes it.
    const files = names.filter((one) => !one.endsWith(".partial") && statSync(join(run, one)).isFile());
    return Object.fromEntries(files.map((one) => [one, readFileSync(join(run, one), "base64")]));
  }

  /** Suspends a trainer, and makes it one that only its heartbeat can judge, as on another machine. */
  async function suspended() {
    const { training, until } = await trainings.train({ epochs: 10_000, checkpoints: { keep: 1 } });
    await until(({ epochs }) => epochs.length > 0);
    process.kill(training.pid, "SIGSTOP");
    const trainer = readTrainerFile(training.folder)!;
    rmSync(join(trainer.stderr!, ".."), { recursive: true });
    name(training.folder, { ...trainer, ...onlyPid, socket: null }, longAgo());
    return training;
  }

  async function awaken({ pid, ended, folder: run }: TrainerHandle): Promise<void> {
    const before = contents(run);
    process.kill(pid, "SIGCONT");
    await ended;
    expect(contents(run)).toEqual(before);
  }

  test("is trained by another one now writes nothing more", async () => {
    const training = await suspended();
    const other = await trainings.start({ resume: { folder: training.folder } });
    await other.until(({ losses, epochs }) => epochs.length > 1 && losses.length > 0);
    await other.training.control({ action: "pause" });
    await other.until(({ status }) => status === "paused");
    await awaken(training);
    expect(await training.ended).toMatchObject({ status: "interrupted" });
    await other.training.stop();
    expect(await other.training.ended).toMatchObject({ status: "stopped" });
  });

  test("was trained by another one to its end writes nothing more", async () => {
    const training = await suspended();
    const other = await trainings.start({ resume: { folder: training.folder } });
    await other.until(({ epochs }) => epochs.length > 1);
    await other.training.stop();
    await other.training.ended;
    await awaken(training);
  });

  test("is only silent is not declared dead, and continues", async () => {
    const training = await suspended();
    expect(await isTrainerAlive(training.folder, { observe: false })).toBe(false);
    expect(await recordUnwatchedDeath(training.folder)).toBe(false);
    expect(readTrainerFile(training.folder)?.pid).toBe(training.pid);
    process.kill(training.pid, "SIGCONT");
    await training.stop();
    expect(await training.ended).toMatchObject({ status: "stopped" });
    const logged = await trainings.loggedEvents(training.id);
    expect(logged.filter(({ type }) => type === "ended")).toHaveLength(1);
  });

  test("was not taken continues, though its file was removed meanwhile", async () => {
    const { training, state, until } = await trainings.train({ epochs: 10_000 });
    await until(({ losses }) => losses.length > 0);
    process.kill(training.pid, "SIGSTOP");
    rmSync(trainerFilePath(training.folder));
    // Longer than the time between two looks of the trainer.
    await sleep(BEAT_MS);
    process.kill(training.pid, "SIGCONT");
    const before = state.losses.length;
    await until(({ losses }) => losses.length > before);
    while (!readTrainerFile(training.folder)) await sleep(20);
    await training.stop();
    expect(await training.ended).toMatchObject({ status: "stopped" });
  });
});

describe("a copy of a run that is being trained", () => {
  test("has no trainer, is not attached to, and is resumed by itself", async () => {
    const { training, state, until } = await trainings.train({ epochs: 1000 });
    await until(({ checkpoints }) => checkpoints.length > 0);
    const copy = `${training.folder}-copy`;
    cpSync(training.folder, copy, { recursive: true });
    expect(await isTrainerAlive(copy)).toBeUndefined();
    expect(await attachTraining({ folder: copy, onEvent: () => {} })).toBeUndefined();
    expect(await recordUnwatchedDeath(copy)).toBe(false);
    const resumed = await trainings.start({ resume: { folder: copy, epochs: 2 } });
    expect(await resumed.training.ended).toMatchObject({ status: "finished" });
    expect(state.status).toBe("running");
    expect(await isTrainerAlive(training.folder)).toBe(true);
    await training.stop();
    await training.ended;
  });

  test("is listed as interrupted beside the live original", async () => {
    const { training, until } = await trainings.train({ epochs: 1000 });
    await until(({ losses }) => losses.length > 0);
    cpSync(training.folder, join(trainings.runsFolder, "backup"), { recursive: true });
    const listed = (await listLines(trainings.runsFolder, true)).map((line) => JSON.parse(line));
    expect(Object.fromEntries(listed.map(({ folder: run, status }) => [basename(run), status]))).toEqual({
      backup: "interrupted",
      [training.id]: "running",
    });
    await training.stop();
    await training.ended;
  });

  test("is distinguished from the original when that was moved; a link to the original is no run", async () => {
    const { training, until } = await trainings.train({ epochs: 1000 });
    await until(({ losses }) => losses.length > 0);
    const link = join(trainings.folder, "link");
    symlinkSync(training.folder, link);
    expect(await isTrainerAlive(link)).toBeUndefined();
    const moved = `${training.folder}-moved`;
    renameSync(training.folder, moved);
    expect(await isTrainerAlive(moved)).toBe(true);
    renameSync(moved, training.folder);
    await training.stop();
    await training.ended;
  });
});

describe("a run whose trainer ended unseen", () => {
  /** A run whose trainer was killed together with all its clients. */
  async function abandoned(
    how: NodeJS.Signals = "SIGKILL",
    { environment }: ReturnType<typeof preloading> = { environment: {} },
  ): Promise<{ folder: string; id: string }> {
    const window = windows.open(environment);
    const task = { runsFolder: trainings.runsFolder, config: trainings.config({ epochs: 3 }) };
    const training = await window.start(task, 60, trainings.cacheFolder);
    await window.until(({ epochs }) => epochs.length === 1);
    window.kill();
    process.kill(training.pid, how);
    while ((await isTrainerAlive(training.folder)) !== false);
    return training;
  }

  test("can be resumed, also when its process id is another program's by now", async () => {
    const { folder: run } = await abandoned();
    const trainer = readTrainerFile(run)!;
    name(run, { ...trainer, ...onlyPid, pid: process.pid });
    const { training, events } = await trainings.start({ resume: { folder: run } });
    expect(await training.ended).toMatchObject({ status: "finished" });
    expect(events[0].type).toBe("resumed");
    // The former trainer's runtime directory was removed with its file.
    expect(statSync(join(trainer.stderr!, ".."), { throwIfNoEntry: false })).toBeUndefined();
  });

  test("has failed with the end of its stderr in every client, and simultaneous readers see one end", async () => {
    const { folder: run, id } = await abandoned(
      "SIGUSR2",
      preloading("outOfMemory.cjs", "--max-old-space-size=60"),
    );
    const { stderr } = readTrainerFile(run)!;
    const looks = await Promise.all([1, 2, 3, 4].map(() => recordUnwatchedDeath(run)));
    expect(looks).toContain(true);
    const logged = await trainings.loggedEvents(id);
    expect(logged.filter(({ type }) => type === "ended")).toEqual([
      expect.objectContaining({
        status: "failed",
        error: expect.stringContaining("Its last error output: FATAL ERROR: Reached heap limit"),
        stderr: expect.arrayContaining([expect.stringMatching(/^ *\d+: 0x/)]),
      }),
    ]);
    expect(readTrainerFile(run)).toBeUndefined();
    expect(existsSync(stderr!)).toBe(false);
  });

  test("is resumed with its end recorded, and later clients leave it alone", async () => {
    const { folder: run, id } = await abandoned();
    const { training, events, until } = await trainings.start({ resume: { folder: run, epochs: 1000 } });
    // A run that is stopped before its first step counts as not resumed.
    await until(() => events.some(({ type }) => type === "steps"));
    expect(await recordUnwatchedDeath(run)).toBe(false);
    await training.stop();
    expect(await training.ended).toMatchObject({ status: "stopped" });
    const turns = (await trainings.loggedEvents(id)).filter(
      ({ type }) => type === "ended" || type === "resumed",
    );
    expect(turns).toMatchObject([
      { type: "ended", status: "failed", error: expect.stringContaining("The cause is not known.") },
      { type: "resumed" },
      { type: "ended", status: "stopped" },
    ]);
  });

  test("is resumed by one of several clients at the same moment; the others are refused", async () => {
    const { folder: run, id } = await abandoned();
    const rivals = [1, 2, 3, 4].map(() => windows.open());
    const starts = await Promise.allSettled(
      rivals.map((rival) => rival.start({ resume: { folder: run } }, 0, trainings.cacheFolder)),
    );
    const [winner, ...more] = rivals.filter((_, i) => starts[i].status === "fulfilled");
    expect(more).toEqual([]);
    for (const start of starts)
      if (start.status === "rejected")
        expect(start.reason.message).toMatch(
          /^The run in .* is being trained by process \d+; stop that one first\.$/,
        );
    expect(await winner.ended).toMatchObject({ status: "finished" });
    const logged = await trainings.loggedEvents(id);
    expect(logged.filter(({ type }) => type === "resumed")).toHaveLength(1);
    expect(logged.slice(-winner.events.length)).toEqual(winner.events);
  });

  test("is resumed although a process was killed while it changed trainer.json", async () => {
    const { folder: run } = await abandoned();
    writeFileSync(`${trainerFilePath(run)}.lock`, "");
    writeFileSync(`${trainerFilePath(run)}.0123456789abcdef.partial`, '{"format":');
    const { training } = await trainings.start({ resume: { folder: run } });
    expect(await training.ended).toMatchObject({ status: "finished" });
    expect(readdirSync(run).filter((file) => file.startsWith("trainer.json"))).toEqual([]);
  });
});

test("the content of a trainer.json stays valid until it is changed under its lock", async () => {
  const program = await builtProgram("changeProgram.ts");
  writeFileSync(trainerFilePath(folder), "0");
  const processes = [1, 2, 3, 4].map(() => spawn(process.execPath, [program, folder, "250"]));
  others.push(...processes);
  const codes = await Promise.all(processes.map((child) => once(child, "exit").then(([code]) => code)));
  expect(codes).toEqual([0, 0, 0, 0]);
  expect(readFileSync(trainerFilePath(folder), "utf8")).toBe("1000");
});
