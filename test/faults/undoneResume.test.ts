/** A resume or a fork that ends before any training changes no byte of the run from which it starts. */
import { once } from "node:events";
import { cpSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { type AddressInfo, createServer, type Server } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { DataLocationError, isChosenLocation, rememberLocation } from "../../src/data/dataLocations";
import { RunsList } from "../../src/host/RunsList";
import { presentState } from "../../src/liveness/presentState";
import { parseFilter } from "../../src/runs/filter";
import { RunStore } from "../../src/runs/RunStore";
import { listRuns } from "../../src/terminal/listRuns";
import { changeLog, filesOf, moveData } from "../integration/trainer/movedRun";
import { Trainings } from "../integration/trainer/trainings";
import { preloading } from "./preload/preloading";

const TRAINING_MS = 120_000;

let trainings: Trainings;
/** The folder of a finished run. */
let whole: string;
/** A server that accepts connections and sends nothing, so that a download never ends. */
let silent: Server;
let silentProxy: Record<string, string>;
beforeAll(async () => {
  trainings = new Trainings();
  whole = (await trainings.undisturbed({ epochs: 1, limitTrainBatches: 10 })).training.folder;
  silent = createServer().listen(0, "127.0.0.1");
  await once(silent, "listening");
  const proxy = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
  silentProxy = { https_proxy: proxy, http_proxy: proxy, no_proxy: "", NO_PROXY: "" };
});
afterAll(() => {
  trainings[Symbol.dispose]();
  silent.close();
});

let folder: string;
let before: Record<string, string>;
let copies = 0;
/** Copies the finished run of one epoch to `folder`, changes the copy, and notes its files in `before`. */
function finished(change: (folder: string) => void): void {
  folder = join(trainings.runsFolder, `copy-${++copies}`);
  cpSync(whole, folder, { recursive: true });
  change(folder);
  before = filesOf(folder);
}

/** Whether a process is alive; false for a zombie. @throws Error if the process has been reaped */
function isThere(pid: number): boolean {
  return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
}

/** The lines of the list of runs. They are sorted, since a run that takes long to read is printed later. */
async function listed(): Promise<string> {
  const lines: string[] = [];
  await listRuns(new RunStore(trainings.runsFolder), { json: true, all: false }, (printed) =>
    lines.push(...printed),
  );
  return lines.sort().join("\n");
}

test("a fork whose data is gone is not made, with the reason", async () => {
  finished((run) => moveData(run, "/missing/data"));
  const runs = readdirSync(trainings.runsFolder);
  const fork = { folder, changes: { epochs: 3 }, location: "/missing/data" };
  await expect(trainings.start({ runsFolder: trainings.runsFolder, fork })).rejects.toThrow(
    "The data set folder /missing/data does not exist; choose a folder",
  );
  expect(readdirSync(trainings.runsFolder)).toEqual(runs);
  expect(filesOf(folder)).toEqual(before);
});

describe("a finished run that is resumed for more epochs", () => {
  const failures: [string, (folder: string) => void, string | undefined, string][] = [
    [
      "without its data",
      (run) => moveData(run, "/missing/data"),
      "/missing/data",
      "/missing/data does not exist",
    ],
    [
      "with data of another size",
      (run) =>
        changeLog(run, (event) => (event.type === "dataset" ? { ...event, trainSamples: 999 } : event)),
      undefined,
      "The run was trained on 999 images",
    ],
    [
      "with hyperparameters that do not go together",
      (run) =>
        changeLog(run, (event) =>
          event.type === "started" ? { ...event, config: { ...event.config, nesterov: true } } : event,
        ),
      undefined,
      "nesterov needs a momentum above 0",
    ],
  ];

  test.each(failures)(
    "%s is left unchanged, with the reason",
    async (_, change, location, reason) => {
      finished(change);
      const list = await listed();
      const { training, events } = await trainings.start({ resume: { folder, epochs: 3, location } });
      expect(await training.ended).toMatchObject({
        status: "finished",
        undone: "failed",
        error: expect.stringContaining(reason),
      });
      expect(filesOf(folder)).toEqual(before);
      expect(events.map(({ type }) => type)).toEqual(expect.arrayContaining(["resumed", "ended"]));
      expect(await listed()).toBe(list);
    },
    TRAINING_MS,
  );

  test.runIf(process.platform === "linux")(
    "gives the reason to a client that was busy until the trainer was gone",
    async () => {
      finished((run) => moveData(run, "/missing/data"));
      const { training } = await trainings.start({
        resume: { folder, epochs: 3, location: "/missing/data" },
      });
      // Blocks this process, so that it handles no message before the trainer is gone.
      while (isThere(training.pid));
      expect(await training.ended).toMatchObject({
        undone: "failed",
        error: expect.stringContaining("/missing/data does not exist"),
      });
    },
    TRAINING_MS,
  );

  describe("while its data is being downloaded", () => {
    const start = () =>
      trainings.start({ resume: { folder, epochs: 3, location: "" } }, { environment: silentProxy });
    beforeEach(() => finished((run) => moveData(run, "")));

    test(
      "is shown as running to all attached clients, and is unchanged when it is stopped",
      async () => {
        const { training, until } = await start();
        await until(({ totalEpochs }) => totalEpochs === 3);
        const other = await trainings.attach(folder);
        expect(other.state).toMatchObject({ status: "running", totalEpochs: 3 });
        expect(filesOf(folder)).toMatchObject(before);
        await other.training.stop();
        const end = { status: "finished", undone: "stopped" };
        expect(await training.ended).toMatchObject(end);
        expect(await other.training.ended).toMatchObject(end);
        expect(filesOf(folder)).toEqual(before);
      },
      TRAINING_MS,
    );

    test(
      "is listed as running by a terminal and by a window without a connection, and then as it was before",
      async () => {
        const list = new RunsList(
          { folder: trainings.runsFolder },
          {
            stateNow: (run) => presentState(run),
            isUnderWay: () => false,
          },
        );
        const inWindow = async () => {
          await list.refresh();
          return list.runs.find((run) => run.folder === folder)!.state.status;
        };
        const inTerminal = async (filter: string) => {
          const lines: string[] = [];
          const selection = { json: true, all: false, filter: parseFilter(filter) };
          await listRuns(new RunStore(trainings.runsFolder), selection, (printed) => lines.push(...printed));
          return lines.map((line) => JSON.parse(line).folder);
        };
        const { training, until } = await start();
        await until(({ totalEpochs }) => totalEpochs === 3);
        expect(await inWindow()).toBe("running");
        expect(await inTerminal("status:running")).toEqual([folder]);
        expect(await inTerminal("status:finished")).not.toContain(folder);
        await training.stop();
        await training.ended;
        expect(await inWindow()).toBe("finished");
        expect(await inTerminal("status:running")).toEqual([]);
        list.dispose();
      },
      TRAINING_MS,
    );

    test(
      "is listed as running although its end is dated in the future, and then as it was before",
      async () => {
        const time = "2999-01-01T00:00:00.000Z";
        changeLog(folder, (event) => (event.type === "ended" ? { ...event, time } : event));
        const list = await listed();
        const { training, until } = await start();
        await until(({ totalEpochs }) => totalEpochs === 3);
        const rows = (await listed()).split("\n").map((line) => JSON.parse(line));
        expect(rows.find((row) => row.folder === folder)).toMatchObject({ status: "running" });
        await training.stop();
        await training.ended;
        expect(await listed()).toBe(list);
      },
      TRAINING_MS,
    );

    test(
      "is unchanged when its trainer is killed, for all attached clients",
      async () => {
        const { training, until } = await start();
        await until(({ totalEpochs }) => totalEpochs === 3);
        const other = await trainings.attach(folder);
        process.kill(training.pid, "SIGKILL");
        const end = { status: "finished", undone: "failed" };
        expect(await training.ended).toMatchObject({ ...end, error: expect.stringContaining("SIGKILL") });
        expect(await other.training.ended).toMatchObject(end);
        expect(filesOf(folder)).toEqual(before);
      },
      TRAINING_MS,
    );

    test(
      "is unchanged when its trainer was killed unseen",
      async () => {
        const { training, until } = await start();
        await until(({ totalEpochs }) => totalEpochs === 3);
        training.dispose();
        process.kill(training.pid, "SIGKILL");
        await training.ended;
        await listed();
        expect(filesOf(folder)).toEqual(before);
      },
      TRAINING_MS,
    );
  });
});

describe("a run whose data is in a folder that the user never chose", () => {
  const location = "/a-strangers-choice/data";
  const record = () => join(trainings.folder, "paths");
  const watched = () => {
    const { environment } = preloading("recordPaths.cjs");
    return { environment: { ...environment, RECORDED_PATH: "a-strangers-choice", RECORD: record() } };
  };
  const recorded = () => (existsSync(record()) ? readFileSync(record(), "utf8") : "");

  test(
    "is neither resumed nor forked, and the folder is not looked at, until the user names it",
    async () => {
      finished((run) => moveData(run, location));
      const list = await listed();
      const resume = { folder, epochs: 3 };
      const fork = { runsFolder: trainings.runsFolder, fork: { folder, changes: { epochs: 3 } } };
      for (const task of [{ resume }, fork]) {
        const starting = trainings.start(task, watched());
        await expect(starting).rejects.toThrow(DataLocationError);
        await expect(starting).rejects.toThrow(`was trained on data in ${location}, where nothing has been`);
      }
      expect(recorded()).toBe("");
      expect(filesOf(folder)).toEqual(before);
      expect(await listed()).toBe(list);

      const { training } = await trainings.start({ resume: { ...resume, location } }, watched());
      expect(await training.ended).toMatchObject({
        error: expect.stringContaining(`${location} does not exist`),
      });
      expect(recorded()).toContain(location);
      expect(isChosenLocation(trainings.cacheFolder, location)).toBe(true);
      const again = await trainings.start({ resume });
      expect(await again.training.ended).toMatchObject({ undone: "failed" });
    },
    TRAINING_MS,
  );

  test(
    "is not read where only the log's `dataset` event names Fashion-MNIST",
    async () => {
      finished((run) =>
        changeLog(run, (event) => {
          if (event.type === "dataset") return { ...event, name: "fashion-mnist" };
          if (event.type !== "started") return event;
          const dataset = { ...event.config.dataset, location: "/another-strangers-choice" };
          return { ...event, config: { ...event.config, dataset } };
        }),
      );
      await expect(trainings.start({ resume: { folder, epochs: 3 } })).rejects.toThrow(DataLocationError);
    },
    TRAINING_MS,
  );

  test("is never stored as chosen where it is a network share or a device", async () => {
    for (const place of [
      "\\\\host\\share",
      "//host/share",
      "\\\\.\\C:",
      "\\??\\C:",
      "/dev/fd",
      "/x/../proc/1",
    ]) {
      await rememberLocation(trainings.cacheFolder, place);
      expect(isChosenLocation(trainings.cacheFolder, place), place).toBe(false);
    }
    await rememberLocation(trainings.cacheFolder, "/development");
    expect(isChosenLocation(trainings.cacheFolder, "/development")).toBe(true);
  });
});
