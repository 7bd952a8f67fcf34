import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { BEAT_MS, isTrainerAlive } from "../../src/liveness/isTrainerAlive";
import { makeRuntimeDirectory, removeRuntimeDirectory } from "../../src/liveness/runtimeDirectory";
import { readTrainerFile, trainerFilePath } from "../../src/liveness/trainerFile";
import { socketPath } from "../../src/liveness/trainerSocket";
import { recordUnwatchedDeath } from "../../src/liveness/unwatchedDeath";
import { buildProgram } from "../support/buildProgram";
import { runFolder, startedProcesses, trainings, useRunFolder, useTrainings } from "../support/eachTest";
import { Load } from "../support/Load";
import { longAgo, nameTrainer, onlyPid } from "./nameTrainer";

useTrainings();
useRunFolder();

/** A process id beyond the system's range, which no process has. */
const noPid = 2 ** 22 + 1;
const isLinux = process.platform === "linux";

/** Makes a runtime directory with the socket of a process that was killed. */
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

describe("a trainer is", () => {
  test("alive while it trains, even while it is suspended", async () => {
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
    expect(await isTrainerAlive(runFolder)).toBeUndefined();
    expect(await isTrainerAlive(join(runFolder, "missing"))).toBeUndefined();
  });

  test.each([
    ["nothing", ""],
    ["half a file", '{"format":1,"pid":'],
    ["another format", JSON.stringify({ format: 2, pid: 1 })],
    ["a number that is no process's", JSON.stringify({ format: 1, pid: -1 })],
    ["megabytes", " ".repeat(2_000_000)],
  ])("unknown where the file holds %s", async (_, content) => {
    writeFileSync(trainerFilePath(runFolder), content);
    expect(await isTrainerAlive(runFolder)).toBeUndefined();
  });

  test("unknown where a folder is in the file's place", async () => {
    mkdirSync(trainerFilePath(runFolder));
    expect(await isTrainerAlive(runFolder)).toBeUndefined();
  });

  test("judged by its heartbeat where the file of an older version has only the process id", async () => {
    nameTrainer(runFolder, { pid: noPid });
    const { boot: _, pidNamespace: __, processStart: ___, ...older } = readTrainerFile(runFolder)!;
    writeFileSync(trainerFilePath(runFolder), JSON.stringify(older));
    expect(readTrainerFile(runFolder)).toEqual({ ...older, ...onlyPid });
    expect(await isTrainerAlive(runFolder)).toBe(true);
    utimesSync(trainerFilePath(runFolder), longAgo(), longAgo());
    expect(await isTrainerAlive(runFolder, { observe: false })).toBe(false);
    expect(await recordUnwatchedDeath(runFolder)).toBe(false);
  });

  test.runIf(isLinux)("dead when there is no such process, however fresh its file", async () => {
    nameTrainer(runFolder, { pid: noPid });
    expect(await isTrainerAlive(runFolder)).toBe(false);
  });

  test.runIf(isLinux)("alive while its own process runs, however old its file", async () => {
    nameTrainer(runFolder, {}, longAgo());
    expect(await isTrainerAlive(runFolder, { observe: false })).toBe(true);
  });

  test.runIf(isLinux)("dead when its process id is another program's by now", async () => {
    nameTrainer(runFolder, { processStart: "1" });
    expect(await isTrainerAlive(runFolder)).toBe(false);
  });

  test.runIf(isLinux)("dead when its process has ended and its parent has not reaped it", async () => {
    // The shell becomes `sleep`, which does not reap its children.
    const parent = spawn("sh", ["-c", "sleep 0.1 & echo $!; exec sleep 60"], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    startedProcesses.push(parent);
    const pid = Number(String((await once(parent.stdout, "data"))[0]));
    const state = () => readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]!.split(" ");
    while (state()[0] !== "Z") await sleep(20);
    nameTrainer(runFolder, { pid, processStart: state()[19] });
    expect(await isTrainerAlive(runFolder)).toBe(false);
  });

  test("dead when no process listens on its socket, though another program has its process id", async () => {
    const { runtimeDirectory, socket } = await deadSocket();
    try {
      nameTrainer(runFolder, { ...onlyPid, socket });
      expect(await isTrainerAlive(runFolder)).toBe(false);
    } finally {
      removeRuntimeDirectory(runtimeDirectory);
    }
  });

  test.runIf(isLinux)("not dead because no process listens on its socket under another kernel", async () => {
    const { runtimeDirectory, socket } = await deadSocket();
    try {
      nameTrainer(runFolder, { boot: "4a8f51f0-0000-4000-8000-000000000000", socket });
      expect(await isTrainerAlive(runFolder)).toBe(true);
    } finally {
      removeRuntimeDirectory(runtimeDirectory);
    }
  });

  test.runIf(isLinux).each([
    ["boot", { boot: "4a8f51f0-0000-4000-8000-000000000000" }],
    ["namespace", { pidNamespace: "pid:[1]" }],
    ["host", { host: "another.machine" }],
  ])("judged by its heartbeat where its process id is another %s's", async (_, where) => {
    nameTrainer(runFolder, { ...where, pid: noPid });
    expect(await isTrainerAlive(runFolder)).toBe(true);
    nameTrainer(runFolder, where, longAgo());
    expect(await isTrainerAlive(runFolder, { observe: false })).toBe(false);
  });

  test("dead when, after a restart of the machine, its socket is gone, too", async () => {
    const socket = join(tmpdir(), "fitting-room-abcdef", "socket");
    nameTrainer(runFolder, { ...onlyPid, socket }, longAgo());
    expect(await isTrainerAlive(runFolder)).toBe(false);
  });

  test("judged by its heartbeat alone on another machine, whose clock may be wrong", async () => {
    const inAnHour = new Date(Date.now() + 3_600_000);
    const alive = await Promise.all(
      [new Date(), longAgo(), inAnHour].map((time, i) => {
        const run = join(runFolder, `silent-${i}`);
        mkdirSync(run);
        nameTrainer(run, { host: "another.machine", pid: noPid }, time);
        return isTrainerAlive(run);
      }),
    );
    expect(alive).toEqual([true, false, false]);
    nameTrainer(runFolder, { host: "another.machine", pid: noPid }, longAgo());
    let seconds = longAgo().getTime() / 1000;
    const beating = setInterval(() => utimesSync(trainerFilePath(runFolder), ++seconds, seconds), 1000);
    expect(await isTrainerAlive(runFolder)).toBe(true);
    clearInterval(beating);
  });

  test("observed for two beats, also by a process without other work, or judged at once where that is requested", async () => {
    nameTrainer(runFolder, { host: "another.machine", pid: noPid }, longAgo());
    const program = await buildProgram(join(import.meta.dirname, "lookProgram.ts"), runFolder);
    const load = Load.now();
    const look = async (observe: boolean) => {
      const child = spawn(process.execPath, [program, runFolder, String(observe)]);
      const [output] = await once(child.stdout, "data");
      return JSON.parse(String(output));
    };
    const waited = await look(true);
    const shown = await look(false);
    expect([waited.isAlive, shown.isAlive]).toEqual([false, false]);
    // An observation takes longer than two beats on any machine.
    expect(waited.ms).toBeGreaterThan(2 * BEAT_MS);
    expect(shown.ms).toBeLessThan(load.allow(2 * BEAT_MS));
  });
});
