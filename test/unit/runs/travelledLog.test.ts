/** Reads runs whose files another tool has rewritten in another form, such as git, an editor or a shell. */
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { crc32 } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readEnd } from "../../../src/liveness/recordDeath";
import { readRun } from "../../../src/model/readRun";
import { createRun } from "../../../src/runs/createRun";
import { parseLog } from "../../../src/runs/LogParser";
import { readLayers } from "../../../src/runs/layers/layersFile";
import { encodeLine, seal } from "../../../src/runs/logLine";
import { marksFile, readMarks } from "../../../src/runs/marksFile";
import { appendToLog, RunLog } from "../../../src/runs/RunLog";
import { RunStore } from "../../../src/runs/RunStore";
import { readEvaluation } from "../../../src/runs/readEvaluation";
import { config, dataset, ended, epochEnd, started, steps } from "./exampleEvents";

const events = [started, dataset, steps(1, 0, [4, 3, 2, 1], 1), epochEnd(1, 0.4, 2), ended("finished")];
const mark = "\ufeff";
let runsFolder: string;
let folder: string;

beforeEach(() => {
  runsFolder = join(mkdtempSync(join(tmpdir(), "travelled-")), "runs");
  ({ folder } = createRun(runsFolder, config, new Date(2026, 0, 1)));
  writeFileSync(join(folder, "events.jsonl"), events.map((event) => `${encodeLine(event)}\n`).join(""));
});
afterEach(() => rmSync(dirname(runsFolder), { recursive: true }));

/** Replaces the content of one of the run's files by what `change` makes of it. */
function rewrite(name: string, change: (text: string) => string | Buffer): void {
  writeFileSync(join(folder, name), change(readFileSync(join(folder, name), "utf8")));
}

const withReturns = (text: string) => text.replaceAll("\n", "\r\n");

describe.each<[string, (text: string) => string]>([
  ["CRLF", withReturns],
  ["a byte-order mark", (text) => mark + text],
  ["both", (text) => mark + withReturns(text)],
])("with %s", (_, change) => {
  beforeEach(() => {
    rewrite("events.jsonl", change);
    rewrite("run.json", change);
  });

  test("a run is read as before", async () => {
    const store = new RunStore(runsFolder);
    const [run] = (await store.list()).runs;
    expect(run).toMatchObject({ problems: [], state: { status: "finished", completeEpochs: 1 } });
    expect(run.state.losses).toHaveLength(4);
    expect((await store.read(basename(folder))).events).toEqual(events);
  });

  test("a log is appended to", async () => {
    const warning = { type: "warning", message: "More." } as const;
    const log = new RunLog(folder);
    log.append(warning);
    log.close();
    const read = await new RunStore(runsFolder).read(basename(folder));
    expect(read).toMatchObject({ events: [...events, warning], problems: [] });
  });
});

describe("a log with blank lines", () => {
  test.each<[string, (text: string) => string]>([
    ["between the others", (text) => text.replaceAll("\n", "\n\n \t\r\n")],
    ["before the others", (text) => `\n\n${text}`],
    ["after a byte-order mark", (text) => `${mark}\n${text}`],
    ["at its end", (text) => `${text}\n\n\n`],
    ["at its end, where the last one is cut off", (text) => `${text}\n  `],
  ])("%s is whole", async (_, change) => {
    rewrite("events.jsonl", change);
    const store = new RunStore(runsFolder);
    expect((await store.list()).runs[0]).toMatchObject({ problems: [], state: { status: "finished" } });
    expect(await store.read(basename(folder))).toMatchObject({ events, problems: [] });
  });

  test("may have thousands of lines with a blank line after each", async () => {
    const lines = Array.from({ length: 11_000 }, (_, step) => encodeLine(steps(1, step, [1], step)));
    writeFileSync(join(folder, "events.jsonl"), [encodeLine(started), ...lines, ""].join("\n\n"));
    const { events: read, problems } = await new RunStore(runsFolder).read(basename(folder));
    expect([read.length, problems]).toEqual([11_001, []]);
  });

  test("has its damaged lines reported by their line number", async () => {
    rewrite("events.jsonl", (text) => `\n\n${text.replace("dataset", "datased")}`);
    const { problems } = await new RunStore(runsFolder).read(basename(folder));
    expect(problems).toEqual(["Line 3 of events.jsonl is damaged and was left out."]);
  });
});

describe("a log without its last newline, as an editor may save it", () => {
  test.each<[string, (text: string) => string]>([
    ["whose last line is whole", (text) => text.slice(0, -1)],
    ["with CR LF, of which the CR is left", (text) => withReturns(text).slice(0, -1)],
    ["with a byte-order mark", (text) => mark + text.slice(0, -1)],
  ])("%s has all its events, and is appended to on a new line", async (_, change) => {
    rewrite("events.jsonl", change);
    const store = new RunStore(runsFolder);
    expect((await store.list()).runs[0]).toMatchObject({ problems: [], state: { status: "finished" } });
    expect(await store.read(basename(folder))).toMatchObject({ events, problems: [] });
    expect(parseLog(readFileSync(join(folder, "events.jsonl")))).toEqual({ events, problems: [] });
    expect((await readEnd(folder)).ended).toEqual(ended("finished"));
    const more = { type: "warning", message: "More." } as const;
    appendToLog(folder, more);
    const log = new RunLog(folder);
    log.append(more);
    log.close();
    expect(await store.read(basename(folder))).toMatchObject({
      events: [...events, more, more],
      problems: [],
    });
  });

  test("that holds one line only is read", async () => {
    rewrite("events.jsonl", () => encodeLine(started));
    expect(await new RunStore(runsFolder).read(basename(folder))).toMatchObject({
      events: [started],
      problems: [],
    });
  });

  test.each<[string, (line: string) => string]>([
    ["is cut off", (line) => line.slice(0, -1)],
    ["has a wrong checksum", (line) => line.replace("finished", "stopped")],
    ["goes on behind its end", (line) => `${line}{`],
  ])("whose last line %s has the other events", async (_, change) => {
    rewrite("events.jsonl", (text) => {
      const lines = text.trimEnd().split("\n");
      return [...lines.slice(0, -1), change(lines.at(-1)!)].join("\n");
    });
    expect(await new RunStore(runsFolder).read(basename(folder))).toMatchObject({
      events: events.slice(0, -1),
      problems: ["Line 5 of events.jsonl was cut off and was left out."],
    });
  });
});

const encode = {
  littleEndian: (text: string) => Buffer.from(text, "utf16le"),
  bigEndian: (text: string) => Buffer.from(text, "utf16le").swap16(),
};
const encodings: [string, (text: string) => Buffer][] = [
  ["with its mark", (text) => encode.littleEndian(mark + text)],
  ["without its mark", encode.littleEndian],
  ["of the other byte order", (text) => encode.bigEndian(mark + text)],
];

test.each(encodings)(
  "a run.json in UTF-16 %s is reported as UTF-16, and the log is used",
  async (_, change) => {
    rewrite("run.json", change);
    const [run] = (await new RunStore(runsFolder).list()).runs;
    expect(run).toMatchObject({ name: basename(folder), state: { status: "finished" } });
    expect(run.problems).toEqual([
      "run.json is UTF-16 text, so its folder's name and its log are used instead; save it as UTF-8.",
    ]);
  },
);

describe("a log in UTF-16", () => {
  const sentence = "events.jsonl is UTF-16 text; save it as UTF-8.";

  test.each(encodings)("%s is reported as UTF-16", async (_, change) => {
    rewrite("events.jsonl", change);
    const [run] = (await new RunStore(runsFolder).list()).runs;
    expect(run.problems).toContain(sentence);
    await expect(readRun(folder)).rejects.toThrow(sentence);
  });

  test("is listed without a promise that the run is resumed from an unlogged checkpoint", async () => {
    rewrite("events.jsonl", encode.littleEndian);
    mkdirSync(join(folder, "checkpoints"), { recursive: true });
    writeFileSync(join(folder, "checkpoints", "step-999999.safetensors"), "");
    const [run] = (await new RunStore(runsFolder).list()).runs;
    expect(run.problems).toEqual([sentence]);
  });

  test("is not detected by damage: a log whose first bytes are damaged keeps its other lines", async () => {
    rewrite("events.jsonl", (text) => `{\0${text.slice(2)}`);
    const [run] = (await new RunStore(runsFolder).list()).runs;
    expect(run).toMatchObject({ state: { status: "finished" } });
    expect(run.problems).toEqual(["Line 1 of events.jsonl is damaged and was left out."]);
  });
});

test.each(encodings)(
  "a run whose files are all in UTF-16 %s is refused with that as the reason",
  async (_, change) => {
    for (const name of ["run.json", "events.jsonl"]) rewrite(name, change);
    const refusal = `The run in ${folder} cannot be read: run.json is UTF-16 text, and so is events.jsonl; save both as UTF-8.`;
    expect(await new RunStore(runsFolder).list()).toMatchObject({ runs: [], refused: [{ refusal }] });
    await expect(readRun(folder)).rejects.toThrow(refusal);
    rmSync(join(folder, "events.jsonl"));
    expect((await new RunStore(runsFolder).list()).refused[0]?.refusal).toBe(
      `The run in ${folder} cannot be read: run.json is UTF-16 text; save it as UTF-8.`,
    );
  },
);

describe("a pointer of Git LFS", () => {
  const pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n";
  const put = (name: string) => rewrite(name, () => pointer);

  test("in the place of the log is reported, and the run is not continued", async () => {
    put("events.jsonl");
    const sentence = "events.jsonl is a pointer of Git LFS; run git lfs pull.";
    expect((await new RunStore(runsFolder).list()).runs[0]?.problems).toEqual([sentence]);
    await expect(readRun(folder)).rejects.toThrow(sentence);
  });

  test("in the place of run.json and of labels.json is reported, and the log is used", async () => {
    writeFileSync(join(folder, "labels.json"), pointer);
    put("run.json");
    expect((await new RunStore(runsFolder).list()).runs[0]).toMatchObject({
      state: { status: "finished" },
      problems: [
        "run.json is a pointer of Git LFS, so its folder's name and its log are used instead; run git lfs pull.",
        "labels.json is a pointer of Git LFS, so the run is shown without its name, tags and note; run git lfs pull.",
      ],
    });
  });

  test("in the place of all files of a run is the reason why the run is refused", async () => {
    for (const name of ["run.json", "events.jsonl"]) put(name);
    const refusal = `The run in ${folder} cannot be read: run.json is a pointer of Git LFS, and so is events.jsonl; run git lfs pull.`;
    expect(await new RunStore(runsFolder).list()).toMatchObject({ runs: [], refused: [{ refusal }] });
  });

  test("in the place of the layers, an evaluation or the marks is named in the error", () => {
    for (const name of ["layers.jsonl", "evaluation/epoch-0001.safetensors"]) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), pointer);
    }
    expect(() => readLayers(folder, 1)).toThrow("layers.jsonl is a pointer of Git LFS; run git lfs pull.");
    const event = {
      type: "evaluation",
      epoch: 1,
      file: "evaluation/epoch-0001.safetensors",
      sha256: "0",
      bytes: pointer.length,
      seconds: 1,
    } as const;
    const sizes = { testSamples: 100, validationSamples: 0, trainSamples: 100, classes: 10 };
    expect(() => readEvaluation(folder, event, sizes)).toThrow(
      `The file of answers ${join(folder, event.file)} cannot be used: it is a pointer of Git LFS; run git lfs pull.`,
    );
    const marks = join(runsFolder, marksFile("sample"));
    writeFileSync(marks, pointer);
    expect(() => readMarks(runsFolder, "sample")).toThrow(
      `${marks} is a pointer of Git LFS; run git lfs pull.`,
    );
  });
});

test("damage in every line is reported in one sentence, apart from lines of another version", async () => {
  const unknown = ["one", "two"].map((type) => seal(JSON.stringify({ type })));
  rewrite("events.jsonl", (text) =>
    [...text.trimEnd().replaceAll("}\n", " }\n").split("\n"), ...unknown, ""].join("\n"),
  );
  const { events: read, problems } = await new RunStore(runsFolder).read(basename(folder));
  expect(read.at(-1)).toEqual(events.at(-1));
  expect(problems).toEqual([
    `${events.length - 1} lines of events.jsonl are damaged and were left out; the first is line 1.`,
    `2 lines of events.jsonl cannot be read by this version and were left out; the first is line ${events.length + 1}.`,
  ]);
});

test("a line with a carriage return of its own is damaged", async () => {
  appendFileSync(join(folder, "events.jsonl"), `${encodeLine(ended("failed"))}\r\r\n`);
  const [run] = (await new RunStore(runsFolder).list()).runs;
  expect(run.problems).toEqual(["Line 6 of events.jsonl is damaged and was left out."]);
});

describe("a whole line that a later version may have written", () => {
  const seal = (text: string) => `${text},"crc":"${crc32(`${text}}`).toString(16).padStart(8, "0")}"}`;

  test.each([
    ["a type that is unknown", '{"type":"hologram","depth":1'],
    ["a value that is unknown", '{"type":"ended","status":"postponed","time":"2026-01-02T03:05:00.000Z"'],
  ])("with %s is not reported as damaged, and the others are used", async (_, text) => {
    rewrite("events.jsonl", (log) => log.replace("\n", `\n${seal(text)}\n`));
    const read = await new RunStore(runsFolder).read(basename(folder));
    const problem = "Line 2 of events.jsonl cannot be read by this version and was left out.";
    expect(read).toMatchObject({ events, problems: [problem] });
  });
});
