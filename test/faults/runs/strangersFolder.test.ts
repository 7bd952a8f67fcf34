/** A run folder of unknown origin can at worst fail to open. */
import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { encodeLine } from "../../../src/runs/logLine";
import { RunStore } from "../../../src/runs/RunStore";
import { listLines } from "../../unit/cli/listLines";
import { config, dataset, ended, started, steps } from "../../unit/runs/exampleEvents";

let folder: string;
let run: string;
let log: string;
let record: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "stranger-"));
  run = join(folder, "run");
  mkdirSync(run);
  log = join(run, "events.jsonl");
  record = join(run, "run.json");
  writeFileSync(log, [started, dataset, ended("finished")].map((event) => `${encodeLine(event)}\n`).join(""));
  writeFileSync(record, recordNamed("A run"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const open = () => new RunStore(folder).read("run");

const refusal = async () => (await new RunStore(folder).list()).refused[0]?.refusal;

function recordNamed(name: string, notes = ""): string {
  return JSON.stringify({ format: 1, id: "run", name, created: started.time, notes, tags: [], config });
}

describe.runIf(process.platform !== "win32")("an entry that is not a file", () => {
  const substitutes: [string, (path: string) => void][] = [
    ["a pipe that nobody writes", (path) => execFileSync("mkfifo", [path])],
    ["a device without an end", (path) => symlinkSync("/dev/zero", path)],
    ["a folder", (path) => mkdirSync(path)],
    ["a link to itself", (path) => symlinkSync(path, path)],
  ];

  test.each(substitutes)("%s in the log's place is reported, and the run not opened", async (_, put) => {
    rmSync(log);
    put(log);
    expect(await refusal()).toMatch(/ is not opened: events\.jsonl is a (pipe|folder|symbolic link); /);
  });

  test.each(substitutes)(
    "%s in the place of run.json is reported, and the run not opened",
    async (_, put) => {
      rmSync(record);
      put(record);
      expect(await refusal()).toMatch(/ is not opened: run\.json is a (pipe|folder|symbolic link); /);
    },
  );

  test("symbolic links to files and to a run are reported and not followed", async () => {
    const elsewhere = mkdtempSync(join(tmpdir(), "elsewhere-"));
    symlinkSync(run, join(elsewhere, "linked"));
    mkdirSync(join(elsewhere, "of-links"));
    symlinkSync(log, join(elsewhere, "of-links", "events.jsonl"));
    symlinkSync(record, join(elsewhere, "of-links", "run.json"));
    const { runs, refused } = await new RunStore(elsewhere).list();
    expect(runs).toEqual([]);
    expect(refused.map(({ refusal }) => refusal)).toEqual([
      `The run in ${join(elsewhere, "linked")} is not opened: its folder is a symbolic link; replace the run's folder with a copy, such as cp -rL makes, or remove the link if it leads nowhere.`,
      expect.stringMatching(/ is not opened: (events\.jsonl|run\.json) is a symbolic link; replace the run/),
    ]);
    rmSync(elsewhere, { recursive: true });
  });

  test.runIf(process.platform === "linux").each([
    ["-al", "events.jsonl is a file that has other names too (a hard link, as in a backup by cp -al)", ""],
    ["-as", "events.jsonl is a symbolic link", ", or remove the link if it leads nowhere"],
  ])(
    "a run that was copied by cp %s is refused until a copy without links is in its place",
    async (options, what, otherwise) => {
      const elsewhere = mkdtempSync(join(tmpdir(), "backup-"));
      const backup = join(elsewhere, "run");
      execFileSync("cp", [options, run, backup]);
      const { refused } = await new RunStore(elsewhere).list();
      expect(refused.map((one) => one.refusal)).toEqual([
        `The run in ${backup} is not opened: ${what}; replace the run's folder with a copy, such as cp -rL makes${otherwise}.`,
      ]);
      execFileSync("cp", ["-rL", backup, `${backup}-copy`]);
      rmSync(backup, { recursive: true });
      renameSync(`${backup}-copy`, backup);
      for (const place of [elsewhere, folder]) {
        const listing = await new RunStore(place).list();
        expect([listing.runs.length, listing.refused]).toEqual([1, []]);
      }
      rmSync(elsewhere, { recursive: true });
    },
  );
});

describe("an entry that is too large", () => {
  test("a log of 3 GB is read as far as memory allows, and the rest is reported", async () => {
    truncateSync(log, 3 * 1024 ** 3);
    const { events, problems } = await open();
    expect(events).toEqual([started, dataset, ended("finished")]);
    expect(problems).toEqual([
      "What comes after line 3 of events.jsonl was left out: the next line is too long.",
    ]);
  });

  test("a line of 100 MB is left out, and every other line is read", async () => {
    appendFileSync(log, Buffer.alloc(100_000_000, "["));
    appendFileSync(log, `\n${encodeLine(steps(1, 0, [1], 1))}\n`);
    const { events, problems } = await open();
    expect(events.at(-1)).toEqual(steps(1, 0, [1], 1));
    expect(problems).toEqual(["Line 4 of events.jsonl is damaged and was left out."]);
  });

  test("a sparse log of 1 TB with line ends far apart is given up after 256 MiB", async () => {
    truncateSync(log, 1e12);
    const file = openSync(log, "r+");
    for (let at = 15e6; at < 1e9; at += 15e6) writeSync(file, "\n", at);
    closeSync(file);
    const { events, problems } = await open();
    expect(events).toHaveLength(3);
    expect(problems.at(-1)).toBe(
      "What comes after line 21 of events.jsonl was left out: too much is damaged.",
    );
  });

  test("a hundred million empty lines are given up in one sentence", async () => {
    appendFileSync(log, Buffer.alloc(100_000_000, "\n"));
    const { events, problems } = await open();
    expect(events).toEqual([started, dataset, ended("finished")]);
    expect(problems).toEqual([
      "What comes after line 10004 of events.jsonl was left out: too many lines are blank.",
    ]);
  });

  test("fifty million damaged lines are given up in two sentences", async () => {
    appendFileSync(log, Buffer.alloc(100_000_000, "x\n"));
    const { events, problems } = await open();
    expect(events).toEqual([started, dataset, ended("finished")]);
    expect(problems).toEqual([
      "10001 lines of events.jsonl are damaged and were left out; the first is line 4.",
      "What comes after line 10004 of events.jsonl was left out: too much is damaged.",
    ]);
  });

  test("a run.json of 100 MB is not read, and reported", async () => {
    writeFileSync(record, recordNamed("A run", "x".repeat(100_000_000)));
    expect((await open()).problems).toEqual([
      expect.stringMatching(/^run\.json cannot be read \(it is longer than 1048576 bytes\): its folder/),
    ]);
  });
});

describe("names", () => {
  test("of any length are cut to what a list can show", async () => {
    writeFileSync(record, recordNamed("x".repeat(500_000), "y".repeat(500_000)));
    expect((await open()).run.name).toBe(`${"x".repeat(199)}…`);
  });

  test("with HTML and control characters stay unchanged for the code that shows them", async () => {
    const name = "<img src=x onerror=alert(1)>\u001b[2J\u0000\n\u202egnp.exe";
    writeFileSync(record, recordNamed(name));
    expect((await open()).run.name).toBe(name);
  });

  test.runIf(process.platform !== "win32")(
    "with control characters are shown by a terminal as text",
    async () => {
      const id = "run \u001b[2J\u0007\n\u202eend";
      mkdirSync(join(folder, id));
      writeFileSync(join(folder, id, "events.jsonl"), `${encodeLine(started)}\n`);
      const lines = await listLines(folder, false);
      expect(lines).toEqual([
        expect.stringMatching(/^run �\[2J���end {2}interrupted/),
        expect.stringMatching(/^ {2}run\.json is missing or damaged/),
        expect.stringMatching(/^run {13}finished/),
      ]);
      for (const line of await listLines(folder, true)) expect(line).not.toMatch(/\p{Cc}/u);
    },
  );

  test("of JavaScript's own members have no effect", async () => {
    const record = recordNamed("A run").replace("{", '{"__proto__":{"name":"Another"},"constructor":1,');
    writeFileSync(join(run, "run.json"), record);
    mkdirSync(join(folder, "__proto__"));
    writeFileSync(join(folder, "__proto__", "run.json"), recordNamed("Proto"));
    const { runs } = await new RunStore(folder).list();
    expect(runs.map(({ id, name }) => [id, name])).toEqual([
      ["run", "A run"],
      ["__proto__", "Proto"],
    ]);
  });
});
