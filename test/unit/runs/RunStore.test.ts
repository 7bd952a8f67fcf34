import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { deleteRun } from "../../../src/liveness/trash";
import { readRun } from "../../../src/model/readRun";
import { createRun } from "../../../src/runs/createRun";
import { encodeLabels, noLabels } from "../../../src/runs/labels";
import { changeLabels, readRunName } from "../../../src/runs/labelsFile";
import { tutorialConfig } from "../../../src/runs/RunConfig";
import { RunLog } from "../../../src/runs/RunLog";
import { RunStore } from "../../../src/runs/RunStore";
import { refusalOf } from "../../../src/runs/runFiles";
import { whyNotWritten } from "../../../src/runs/whyNotWritten";
import { RunFolder } from "../host/runFolder";
import { dataset, ended, started, steps } from "./exampleEvents";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "runs-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const noon = new Date(2026, 0, 2, 12, 0, 0);

function record(now: Date, ...events: Parameters<RunLog["append"]>[0][]) {
  const run = createRun(folder, tutorialConfig, now);
  const log = new RunLog(run.folder);
  for (const event of events) log.append(event);
  log.close();
  return run;
}

describe("the runs on disk", () => {
  test("a run's folder is named after the time at which it began", () => {
    const run = createRun(folder, tutorialConfig, noon);
    expect(run.id).toBe("2026-01-02_12-00-00");
    expect(run.name).toBe("2026-01-02 12:00:00");
    expect(JSON.parse(readFileSync(join(run.folder, "run.json"), "utf8"))).toMatchObject({
      format: 2,
      id: run.id,
      config: tutorialConfig,
    });
  });

  test("two runs of the same second have folders and names of their own", () => {
    const runs = [1, 2, 3].map(() => createRun(folder, tutorialConfig, noon));
    expect(runs.map(({ id, name }) => [id, name])).toEqual([
      ["2026-01-02_12-00-00", "2026-01-02 12:00:00"],
      ["2026-01-02_12-00-00_2", "2026-01-02 12:00:00 (2)"],
      ["2026-01-02_12-00-00_3", "2026-01-02 12:00:00 (3)"],
    ]);
  });

  test("what is logged is read back unchanged", async () => {
    const events = [started, dataset, steps(1, 0, [2.5, null], 1), ended("finished")];
    const { id } = record(noon, ...events);
    expect(await new RunStore(folder).read(id)).toMatchObject({ events, problems: [] });
  });

  test("runs are listed newest first, each with its state", async () => {
    record(noon, started, dataset, ended("stopped"));
    record(new Date(2026, 0, 3), started, dataset);
    const { runs } = await new RunStore(folder).list();
    expect(runs.map(({ id, state }) => [id, state.status])).toEqual([
      ["2026-01-03_00-00-00", "running"],
      ["2026-01-02_12-00-00", "stopped"],
    ]);
  });

  test("a run is listed by its name, and by its time while it has none", async () => {
    const { id, folder: named } = record(noon, started);
    const store = new RunStore(folder);
    expect((await store.list()).runs).toMatchObject([{ name: "2026-01-02 12:00:00", labels: noLabels }]);
    await changeLabels(named, (labels) => ({ ...labels, name: "brisk-linen", tags: ["baseline"] }));
    const [run] = (await store.list()).runs;
    expect(run).toMatchObject({ name: "brisk-linen", labels: { tags: ["baseline"] }, problems: [] });
    expect((await store.read(id)).run.name).toBe("brisk-linen");
    expect(await readRunName(named)).toBe("brisk-linen");
  });

  test("the log of a run is not read again when only its labels have changed", async () => {
    const { id, folder: named } = record(noon, started);
    const store = new RunStore(folder);
    const { state } = await store.summary(id);
    await changeLabels(named, (labels) => ({ ...labels, starred: true }));
    const changed = await store.summary(id);
    expect(changed.labels.starred).toBe(true);
    expect(changed.state).toBe(state);
    expect(await store.summary(id)).toBe(changed);
  });

  test("a run with damaged labels is listed without them, and with a sentence while they are damaged", async () => {
    const { folder: named } = record(noon, started);
    const store = new RunStore(folder);
    writeFileSync(join(named, "labels.json"), "{");
    expect((await store.list()).runs).toMatchObject([
      {
        labels: noLabels,
        problems: [
          "labels.json is damaged or of another version: the run is shown without its name, tags and note.",
        ],
      },
    ]);
    rmSync(join(named, "labels.json"));
    expect((await store.list()).runs).toMatchObject([{ labels: noLabels, problems: [] }]);
  });

  test("a fork is listed with its parent's current name, or with the recorded one if the parent is gone", async () => {
    const { id, folder: named } = record(noon, started);
    const parent = {
      id,
      name: "an older name",
      checkpoint: "checkpoints/step-000004.safetensors",
      epoch: 1,
      step: 4,
    };
    record(new Date(2026, 0, 3), { ...started, parent });
    record(new Date(2026, 0, 4), { ...started, parent: { ...parent, id: "gone" } });
    const store = new RunStore(folder);
    const parents = async () => (await store.list()).runs.map(({ state }) => state.parent?.name);
    await changeLabels(named, (labels) => ({ ...labels, name: "brisk-linen" }));
    expect(await parents()).toEqual(["an older name", "brisk-linen", undefined]);
    await changeLabels(named, (labels) => ({ ...labels, name: "calm-wool" }));
    expect(await parents()).toEqual(["an older name", "calm-wool", undefined]);
  });

  test("a run that was made later does not count as the parent whose id it has", async () => {
    const { id, created, folder: named } = record(noon, started);
    await changeLabels(named, (labels) => ({ ...labels, name: "brisk-linen" }));
    const parent = { id, name: "calm-wool", checkpoint: "checkpoints/1", epoch: 1, step: 4 };
    const others = { stranger: "2026-01-01T09:30:00.250Z", present: created, unrecorded: undefined };
    const forks = Object.entries(others).map(([name, time], index) => {
      const origin = { ...parent, ...(time !== undefined && { created: time }) };
      return [name, record(new Date(2026, 0, 3 + index), { ...started, parent: origin }).id] as const;
    });
    const read = async (listed: boolean) => {
      const store = new RunStore(folder);
      const runs = listed
        ? (await store.list()).runs
        : await Promise.all(forks.map(([, fork]) => store.summary(fork)));
      const nameOf = (fork: string) => runs.find((run) => run.id === fork)?.state.parent?.name;
      return Object.fromEntries(forks.map(([name, fork]) => [name, nameOf(fork)]));
    };
    const expected = { stranger: "calm-wool", present: "brisk-linen", unrecorded: "brisk-linen" };
    expect(await read(true)).toEqual(expected);
    expect(await read(false)).toEqual(expected);
  });

  test("a parent without run.json is identified by the beginning of its log", async () => {
    const { id, folder: named } = record(noon, started);
    rmSync(join(named, "run.json"));
    await changeLabels(named, (labels) => ({ ...labels, name: "brisk-linen" }));
    const parent = { id, name: "as it was", created: started.time, checkpoint: "c", epoch: 1, step: 4 };
    const fork = record(new Date(2026, 0, 3), { ...started, parent });
    const store = new RunStore(folder);
    expect((await store.summary(fork.id)).state.parent?.name).toBe("brisk-linen");
    expect((await store.list()).runs[0]?.state.parent?.name).toBe("brisk-linen");
  });

  test("a missing runs folder holds no runs", async () => {
    expect(await new RunStore(join(folder, "nowhere")).list()).toEqual({ runs: [], refused: [] });
  });

  test("a runs folder that cannot be read does not count as empty", async () => {
    const file = join(folder, "a-file");
    writeFileSync(file, "");
    await expect(new RunStore(file).list()).rejects.toThrow(
      `The runs folder ${file} cannot be read (${realpathSync(file)} is a file); move it away.`,
    );
  });

  test.skipIf(process.platform === "win32")(
    "a runs folder that is a broken link does not count as empty",
    async () => {
      const link = join(folder, "link");
      symlinkSync(join(folder, "nowhere"), link);
      await expect(new RunStore(link).list()).rejects.toThrow(
        `The runs folder ${link} is a link that leads nowhere; connect the disk that it leads to, or choose another folder.`,
      );
    },
  );

  test("folders that hold no readable run are left out", async () => {
    record(noon, started);
    mkdirSync(join(folder, "empty"));
    mkdirSync(join(folder, "broken"));
    writeFileSync(join(folder, "broken", "run.json"), "{");
    mkdirSync(join(folder, "newer"));
    writeFileSync(join(folder, "newer", "run.json"), '{"format":2}');
    const { runs, refused } = await new RunStore(folder).list();
    expect(runs.map(({ id }) => id)).toEqual(["2026-01-02_12-00-00"]);
    expect(refused).toEqual(
      ["broken", "newer"].map((id) => ({
        id,
        folder: join(folder, id),
        refusal: `The folder ${join(folder, id)} holds no run that this version can read.`,
      })),
    );
  });

  test.each<[string, string[]]>([
    ["checkpoints", ["checkpoints/step-000004.safetensors"]],
    ["final weights", ["model.safetensors"]],
    ["records of layers", ["layers.jsonl"]],
    ["evaluations", ["evaluation/epoch-0001.safetensors"]],
    ["labels", ["labels.json"]],
  ])("a folder of a run that has only its %s left is listed with the reason", async (_, files) => {
    const lost = join(folder, "lost");
    for (const file of files) {
      mkdirSync(join(lost, file, ".."), { recursive: true });
      writeFileSync(join(lost, file), file === "labels.json" ? encodeLabels(noLabels) : "");
    }
    const refusal = `The run in ${lost} cannot be read: it has neither run.json nor events.jsonl; put one of them back.`;
    expect(await new RunStore(folder).list()).toMatchObject({
      runs: [],
      refused: [{ id: "lost", folder: lost, refusal }],
    });
    await expect(readRun(lost)).rejects.toThrow(refusal);
    expect(whyNotWritten(join(lost, files[0]!))).toContain("is a file of a run");
  });

  test("a folder of another program is no run, whatever names its files have", async () => {
    const others = ["node_modules/x/index.js", "src/labels.json", ".git/HEAD", ".trash/x/model.safetensors"];
    for (const file of [
      ...others,
      "other/checkpoints/last.ckpt",
      "other/evaluation/scores.csv",
      "a/checkpoints/x",
    ]) {
      mkdirSync(join(folder, file, ".."), { recursive: true });
      writeFileSync(join(folder, file), '{"cat":1}');
    }
    expect(await new RunStore(folder).list()).toEqual({ runs: [], refused: [] });
  });

  test("a folder without runs names the folder in it that holds runs", async () => {
    mkdirSync(join(folder, "another", "src"), { recursive: true });
    createRun(join(folder, "my-runs"), tutorialConfig, noon);
    expect(await new RunStore(folder).list()).toMatchObject({ runs: [], below: join(folder, "my-runs") });
    const { id } = createRun(folder, tutorialConfig, noon);
    const { runs, below } = await new RunStore(folder).list();
    expect([runs.map((run) => run.id), below]).toEqual([[id], undefined]);
  });

  test("a workspace names its folder of runs", async () => {
    const runs = join(folder, ".fitting-room/runs");
    createRun(runs, tutorialConfig, noon);
    expect((await new RunStore(folder).list()).below).toBe(runs);
  });

  test.each(["", "checkpoints", "evaluation"])(
    "the folder of a run, or %j in it, is no runs folder, and the one around it is named",
    async (inner) => {
      const { folder: run } = record(noon, started);
      if (inner) mkdirSync(join(run, inner));
      const path = join(run, inner);
      const sentence = `${path} belongs to a run; choose the folder ${realpathSync(folder)}, which holds the run.`;
      await expect(new RunStore(path).list()).rejects.toThrow(sentence);
      expect(() => createRun(path, tutorialConfig, noon)).toThrow(sentence);
      expect(readdirSync(path)).toEqual(inner ? [] : ["events.jsonl", "run.json"]);
    },
  );

  test.each(["deep/down", ".fitting-room/runs", "checkpoints/deep"])(
    "%s in the folder of a run is no runs folder, also while it does not exist",
    async (inner) => {
      const { folder: run } = record(noon, started);
      writeFileSync(join(run, "labels.json"), encodeLabels({ ...noLabels, name: "brisk-linen" }));
      const path = join(run, inner);
      const sentence = `${path} belongs to a run; choose the folder ${realpathSync(folder)}, which holds the run.`;
      expect(() => createRun(path, tutorialConfig, noon)).toThrow(sentence);
      expect(existsSync(path)).toBe(false);
      mkdirSync(path, { recursive: true });
      expect(() => createRun(path, tutorialConfig, noon)).toThrow(sentence);
      await expect(new RunStore(path).list()).rejects.toThrow(sentence);
      expect(readdirSync(path)).toEqual([]);
    },
  );

  test("runs that are in the folder of a run are listed", async () => {
    const { folder: run } = record(noon, started);
    writeFileSync(join(run, "labels.json"), encodeLabels({ ...noLabels, name: "brisk-linen" }));
    const inner = join(run, "inner");
    cpSync(run, join(folder, "copy"), { recursive: true });
    mkdirSync(inner);
    renameSync(join(folder, "copy"), join(inner, "copy"));
    expect((await new RunStore(inner).list()).runs.map(({ id }) => id)).toEqual(["copy"]);
  });

  test("a folder of another program that has run.json and events.jsonl may hold runs deeper down", () => {
    for (const name of ["run.json", "events.jsonl", "labels.json"]) writeFileSync(join(folder, name), "{}");
    const runs = join(folder, ".fitting-room/runs");
    createRun(runs, tutorialConfig, noon);
    expect(readdirSync(runs)).toContain("2026-01-02_12-00-00");
  });

  test.each(["", "checkpoints"])(
    "what is left of a run is no runs folder, nor is %j in it",
    async (inner) => {
      const lost = join(folder, "lost");
      mkdirSync(join(lost, "checkpoints"), { recursive: true });
      writeFileSync(join(lost, "checkpoints", "step-000004.safetensors"), "");
      await expect(new RunStore(join(lost, inner)).list()).rejects.toThrow(
        "belongs to a run; choose the folder",
      );
    },
  );

  test("a new run is not made in the trash, and the runs there are listed", async () => {
    const { id } = record(noon, started);
    await deleteRun(folder, id);
    const trash = join(folder, ".trash");
    expect(() => createRun(trash, tutorialConfig, noon)).toThrow(
      `${trash} is the trash of the runs folder ${folder}; choose that folder.`,
    );
    expect((await new RunStore(trash).list()).runs.map((run) => run.id)).toEqual([id]);
    expect(readdirSync(trash)).toEqual([id]);
  });

  test("runs in the folder of a run are not hidden", async () => {
    const { folder: run } = record(noon, started);
    new RunFolder(run, "2026-01-03_00-00-00", 1).append(started);
    expect((await new RunStore(run).list()).runs.map(({ id }) => id)).toEqual(["2026-01-03_00-00-00"]);
  });

  test("the error for a run without a folder states that the run is gone", async () => {
    const { id, folder: gone } = record(noon, started);
    rmSync(gone, { recursive: true });
    const sentence = `The run ${id} is gone: there is no folder ${gone} any more.`;
    await expect(readRun(gone)).rejects.toThrow(sentence);
    expect(refusalOf(gone, Object.assign(new Error(), { code: "ENOENT" })).message).toBe(sentence);
  });

  test.runIf(process.platform !== "win32")(
    "an entry with a backslash in its name neither hides a run nor keeps one from being made",
    async () => {
      const { id } = record(noon, started);
      mkdirSync(join(folder, "a\\b"));
      writeFileSync(join(folder, "c\\d"), "");
      mkdirSync(join(folder, "e\\f"));
      writeFileSync(join(folder, "e\\f/events.jsonl"), readFileSync(join(folder, id, "events.jsonl")));
      const { id: later } = createRun(folder, tutorialConfig, new Date(noon.getTime() + 1000));
      const { runs, refused } = await new RunStore(folder).list();
      expect(runs.map((run) => run.id).sort()).toEqual([id, later, "e\\f"]);
      expect(refused).toEqual([]);
    },
  );

  test.runIf(process.platform === "linux")(
    "a run whose folder has a name that is no valid UTF-8 is listed as refused, and other entries are not",
    async () => {
      const { id, folder: run } = record(noon, started);
      const { id: later } = record(new Date(noon.getTime() + 1000), started);
      const named = (name: string) => Buffer.concat([Buffer.from(`${folder}/${name}`), Buffer.from([0xff])]);
      renameSync(run, named("run"));
      mkdirSync(Buffer.concat([named("other"), Buffer.from("/checkpoints")]), { recursive: true });
      writeFileSync(named("notes"), "");
      const { runs, refused } = await new RunStore(folder).list();
      expect(runs.map((one) => one.id)).toEqual([later]);
      const misnamed = join(folder, "run\ufffd");
      const refusal = `The run in ${misnamed} is not opened: the name of its folder is no valid UTF-8; rename it.`;
      expect(refused).toEqual([{ id: "run\ufffd", folder: misnamed, refusal }]);
      renameSync(named("run"), run);
      expect((await new RunStore(folder).list()).runs.map((one) => one.id)).toEqual([later, id]);
    },
  );

  test("a log that is cut within its last line has all other lines, and the cut line is reported", async () => {
    const { id, folder: runFolder } = record(noon, started, dataset);
    appendFileSync(join(runFolder, "events.jsonl"), '{"type":"steps","epo');
    const { events, problems } = await new RunStore(folder).read(id);
    expect(events).toEqual([started, dataset]);
    expect(problems).toEqual(["Line 3 of events.jsonl was cut off and was left out."]);
  });

  test("only the damaged line is left out", async () => {
    const { id, folder: runFolder } = record(noon, started);
    appendFileSync(join(runFolder, "events.jsonl"), '{"type":"nonsense"}\n');
    const log = new RunLog(runFolder);
    log.append(dataset);
    log.close();
    const { events, problems } = await new RunStore(folder).read(id);
    expect(events).toEqual([started, dataset]);
    expect(problems).toEqual(["Line 2 of events.jsonl is damaged and was left out."]);
  });

  test("an incomplete last line does not join with the first line of the next writer", async () => {
    const { id, folder: runFolder } = record(noon, started);
    appendFileSync(join(runFolder, "events.jsonl"), '{"type":"st');
    const log = new RunLog(runFolder);
    log.append(ended("failed", "It died."));
    log.close();
    const { events } = await new RunStore(folder).read(id);
    expect(events).toEqual([started, ended("failed", "It died.")]);
  });

  test("a repository around the runs ignores them", () => {
    createRun(join(folder, "new/runs"), tutorialConfig, noon);
    expect(readFileSync(join(folder, "new/runs/.gitignore"), "utf8")).toBe("*\n");
    expect(readdirSync(join(folder, "new"))).toEqual(["runs"]);
    createRun(folder, tutorialConfig, noon);
    expect(existsSync(join(folder, ".gitignore"))).toBe(false);
  });

  test.runIf(existsSync("/proc"))("a folder that the system cannot make is refused without waiting", () => {
    expect(() => createRun("/proc/runs/of/mine", tutorialConfig, noon)).toThrow(
      "The runs folder /proc/runs/of/mine cannot be written (its folder is not there, ENOENT)",
    );
  });

  test.runIf(process.platform !== "win32").each([".fitting-room", ".fitting-room/runs"])(
    "the default runs folder is neither read nor written where %s is a link, as in a clone",
    async (link) => {
      const elsewhere = join(folder, "elsewhere");
      mkdirSync(join(elsewhere, "runs"), { recursive: true });
      const workspace = join(folder, "workspace");
      mkdirSync(join(workspace, ".fitting-room"), { recursive: true });
      if (link === ".fitting-room") rmSync(join(workspace, link), { recursive: true });
      symlinkSync(elsewhere, join(workspace, link));
      const runs = join(workspace, ".fitting-room/runs");
      await expect(new RunStore(runs).list()).rejects.toThrow(`${join(workspace, link)} is a symbolic link`);
      expect(() => createRun(runs, tutorialConfig, noon)).toThrow(
        `${join(workspace, link)} is a symbolic link`,
      );
      expect(readdirSync(elsewhere)).toEqual(["runs"]);
      expect(readdirSync(join(elsewhere, "runs"))).toEqual([]);
    },
  );

  test("an existing runs folder gets git's files when it holds only runs", () => {
    createRun(folder, tutorialConfig, noon);
    expect(readFileSync(join(folder, ".gitignore"), "utf8")).toBe("*\n");
    expect(readFileSync(join(folder, ".gitattributes"), "utf8")).toBe("* -text\n");
    const project = join(folder, ".project");
    mkdirSync(project);
    writeFileSync(join(project, "program.py"), "");
    createRun(project, tutorialConfig, noon);
    expect(readdirSync(project)).not.toContain(".gitignore");
  });

  test("existing files for git in a runs folder stay unchanged", () => {
    const theirs = { ".gitignore": "*.safetensors\n", ".gitattributes": "*.jsonl text\n" };
    for (const [name, content] of Object.entries(theirs)) writeFileSync(join(folder, name), content);
    createRun(folder, tutorialConfig, noon);
    createRun(folder, tutorialConfig, noon);
    for (const [name, content] of Object.entries(theirs))
      expect(readFileSync(join(folder, name), "utf8")).toBe(content);
  });

  test("a runs folder that cannot be made is refused by name", () => {
    const file = join(folder, "a-file");
    writeFileSync(file, "");
    expect(() => createRun(join(file, "runs"), tutorialConfig, noon)).toThrow(
      `The runs folder ${join(file, "runs")} cannot be written (${realpathSync(file)} is a file); move it away, or choose another folder for runs.`,
    );
    expect(existsSync(join(file, "runs"))).toBe(false);
  });
});
