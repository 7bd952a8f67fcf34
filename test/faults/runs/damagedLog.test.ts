/** A damaged run is opened with everything that is intact, and what was left out is reported. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { foldEvents } from "../../../src/runs/applyEvent";
import { createRun } from "../../../src/runs/createRun";
import { parseLog } from "../../../src/runs/LogParser";
import { encodeLine } from "../../../src/runs/logLine";
import type { RunEvent } from "../../../src/runs/RunEvent";
import { RunLog } from "../../../src/runs/RunLog";
import { RunStore } from "../../../src/runs/RunStore";
import { config, started, steps } from "../../unit/runs/exampleEvents";
import { generator, newSeed, tries } from "../random";
import { wholeRun } from "./wholeRun";

const folder = mkdtempSync(join(tmpdir(), "damaged-"));
const store = new RunStore(folder);
const run = createRun(folder, config, new Date(2026, 0, 2));
const log = new RunLog(run.folder);
for (const event of wholeRun) log.append(event);
log.close();
const logPath = join(run.folder, "events.jsonl");
const recordPath = join(run.folder, "run.json");
const wholeLog = readFileSync(logPath);
const wholeRecord = readFileSync(recordPath);
const restore = () => {
  writeFileSync(logPath, wholeLog);
  writeFileSync(recordPath, wholeRecord);
};
afterAll(() => rmSync(folder, { recursive: true }));

const seed = newSeed("Damaged runs");
const random = generator(seed);

/** The tests damage every `stride`-th byte, from the random `offset` on, and in the log also each line break. */
const stride = tries({ enough: 4, whole: 1 });
const offset = random(stride);

const written = parseLog(wholeLog).events.map(encodeLine);

/** The number of the run's events that `events` lacks. @throws Error unless `events` are unchanged and in order */
function missing(events: readonly RunEvent[]): number {
  let at = 0;
  for (const line of events.map(encodeLine)) {
    const found = written.indexOf(line, at);
    if (found === -1) throw new Error(`Seed ${seed}: this was never written: ${line}`);
    at = found + 1;
  }
  return written.length - events.length;
}

test("an undamaged log has all events", () => {
  expect(parseLog(wholeLog)).toEqual({ events: wholeRun, problems: [] });
});

test("a log with any one byte flipped loses that line, or two at their border, and reports it", () => {
  expect(wholeLog.length).toBeGreaterThan(4096);
  for (let at = 0; at < wholeLog.length; at++) {
    const isBorder = wholeLog[at] === 0x0a;
    if (at % stride !== offset && !isBorder) continue;
    const damaged = Buffer.from(wholeLog);
    damaged[at]! ^= 1 << random(8);
    const { events, problems } = parseLog(damaged);
    const lost = missing(events);
    if (lost < 1 || lost > (isBorder ? 2 : 1)) expect.fail(`byte ${at}: ${lost} events lost`);
    if (problems.length === 0) expect.fail(`byte ${at}: not reported`);
    foldEvents(events);
  }
});

test("a log cut at any byte of its last 4 KB keeps every whole line and reports the other", () => {
  for (let length = wholeLog.length - 4096; length < wholeLog.length; length++) {
    const cut = wholeLog.subarray(0, length);
    // A line that lacks only its newline is whole.
    const isCutWithin = cut.at(-1) !== 0x0a && wholeLog[length] !== 0x0a;
    if (length % stride !== offset && isCutWithin) continue;
    const { events, problems } = parseLog(cut);
    const whole = cut.toString("latin1").trimEnd().split("\n").length - (isCutWithin ? 1 : 0);
    expect(events).toHaveLength(whole);
    missing(events);
    expect(problems).toEqual(
      isCutWithin ? [`Line ${whole + 1} of events.jsonl was cut off and was left out.`] : [],
    );
    foldEvents(events);
  }
});

test("a run whose run.json has any one byte flipped stays in the list", async () => {
  for (let at = offset; at < wholeRecord.length; at += stride) {
    const damaged = Buffer.from(wholeRecord);
    damaged[at]! ^= 1 << random(8);
    writeFileSync(recordPath, damaged);
    const { runs } = await new RunStore(folder).list();
    expect(runs[0]).toMatchObject({ id: run.id, state: { status: "finished" } });
  }
  restore();
});

test.each([
  ["empty", ""],
  ["not JSON", "{"],
  ["of another version", '{"format":2}'],
  ["without a config", JSON.stringify({ ...run, config: undefined })],
  ["with a config that nobody can train", JSON.stringify({ ...run, config: { ...config, epochs: 1e6 } })],
])("a run whose run.json is %s opens from its log, under the name of its folder", async (_, text) => {
  writeFileSync(recordPath, text);
  expect(await store.read(run.id)).toMatchObject({
    run: { id: run.id, name: run.id, folder: run.folder },
    config,
    events: wholeRun,
    problems: [expect.stringMatching(/^run\.json is missing or damaged/)],
  });
  const { runs } = await new RunStore(folder).list();
  expect(runs[0]).toMatchObject({
    name: run.id,
    problems: [expect.stringMatching(/^run\.json is missing or damaged/)],
  });
  restore();
});

test("a fork has its parent in either of its files, and its parent's curve in its log", async () => {
  const parent = { id: "p", name: "P", checkpoint: "checkpoints/step-000004.safetensors", epoch: 1, step: 4 };
  const fork = createRun(folder, config, new Date(2026, 0, 3), parent);
  const path = join(fork.folder, "run.json");
  const record = readFileSync(path);
  const forkLog = new RunLog(fork.folder);
  forkLog.append({ ...started, parent: { ...parent, losses: [4, 3, 2, 1], epochs: [] } });
  forkLog.append(steps(2, 4, [0.5], 1));
  forkLog.close();
  const state = async () => foldEvents((await store.read(fork.id)).events);

  rmSync(path);
  const whole = await state();
  expect(whole).toMatchObject({ parent });
  expect([...whole.losses]).toEqual([4, 3, 2, 1, 0.5]);
  writeFileSync(path, record);
  writeFileSync(
    join(fork.folder, "events.jsonl"),
    readFileSync(join(fork.folder, "events.jsonl")).fill(0, 0, 9),
  );
  const withoutCurve = await state();
  expect(withoutCurve).toMatchObject({ parent, config });
  expect([...withoutCurve.losses]).toEqual([...Array(4).fill(Number.NaN), 0.5]);
  rmSync(fork.folder, { recursive: true });
});

test("a log without its first line begins with the time and the configuration in run.json", async () => {
  const damaged = Buffer.from(wholeLog);
  damaged[10]! ^= 1;
  writeFileSync(logPath, damaged);
  const { events, problems } = await store.read(run.id);
  expect(events[0]).toEqual({ type: "started", time: run.created, config });
  expect(events.slice(1)).toEqual(wholeRun.slice(1));
  expect(problems).toEqual(["Line 1 of events.jsonl is damaged and was left out."]);
  restore();
});

test("the log is used where run.json has another configuration", async () => {
  writeFileSync(recordPath, wholeRecord.toString().replace('"learningRate": 0.001', '"learningRate": 0.003'));
  expect((await store.read(run.id)).config).toEqual(config);
  restore();
});

test("a run with both files damaged is listed with the reason, and not opened", async () => {
  writeFileSync(recordPath, "{");
  writeFileSync(logPath, wholeLog.subarray(5));
  await expect(store.read(run.id)).rejects.toThrow(`${run.folder} holds no run that this version can read.`);
  const refusal = `The folder ${run.folder} holds no run that this version can read.`;
  expect(await new RunStore(folder).list()).toEqual({
    runs: [],
    refused: [{ id: run.id, folder: run.folder, refusal }],
  });
  restore();
});

test("runs with a mutated log or a mutated run.json open with what is intact", async () => {
  const mutants = tries({ enough: 500, whole: 10_000 });
  const outcomes = { read: 0, refused: 0 };
  for (let round = 0; round < mutants; round++) {
    const [path, whole] = random(2) === 0 ? [logPath, wholeLog] : [recordPath, wholeRecord];
    writeFileSync(path, mutate(whole));
    const opened = await store.read(run.id).catch((error: Error) => error);
    if (opened instanceof Error) {
      outcomes.refused++;
      if (!/^[^\n]+ holds no run that this version can read\.$/.test(opened.message)) throw opened;
    } else {
      outcomes.read++;
      foldEvents(opened.events);
      const odd = opened.problems.find((sentence) => !/^[^\n]+\.$/.test(sentence));
      if (odd !== undefined) expect.fail(`Seed ${seed}, round ${round}: no sentence: ${odd}`);
    }
    writeFileSync(path, whole);
  }
  expect(outcomes.read).toBe(mutants);
});

const mutations: readonly ((bytes: Buffer, at: number) => Buffer)[] = [
  function flipBit(bytes, at) {
    bytes[at]! ^= 1 << random(8);
    return bytes;
  },
  function changeDigit(bytes, at) {
    const digit = bytes.findIndex((byte, index) => index >= at && byte >= 0x30 && byte <= 0x39);
    if (digit !== -1) bytes[digit] = 0x30 + random(10);
    return bytes;
  },
  function truncate(bytes, at) {
    return bytes.subarray(0, at);
  },
  function remove(bytes, at) {
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + random(200))]);
  },
  function insert(bytes, at) {
    const inserted = Buffer.alloc(1 + random(40), random(256));
    return Buffer.concat([bytes.subarray(0, at), inserted, bytes.subarray(at)]);
  },
  function zeroBlock(bytes, at) {
    return bytes.fill(0, at, Math.min(at + 512, bytes.length));
  },
  function repeat(bytes, at) {
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(random(at + 1))]);
  },
];

/** A copy with one to three mutations, each at a random place. */
function mutate(whole: Buffer): Buffer {
  let bytes: Buffer = Buffer.from(whole);
  for (let times = random(3); times >= 0 && bytes.length > 0; times--)
    bytes = mutations[random(mutations.length)]!(bytes, random(bytes.length));
  return bytes;
}
