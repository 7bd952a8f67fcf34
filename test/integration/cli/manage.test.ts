import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { encodeLabels, noLabels } from "../../../src/runs/labels";
import { seriesMetrics } from "../../../src/runs/seriesKinds";
import { removeFolder } from "../../support/removeFolder";
import { RunFolder } from "../../unit/host/runFolder";
import { config, dataset, ended, epochEnd, started, steps } from "../../unit/runs/exampleEvents";
import { runCli, startCli } from "./runCli";

let folder: string;
const ids = ["2026-01-01_00-00-01", "2026-01-01_00-00-02", "2026-01-02_00-00-03"];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "manage-"));
  for (const [index, id] of ids.entries()) {
    const learningRate = [0.001, 0.01, 0.1][index]!;
    new RunFolder(folder, id, index + 1).append(
      { ...started, config: { ...config, learningRate } },
      dataset,
      epochEnd(1, 0.5 + index / 10, 2),
      ended(index === 2 ? "stopped" : "finished"),
    );
  }
});
afterAll(() => removeFolder(folder));

const run = (...args: string[]) => runCli([...args, "--runs", folder], folder);
const ok = async (...args: string[]) => {
  const { code, stdout, stderr } = await run(...args);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return stdout;
};
const refused = async (...args: string[]) => {
  const { code, stdout, stderr } = await run(...args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr.trimEnd().split("\n")).toHaveLength(1);
  return stderr;
};
const listed = async (...args: string[]) =>
  (await ok("runs", "--json", ...args))
    .trimEnd()
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line).id);

/** The words into which a shell splits a command line without a `'` in a word. */
const shellWords = (line: string) => line.match(/'[^']*'|\S+/g)!.map((word) => word.replaceAll("'", ""));

describe("labels", () => {
  test("are given to runs by id, by the beginning of an id, by name and by folder", async () => {
    expect(await ok("rename", ids[0]!, "brisk-linen")).toBe(`${ids[0]}  brisk-linen\n`);
    await ok("tag", "brisk-linen", "2026-01-02", "--add", "baseline, no shuffle");
    await ok("note", join(folder, ids[1]!), "First line.\nSecond line.");
    await ok("star", "brisk-linen");
    const runs = (await ok("runs", "--json", "--sort", "started"))
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(runs.map(({ name, tags, note, starred }) => [name, tags, note, starred])).toEqual(
      expect.arrayContaining([
        ["brisk-linen", ["baseline", "no shuffle"], "", true],
        [`Run ${ids[1]}`, [], "First line.\nSecond line.", false],
        [`Run ${ids[2]}`, ["baseline", "no shuffle"], "", false],
      ]),
    );
  });

  test("are removed again", async () => {
    expect(await ok("tag", "2026-01-02", "--remove", "no shuffle")).toMatch(/ {2}tags: baseline\n$/);
    expect(await run("tag", "2026-01-02", ids[1]!, "--remove", "baseline, nope")).toMatchObject({
      code: 0,
      stderr: "No run of the command had the tag nope; the command runs lists the tags.\n",
    });
    expect(await ok("tag", "2026-01-02", "--add", "baseline")).toMatch(/ {2}tags: baseline\n$/);
    expect(await ok("unstar", "brisk-linen")).not.toContain("starred");
    expect(JSON.parse(await ok("note", ids[1]!, "", "--json"))).toMatchObject({ id: ids[1], note: "" });
    expect(await ok("rename", "2026-01-02", "short")).toContain("short");
    expect(await ok("rename", "short", "")).toContain(`Run ${ids[2]}`);
  });

  test("are refused before anything is changed", async () => {
    expect(await refused("rename", ids[1]!, "two\nlines")).toMatch(
      /^The name must be one line of at most 100 /,
    );
    expect(await refused("tag", ids[1]!, "--add", `${"x".repeat(51)}`)).toMatch(/^--add must have 1 to 50 /);
    expect(await refused("tag", ids[1]!)).toBe("Give --add or --remove with tags.\n");
    expect(await refused("star", ids[1]!, "nowhere")).toMatch(
      /^There is no run in .*nowhere; give a run's folder, or its id or name /,
    );
    expect(await refused("star", "2026-01-01")).toBe(
      `2026-01-01 names several runs: ${ids[0]} and ${ids[1]}; give the id of one.\n`,
    );
    expect(
      existsSync(join(folder, ids[1]!, "labels.json")) && (await listed("--filter", "is:starred")),
    ).toEqual([]);
  });

  test("are not given where another run has the name", async () => {
    const { code, stderr } = await run("rename", ids[1]!, "brisk-linen");
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: `The name brisk-linen belongs to the run ${ids[0]}; choose another one.\n`,
    });
  });

  test("that cannot be read are not overwritten, and the other runs are labelled", async () => {
    const path = join(folder, ids[1]!, "labels.json");
    writeFileSync(path, "{");
    const { code, stdout, stderr } = await run("star", ids[1]!, ids[2]!);
    expect(code).toBe(1);
    expect(stdout).toMatch(new RegExp(`^${ids[2]} .*starred`));
    expect(stderr).toMatch(
      /^Nothing is written to .*labels\.json, since it is damaged or of another version, so that its content would be lost; /,
    );
    expect(readFileSync(path, "utf8")).toBe("{");
    writeFileSync(path, '{"format":1}');
    await ok("unstar", ids[2]!);
  });
});

describe("the list", () => {
  test("is filtered, sorted and shown in columns", async () => {
    expect(await listed("--filter", "lr>0.001 status:finished")).toEqual([ids[1]]);
    expect(await listed("--filter", "-stopped -lr>0.001")).toEqual([ids[0]]);
    expect(await listed("--sort", "-acc")).toEqual([ids[2], ids[1], ids[0]]);
    expect(await ok("runs", "--columns", "name,acc,lr", "--sort", "lr", "--filter", "tag:baseline")).toBe(
      [
        "Name                     Test accuracy, best epoch  Learning rate",
        "brisk-linen                                  50.0%          0.001",
        "Run 2026-01-02_00-00-03                      70.0%            0.1",
        "",
      ].join("\n"),
    );
    expect(await ok("runs", "--markdown", "--filter", "tag:baseline", "--columns", "name,lr")).toBe(
      "| Name | Learning rate |\n| --- | ---: |\n| Run 2026-01-02\\_00-00-03 | 0.1 |\n| brisk-linen | 0.001 |\n",
    );
    expect(JSON.parse(await ok("runs", "--columns", "name,lr", "--json", "--filter", "linen"))).toEqual({
      id: ids[0],
      name: "brisk-linen",
      learningRate: 0.001,
    });
  });

  test("leaves archived runs out unless --all or the filter includes them", async () => {
    await ok("archive", "brisk-linen");
    expect(await listed()).toEqual([ids[2], ids[1]]);
    expect(await listed("--all")).toEqual([ids[2], ids[1], ids[0]]);
    expect(await listed("--filter", "is:archived")).toEqual([ids[0]]);
    expect(await ok("runs", "--filter", "linen")).toBe(
      `No run in ${folder} matches; --all lists archived runs, too.\n`,
    );
    await ok("unarchive", "brisk-linen");
  });

  test.each([
    [
      ["--filter", "status:finished lrr>1"],
      /^--filter is wrong at character 17: There is no column lrr\. Did you mean lr\?\n$/,
    ],
    [["--sort", "acc,-naem"], /^--sort names no column "naem"\. Did you mean name\?\n$/],
    [
      ["--columns", "acc,,lr"],
      /^--columns lacks the name of a column; columns are for example name, .*\.\n$/,
    ],
  ])("refuses %j", async (args, message) => {
    expect(await refused("runs", ...args)).toMatch(message);
  });
});

describe("a comparison", () => {
  test("has what differs, and figures with the differences from the first run", async () => {
    expect(await ok("compare", ids[1]!, "2026-01-02")).toBe(
      [
        "                           Run 2026-01-01_00-00-02  Run 2026-01-02_00-00-03",
        "Learning rate              0.01                     0.1",
        "Test accuracy, best epoch  60.0%                    70.0% (+10.0 points)",
        "Best epoch                 1                        1",
        "Last test accuracy         60.0%                    70.0% (+10.0 points)",
        "Best test loss             1.900                    1.900",
        "Last test loss             1.900                    1.900",
        "Last training loss         2.000                    2.000",
        "Complete epochs            1                        1",
        "Training time              1.5 s                    1.5 s",
        "",
      ].join("\n"),
    );
    const lines = (await ok("compare", ids[1]!, ids[2]!, "--json")).trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line)).slice(2, 4)).toEqual([
      { column: "learningRate", values: [0.01, 0.1] },
      { column: "accuracy", values: [0.6, 0.7], deltas: [null, expect.closeTo(0.1)] },
    ]);
  });

  test("needs two runs", async () => {
    expect(await refused("compare", ids[0]!)).toBe("Name two or more runs to compare.\n");
    expect(await refused("compare", ids[0]!, "brisk-linen")).toBe(
      "Name two or more different runs to compare.\n",
    );
  });
});

describe("an export", () => {
  test("goes to the output or into a file", async () => {
    const csv = await ok("export", "--columns", "name,acc", "--sort", "acc");
    expect(csv.split("\r\n").slice(0, 2)).toEqual(["id,name,accuracy", `${ids[0]},brisk-linen,0.5`]);
    expect(await ok("export", "--columns", "name,acc", "--sort", "acc", "--output", "-")).toBe(csv);
    const file = join(folder, "series.json");
    expect(await ok("export", "brisk-linen", "--series", "--format", "json", "--output", file)).toBe("");
    const rows: { metric: string }[] = JSON.parse(readFileSync(file, "utf8"));
    expect(new Set(rows.map(({ metric }) => metric))).toEqual(
      new Set(seriesMetrics.filter((metric) => !metric.startsWith("validation"))),
    );
  });

  test.skipIf(process.platform === "win32")("that a signal ends leaves no part of its file", async () => {
    const long = new RunFolder(folder, "2026-01-05_00-00-00", 9).append(started, dataset);
    for (let step = 0; step < 400_000; step += 4000) long.append(steps(1, step, Array(4000).fill(1), step));
    const place = join(folder, "exported");
    mkdirSync(place);
    const file = join(place, "series.csv");
    const args = ["export", "2026-01-05_00-00-00", "--series", "--output", file, "--runs", folder];
    const interrupt = async () => {
      const { child, finished } = startCli(args, folder);
      while (readdirSync(place).length === 0 && child.exitCode === null) await nextTurn();
      child.kill("SIGINT");
      return { ...(await finished), signal: child.signalCode };
    };
    let ended = await interrupt();
    // On a busy machine, the export may be complete before the signal is sent.
    for (; ended.code === 0; ended = await interrupt()) removeFolder(file);
    expect(ended.signal).toBe("SIGINT");
    expect(readdirSync(place)).toEqual([]);
    removeFolder(long.folder);
    removeFolder(place);
  });

  test("reports what cannot be read of a run", async () => {
    const path = join(folder, ids[2]!, "labels.json");
    const before = readFileSync(path);
    writeFileSync(path, "{");
    const sentence = `Run ${ids[2]}: labels.json is damaged or of another version: the run is shown without its name, tags and note.\n`;
    for (const command of [["export"], ["compare", ids[0]!, ids[2]!]]) {
      const { code, stderr } = await run(...command);
      expect({ code, stderr }).toEqual({ code: 0, stderr: sentence });
    }
    writeFileSync(path, before);
  });

  test("names the id of a run with a problem where another one has its name, too", async () => {
    const names = ["2026-01-05_00-00-00", "2026-01-05_00-00-01"];
    for (const id of names) {
      const { folder: path, log } = new RunFolder(folder, id, 9).append(started, ended("finished"));
      writeFileSync(join(path, "labels.json"), encodeLabels({ ...noLabels, name: "twin" }));
      appendFileSync(log, "x\n");
    }
    const { stderr } = await run("export");
    for (const id of names) expect(stderr).toContain(`twin (${id}): Line 3 of events.jsonl is damaged`);
    for (const id of names) removeFolder(join(folder, id));
  });

  test("into a file of a run is refused, and the file stays as it was", async () => {
    const own = join(folder, ids[0]!, "events.jsonl");
    const before = readFileSync(own, "utf8");
    expect(await refused("export", "--format", "json", "--output", own)).toBe(
      `${own} is a file of a run; choose another file.\n`,
    );
    const weights = join(folder, ids[0]!, "model.safetensors");
    expect(await refused("export", "--output", weights)).toContain("is a file of a run");
    const checkpoint = join(folder, ids[0]!, "checkpoints", "step-000001.safetensors");
    expect(await refused("export", "--output", checkpoint)).toContain("is a file of a run");
    expect(readFileSync(own, "utf8")).toBe(before);
    expect(existsSync(weights)).toBe(false);
    const beside = join(folder, ids[0]!, "runs.csv");
    await ok("export", "--output", beside);
    rmSync(beside);
  });

  test.runIf(process.platform === "linux")("into a file that cannot be written has failed", async () => {
    const { code, stderr } = await run("export", "--output", "/dev/full");
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: "/dev/full cannot be written (the disk is full, ENOSPC); free some space.\n",
    });
  });

  test("into a file that cannot exist is refused", async () => {
    const file = join(folder, ids[0]!, "run.json");
    const nowhere = join(folder, "nowhere");
    expect(await refused("export", "--output", join(nowhere, "a.csv"))).toBe(
      `There is no folder ${nowhere} for the file of --output.\n`,
    );
    expect(await refused("export", "--output", join(file, "a.csv"))).toBe(
      `--output must be the path of a file in a folder, and ${file} is no folder.\n`,
    );
    const long = join(folder, "x".repeat(300));
    expect((await run("export", "--output", long)).stderr).toBe(
      `${long} cannot be written (the name is longer than the file system allows, ENAMETOOLONG); use shorter names on its path.\n`,
    );
    expect(await refused("export", "--output", folder)).toBe(
      `--output must be the path of a file, and ${folder} is a folder.\n`,
    );
    for (const output of ["exports/", "."])
      expect(await refused("export", "--output", output)).toBe(
        `--output must be the path of a file, not "${output}".\n`,
      );
    expect(await refused("export", "--format", "xml")).toBe(
      '--format must be one of csv, json, not "xml".\n',
    );
  });
});

describe("an export and a list", () => {
  test("of named runs hold those that match the filter, in the order of --sort", async () => {
    const rows = await ok(
      "export",
      ids[0]!,
      ids[1]!,
      ids[2]!,
      "--columns",
      "name",
      "--filter",
      "lr<0.05",
      "--sort",
      "-lr",
    );
    expect(rows).toBe(`id,name\r\n${ids[1]},Run ${ids[1]}\r\n${ids[0]},brisk-linen\r\n`);
  });

  test("tell which runs they cannot read", async () => {
    const refusedRun = new RunFolder(folder, "2026-01-04_00-00-00", 9).append(started);
    rmSync(refusedRun.log);
    mkdirSync(refusedRun.log);
    const sentence = /^The run in .*2026-01-04_00-00-00 is not opened: events.jsonl is a folder; .*\.\n$/;
    const exported = await run("export", "--columns", "name");
    expect(exported.stdout).toContain(ids[1]);
    expect(exported.stderr).toMatch(sentence);
    expect(exported.code).toBe(1);
    for (const option of [["--markdown"], ["--filter", "lr>0"]]) {
      const { code, stderr } = await run("runs", ...option);
      expect(stderr).toMatch(sentence);
      expect(code).toBe(0);
    }
    removeFolder(refusedRun.folder);
  });
});

describe("of a run that cannot be read as a whole", () => {
  const name = `Run ${ids[2]}`;
  const problem =
    "labels.json is damaged or of another version: the run is shown without its name, tags and note.";
  let labels: Buffer;
  beforeAll(() => {
    const path = join(folder, ids[2]!, "labels.json");
    labels = readFileSync(path);
    writeFileSync(path, "{");
  });
  afterAll(() => writeFileSync(join(folder, ids[2]!, "labels.json"), labels));

  test("a list with a filter and an export name what they leave out", async () => {
    const stderr = `${name}, which --filter leaves out: ${problem}\n`;
    const filter = ["--filter", "tag:baseline"];
    expect(await run("runs", ...filter)).toMatchObject({ code: 0, stderr });
    expect(await run("export", ...filter)).toMatchObject({ code: 1, stderr });
    expect(await run("export", ids[2]!, ...filter)).toMatchObject({ code: 1, stderr });
    expect(await run("runs", "--filter", "lr>0.05")).toMatchObject({ code: 0, stderr: "" });
  });

  test("a table has the reason below the row", async () => {
    const lines = (await ok("runs", "--columns", "name,lr")).split("\n");
    expect(lines[1]).toMatch(/^Run 2026-01-02_00-00-03 +0\.1$/);
    expect(lines[2]).toBe(`  ${problem}`);
    expect(lines[3]).toMatch(/^Run 2026-01-01_00-00-02 +0\.01$/);
  });

  test("the reason is on stderr where the output has no place for it", async () => {
    const stderr = `${name}: ${problem}\n`;
    for (const options of [["--markdown"], ["--columns", "name", "--json"]])
      expect(await run("runs", ...options)).toMatchObject({ code: 0, stderr });
    expect(await ok("runs", "--json")).toContain(JSON.stringify([problem]));
  });
});

test("a filter and an export take the present names of parents", async () => {
  const origin = { checkpoint: "checkpoints/step-000001.safetensors", epoch: 1, step: 1 };
  const fork = (id: string, parent: { id: string; name: string }) =>
    new RunFolder(folder, id, 9).append(
      { ...started, parent: { ...origin, ...parent } },
      dataset,
      ended("finished"),
    );
  const parents = [1, 2].map((number) => {
    const run = new RunFolder(folder, `2026-01-06_00-00-0${number}`, 9).append(started, dataset);
    // The log of each parent is longer than the log of its fork, so that the parent is read later.
    return run.append(steps(1, 0, Array(500).fill(1), 1), ended("finished"));
  });
  const [first, second] = [parents[0]!, parents[1]!];
  const forks = [first, second].map(({ id }, index) =>
    fork(`2026-01-07_00-00-0${index + 1}`, { id, name: "linen" }),
  );
  await ok("rename", first.id, "renamed");
  await ok("rename", second.id, "linen");
  expect(await listed("--filter", "parent:renamed")).toEqual([forks[0]!.id]);
  expect(await listed("--filter", "parent:linen")).toEqual([forks[1]!.id]);
  expect(await ok("export", forks[0]!.id, "--columns", "parent")).toBe(
    `id,parent\r\n${forks[0]!.id},renamed\r\n`,
  );
  for (const run of [first, second, ...forks]) removeFolder(run.folder);
});

describe("the trash", () => {
  test.runIf(process.platform !== "win32")(
    "takes a run that is not opened, since it holds a link",
    async () => {
      const { id, folder: path } = new RunFolder(folder, "2026-01-03_00-00-00", 9).append(started);
      const outside = join(folder, "outside.txt");
      writeFileSync(outside, "kept");
      symlinkSync(outside, join(path, "model.safetensors"));
      expect(await ok("runs")).toContain(`${id}  refused`);
      expect(await ok("delete", id)).toContain(
        `is in the trash; restore --runs ${folder} ${id} brings it back.`,
      );
      expect(await ok("runs")).not.toContain(id);
      expect(await ok("empty-trash")).toContain(id);
      expect(readFileSync(outside, "utf8")).toBe("kept");
    },
  );

  test("takes runs and gives them back", async () => {
    expect(await ok("delete", "brisk-linen", ids[1]!)).toBe(
      `brisk-linen is in the trash; restore --runs ${folder} ${ids[0]} brings it back.\nRun ${ids[1]} is in the trash; restore --runs ${folder} ${ids[1]} brings it back.\n`,
    );
    expect(await listed("--all")).toEqual([ids[2]]);
    expect(await ok("restore", "brisk-linen")).toBe(`brisk-linen is restored: ${ids[0]}\n`);
    expect(await refused("restore", "nowhere")).toBe(`There is no run nowhere in the trash of ${folder}.\n`);
    expect(await ok("empty-trash")).toBe(`${ids[1]} is removed: ${ids[1]}\n`);
    expect(await ok("empty-trash")).toBe("The trash is empty.\n");
    mkdirSync(join(folder, ".trash", "other"));
    writeFileSync(join(folder, ".trash", "other", "notes.txt"), "");
    for (const options of [[], ["--json"]])
      expect(await run("empty-trash", ...options)).toMatchObject({
        code: 0,
        stdout: "",
        stderr: `The trash ${join(folder, ".trash")} holds no run; its other entries are left there.\n`,
      });
    removeFolder(join(folder, ".trash", "other"));
    expect(readdirSync(join(folder, ".trash"))).toEqual([]);
    expect(await listed()).toEqual([ids[2], ids[0]]);
  });

  test("takes a run whose name another run has by its id", async () => {
    await ok("rename", ids[0]!, "brisk-linen");
    const half = join(folder, "half");
    mkdirSync(half);
    copyFileSync(join(folder, ids[0]!, "labels.json"), join(half, "labels.json"));
    expect(await ok("delete", "half")).toBe(
      `half is in the trash; restore --runs ${folder} half brings it back.\n`,
    );
    await ok("empty-trash");
  });

  test.each([
    ["-rf", ".fitting-room/runs", [], "restore -- -rf"],
    ["my run", ".fitting-room/runs", [], "restore 'my run'"],
    ["-rf", "my runs", ["--runs", "my runs"], "restore --runs 'FOLDER/my runs' -- -rf"],
    ["first", "runs", ["--runs", "runs"], "restore --runs FOLDER/runs first"],
  ])("gives the run %j in %s back by the command that delete prints", async (id, runs, options, command) => {
    mkdirSync(join(folder, runs), { recursive: true });
    const { folder: path } = new RunFolder(join(folder, runs), id, 9).append(started);
    const { stdout } = await runCli(["delete", ...options, "--", id], folder);
    const [, printed] = /is in the trash; (.*) brings it back\.\n$/.exec(stdout) ?? [];
    expect(printed?.replace(folder, "FOLDER")).toBe(command);
    expect((await runCli(shellWords(printed!), folder)).code).toBe(0);
    expect(existsSync(path)).toBe(true);
    removeFolder(join(folder, runs));
  });

  test.each(["~t", "$lr", "~/t"])(
    "gives back a run with the id or the name %j, which looks like a path's variable",
    async (name) => {
      const id = name.replace("/", "-");
      const { folder: path } = new RunFolder(folder, id, 9).append(started);
      for (const called of [id, name]) {
        await ok("rename", id, called === id ? "" : called);
        expect(await ok("star", called)).toContain(`${id}  `);
        expect(await ok("delete", called)).toContain(" is in the trash; ");
        expect(await ok("restore", called)).toContain(` is restored: ${id}\n`);
      }
      removeFolder(path);
    },
  );

  test("takes no run that trains", async () => {
    const training = startCli(["train", "--sample", "--epochs", "9999", "--json", "--runs", folder], folder);
    await new Promise<void>((resolve) =>
      training.child.stdout?.on("data", (text) => /"steps"/.test(text) && resolve()),
    );
    const [id] = await listed();
    const { code, stdout, stderr } = await run("delete", id);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(/^The run in .* is being trained by process \d+.*; stop that one first\.\n$/);
    expect(await ok("rename", id, "while it trains")).toBe(`${id}  while it trains\n`);
    training.child.kill("SIGINT");
    expect((await training.finished).code).toBe(130);
    expect((await ok("delete", "while it trains")).split(" is in")[0]).toBe("while it trains");
  });
});

test("a run is forked by its name", async () => {
  const { code, stderr } = await run("fork", "brisk-linen");
  expect(code).toBe(1);
  expect(stderr).toMatch(/no whole checkpoint|no checkpoint/);
});

test("marks prints the marks of a data set as CSV and as JSON", async () => {
  const marks = { format: 1, test: { 17: "fine" }, train: { 16691: "wrongLabel" } };
  writeFileSync(join(folder, ".fashion-mnist.marks.json"), JSON.stringify(marks));
  expect(await ok("marks")).toBe("set,index,mark\r\ntest,17,fine\r\ntrain,16691,wrongLabel\r\n");
  expect(await ok("marks", "sample")).toBe("set,index,mark\r\n");
  const lines = (await ok("marks", "--json")).trimEnd().split("\n");
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    { set: "test", index: 17, mark: "fine" },
    { set: "train", index: 16691, mark: "wrongLabel" },
  ]);
  expect(await refused("marks", "mnist")).toMatch(
    /^The data set must be one of fashion-mnist, sample, not "mnist"\.$/m,
  );
});
