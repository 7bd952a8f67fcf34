import { once } from "node:events";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, test } from "vitest";
import { rememberLocation } from "../../../src/data/dataLocations";
import { foldEvents } from "../../../src/runs/applyEvent";
import { removeFolder } from "../../support/removeFolder";
import { filesOf, moveData } from "../trainer/movedRun";
import { parseLines, runCli, startCli, trainSample } from "./runCli";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "cli-"));
});
afterEach(() => {
  removeFolder(folder);
});

const trainedFolder = mkdtempSync(join(tmpdir(), "trained-"));
const trained = new Map<string, Promise<string>>();
afterAll(() => removeFolder(trainedFolder));

/**
 * Copies a finished run with these arguments into the folder of the test. Only the first call with the same arguments
 * trains the run. @returns the run's id
 */
async function train(epochs: number, ...options: string[]): Promise<string> {
  const args = [...trainSample, "--limit-train-batches", "5", "--epochs", String(epochs), ...options];
  const key = args.join(" ");
  if (!trained.has(key)) trained.set(key, trainNew(args));
  const runFolder = await trained.get(key)!;
  const id = basename(runFolder);
  cpSync(runFolder, pathOf(id), { recursive: true });
  return id;
}

/** Trains in a folder that all runs share. In separate folders, runs of the same second would have the same id. */
async function trainNew(args: string[]): Promise<string> {
  const before = new Set(readdirSync(trainedFolder));
  expect((await runCli([...args, "--runs", trainedFolder], trainedFolder)).code).toBe(0);
  const [id] = readdirSync(trainedFolder).filter((name) => !name.startsWith(".") && !before.has(name));
  return join(trainedFolder, id!);
}

function runIds(): string[] {
  try {
    return readdirSync(join(folder, ".fitting-room/runs")).filter((name) => !name.startsWith("."));
  } catch {
    return [];
  }
}

function pathOf(id: string): string {
  return join(folder, ".fitting-room/runs", id);
}

function state(id: string) {
  return foldEvents(parseLines(readFileSync(join(pathOf(id), "events.jsonl"), "utf8")));
}

function nameOf(id: string): string {
  return JSON.parse(readFileSync(join(pathOf(id), "labels.json"), "utf8")).name;
}

describe("a resume that is ended before its first step", () => {
  /** A server that accepts connections and sends nothing, so that a download never ends. */
  let silent: Server;
  beforeEach(async () => {
    silent = createServer().listen(0, "127.0.0.1");
    await once(silent, "listening");
  });
  afterEach(() => silent.close());

  test.skipIf(process.platform === "win32").each([
    ["SIGINT", "stopped", 130],
    ["SIGTERM", "interrupted", 1],
  ] as const)("by %s is reported as %s, and the run is unchanged", async (signal, how, exitCode) => {
    const id = await train(1);
    moveData(pathOf(id), "");
    const before = filesOf(pathOf(id));
    const proxy = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const cache = { XDG_CACHE_HOME: join(folder, "cache") };
    const noProxy = { no_proxy: "", NO_PROXY: "" };
    const environment = { ...cache, https_proxy: proxy, http_proxy: proxy, ...noProxy };
    const { child, finished } = startCli(["resume", id, "--epochs", "3"], folder, environment);
    child.stdout.once("data", () => child.kill(signal));
    const { code, stdout, stderr } = await finished;
    expect(stdout).toContain(`The resume was ${how} before its first step, and the run is unchanged. `);
    expect(stderr).not.toContain("unexpectedly");
    expect(code).toBe(exitCode);
    expect(filesOf(pathOf(id))).toEqual(before);
  });
});

describe("a run in a terminal whose data set has moved", () => {
  const sentence = (path: string) => `The data set folder ${join(folder, path)} does not exist`;

  test("is unchanged, file by file, where the data is not in the named folder", async () => {
    const id = await train(1);
    moveData(pathOf(id), join(folder, "lost"));
    const before = filesOf(pathOf(id));
    const list = await runCli(["runs", "--json"], folder);
    const { code, stdout, stderr } = await runCli(["resume", id, "--epochs", "3", "--data", "moved"], folder);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(sentence("moved"));
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
    expect(filesOf(pathOf(id))).toEqual(before);
    expect(await runCli(["runs", "--json"], folder)).toEqual(list);
  });

  test("is reported as missing from the folder that it was trained on, with the option that names another", async () => {
    const cacheFolder = join(folder, "cache");
    const cache = { XDG_CACHE_HOME: cacheFolder, LOCALAPPDATA: cacheFolder };
    const id = await train(1);
    moveData(pathOf(id), join(folder, "lost"));
    await rememberLocation(join(cacheFolder, "fitting-room"), join(folder, "lost"));
    const before = filesOf(pathOf(id));
    for (const args of [
      ["resume", id, "--epochs", "3"],
      ["fork", id],
      ["evaluate", id],
      ["suspects", id],
    ])
      expect(await runCli(args, folder, cache)).toEqual({
        code: 2,
        stdout: "",
        stderr: `${sentence("lost")}; name the folder that holds it with --data.\n`,
      });
    expect(filesOf(pathOf(id))).toEqual(before);
    expect(runIds()).toEqual([id]);
  });

  test("is not looked for in a folder that was never chosen, unless it is named", async () => {
    const cache = { XDG_CACHE_HOME: join(folder, "cache"), LOCALAPPDATA: join(folder, "cache") };
    const id = await train(1);
    moveData(pathOf(id), join(folder, "lost"));
    const before = filesOf(pathOf(id));
    for (const command of ["resume", "fork"]) {
      const unnamed = await runCli([command, id, "--epochs", "3"], folder, cache);
      expect(unnamed).toEqual({
        code: 2,
        stdout: "",
        stderr: `The run ${id} was trained on data in ${join(folder, "lost")}, where nothing has been trained from here before; that folder is not read unasked. Give --data with that folder, or with another one.\n`,
      });
    }
    const named = await runCli(["resume", id, "--epochs", "3", "--data", "lost"], folder, cache);
    expect(named).toMatchObject({ code: 2, stderr: expect.stringContaining(sentence("lost")) });
    expect(filesOf(pathOf(id))).toEqual(before);
    expect(runIds()).toEqual([id]);
  });

  test("is forked with the named folder", async () => {
    const id = await train(1);
    moveData(pathOf(id), join(folder, "lost"));
    const { code, stderr } = await runCli(["fork", id, "--epochs", "2", "--data", "moved"], folder);
    expect(code).toBe(2);
    expect(stderr).toContain(sentence("moved"));
    expect(runIds()).toEqual([id]);
  });
});

describe("a run in a terminal", () => {
  test("is resumed by its id for more epochs, as if it had trained them at once", async () => {
    const whole = await train(3);
    const short = await train(2);
    const { code, stdout } = await runCli(["resume", short, "--epochs", "3", "--json"], folder);
    expect(code).toBe(0);
    expect(parseLines(stdout)[0]).toMatchObject({ type: "resumed", epoch: 2, step: 10 });
    expect(state(short).losses).toEqual(state(whole).losses);
    expect(readFileSync(join(pathOf(short), "model.safetensors"))).toEqual(
      readFileSync(join(pathOf(whole), "model.safetensors")),
    );
  });

  test("is resumed by its folder, and prints where it continues", async () => {
    const id = await train(1);
    const { code, stdout } = await runCli(["resume", pathOf(id), "--epochs", "2"], folder);
    expect(code).toBe(0);
    expect(stdout).toContain("Continuing from checkpoints/step-000005.safetensors, after 5 steps.");
    expect(stdout).toContain("Epoch 2\n");
    expect(stdout).not.toContain("Epoch 1\n");
  });

  test("is forked with other hyperparameters", async () => {
    const parent = await train(2);
    const args = ["--checkpoint", "checkpoints/step-000005.safetensors", "--learning-rate", "0.1"];
    const { code, stdout } = await runCli(["fork", parent, ...args, "--momentum", "0.5", "--json"], folder);
    expect(code).toBe(0);
    const fork = foldEvents(parseLines(stdout));
    expect(fork).toMatchObject({
      parent: { id: parent, step: 5 },
      config: { momentum: 0.5, learningRate: 0.1 },
    });
    expect(fork.losses).toHaveLength(10);
    expect(fork.losses.slice(0, 5)).toEqual(state(parent).losses.slice(0, 5));
    const list = await runCli(["runs"], folder);
    expect(list.stdout).toContain(`forked from ${nameOf(parent)} at step 5`);
  });

  test("is listed with its status", async () => {
    const id = await train(1);
    const text = await runCli(["runs"], folder);
    expect(text).toMatchObject({ code: 0, stderr: "" });
    const row = `^${id} +finished +1/1 epochs +\\d+\\.\\d% +${nameOf(id)}\\n$`;
    expect(text.stdout).toMatch(new RegExp(row));
    const { stdout } = await runCli(["runs", "--json"], folder);
    expect(JSON.parse(stdout)).toMatchObject({
      id,
      status: "finished",
      epoch: 1,
      step: 5,
      validationAccuracy: null,
      parent: null,
    });
  });

  test("is listed as failed when its trainer was killed unseen, and its log stays unchanged", async () => {
    const { child, finished } = startCli([...trainSample, "--epochs", "10000"], folder, {
      TMPDIR: folder,
    });
    await once(child.stdout, "data");
    const running = JSON.parse((await runCli(["runs", "--json"], folder)).stdout);
    expect(["preparing", "running"]).toContain(running.status);
    const { pid } = JSON.parse(readFileSync(join(pathOf(running.id), "trainer.json"), "utf8"));
    child.kill("SIGSTOP");
    process.kill(pid, "SIGKILL");
    child.kill("SIGKILL");
    await finished;
    expect(state(running.id).status).not.toBe("failed");
    const error =
      "The trainer process ended unexpectedly while no window was connected to it. The cause is not known. What it had recorded is kept.";
    const { stdout } = await runCli(["runs"], folder);
    expect(stdout).toMatch(new RegExp(`^${running.id} +failed `));
    expect(stdout).toContain(`  ${error}\n`);
    expect(state(running.id).status).not.toBe("failed");
    expect(readdirSync(pathOf(running.id))).toContain("trainer.json");
    expect(JSON.parse((await runCli(["runs", "--json"], folder)).stdout)).toMatchObject({ error });
  });

  test("is forked without its parent's Nesterov momentum, and with its own number of checkpoints", async () => {
    const parent = await train(2, "--nesterov", "--momentum", "0.9");
    const { code, stderr } = await runCli(["fork", parent, "--epochs", "3", "--momentum", "0"], folder);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: "--nesterov needs a momentum above 0 and a dampening of 0.\n",
    });
    const changes = ["--no-nesterov", "--momentum", "0", "--keep-checkpoints", "1"];
    const fork = await runCli(
      ["fork", parent, "--checkpoint", "step-000005.safetensors", ...changes, "--json"],
      folder,
    );
    expect(foldEvents(parseLines(fork.stdout))).toMatchObject({
      parent: { step: 5 },
      config: { nesterov: false, momentum: 0, checkpoints: { keep: 1 } },
    });
  });

  test("is forked without its schedule, which ended with the rate 0, only with a learning rate", async () => {
    const parent = await train(2, "--schedule", "CosineAnnealingLR");
    const fork = ["fork", parent, "--epochs", "3", "--schedule", "none"];
    expect(await runCli(fork, folder)).toEqual({
      code: 2,
      stdout: "",
      stderr: "--learning-rate must be given, since the learning rate at this checkpoint is 0.\n",
    });
    expect(runIds()).toEqual([parent]);
    expect(await runCli([...fork, "--learning-rate", "0.01"], folder)).toMatchObject({ code: 0, stderr: "" });
  });

  test.each([
    [["resume", "nothing"], 2, "/.fitting-room/runs/nothing; give a run's folder, or its id"],
    [["fork", "nothing"], 2, "/nothing and none in /"],
    ...["resume", "fork"].map((command): [string[], number, string] => [
      [command, "x", "--runs", "/nowhere"],
      2,
      "There is no folder /nowhere; --runs must be the path of one that holds runs.",
    ]),
  ])("%j exits with %i and one line", async (args, expected, message) => {
    const { code, stdout, stderr } = await runCli(args as string[], folder);
    expect(code).toBe(expected);
    expect(stdout).toBe("");
    expect(stderr).toContain(message);
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
  });

  test.each([
    [
      ["resume", "--epochs", "1"],
      "has done all its epochs; ask for more than 2 to continue. Give --epochs 3 or more.",
    ],
    [["resume"], "has done all its epochs; ask for more than 2 to continue. Give --epochs 3 or more."],
    [
      ["fork", "--epochs", "1"],
      "is the end of epoch 2; ask for more than 2 epochs to continue. Give --epochs 3 or more.",
    ],
    [
      ["fork", "--learning-rate", "0.01"],
      "is the end of epoch 2; ask for more than 2 epochs to continue. Give",
    ],
    [
      ["fork", "--epochs", "3", "--milestones", "1"],
      "--milestones has an effect with --schedule MultiStepLR only; choose that, or leave --milestones out.",
    ],
    [
      ["fork", "--epochs", "3", "--optimizer", "adam", "--momentum", "0.9"],
      "--momentum has an effect with --optimizer sgd only; choose that, or leave --momentum out.",
    ],
    [
      ["fork", "--checkpoint", "nothing"],
      "has no checkpoint checkpoints/nothing; it has checkpoints/step-0000",
    ],
  ])("%j of a finished run is a usage error, and makes no run", async (args, message) => {
    const id = await train(2);
    const before = filesOf(pathOf(id));
    const [command, ...options] = args as [string, ...string[]];
    const { code, stdout, stderr } = await runCli([command, id, ...options], folder);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(message);
    expect(filesOf(pathOf(id))).toEqual(before);
    expect(runIds()).toEqual([id]);
  });

  test("a link to a run is not followed, and is named as a link", async () => {
    const link = join(folder, "link");
    symlinkSync(join(folder, ".fitting-room/runs", await train(1)), link);
    const { code, stderr } = await runCli(["resume", link], folder);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: `${link} is a link, which is not followed; give the folder that it leads to.\n`,
    });
    rmSync(link);
  });

  test("is not listed where nothing has been trained, and the list says so", async () => {
    const { code, stdout } = await runCli(["runs"], folder);
    expect(code).toBe(0);
    expect(stdout).toBe(`There are no runs in ${join(folder, ".fitting-room/runs")}.\n`);
  });

  test("a named runs folder that does not exist, or is not a folder, does not count as empty", async () => {
    const missing = join(folder, "nowhere");
    expect(await runCli(["runs", "--runs", "nowhere"], folder)).toEqual({
      code: 2,
      stdout: "",
      stderr: `There is no folder ${missing}; --runs must be the path of one that holds runs.\n`,
    });
    const file = join(folder, "file");
    writeFileSync(file, "");
    expect(await runCli(["runs", "--runs", "file"], folder)).toEqual({
      code: 2,
      stdout: "",
      stderr: `${file} is no folder; --runs must be the path of one.\n`,
    });
  });
});
