import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CheckpointFiles } from "../../src/model/checkpoints/CheckpointFiles";
import { decodeLine } from "../../src/runs/logLine";
import { RunStore } from "../../src/runs/RunStore";
import { findForkPoint } from "../../src/trainer/findForkPoint";
import { changeLog, filesOf } from "../integration/trainer/movedRun";
import { Trainings, weightsHash } from "../integration/trainer/trainings";
import { generator, newSeed } from "./random";

const input = { batchSize: 32, shuffle: true, optimizer: "adam", epochs: 3 } as const;

let trainings: Trainings;
/** A run with a checkpoint at the end of each of its epochs. */
let whole: Awaited<ReturnType<Trainings["undisturbed"]>>;
/** The hash of the weights after a fourth epoch. */
let weightsOfFour: string;
beforeAll(async () => {
  trainings = new Trainings();
  whole = await trainings.undisturbed(input);
  weightsOfFour = (await trainings.undisturbed({ ...input, epochs: 4 })).weights;
});
afterAll(() => trainings[Symbol.dispose]());

let copies = 0;
/** Copies the run. @returns the copy's folder, and the names and paths of its three checkpoints, oldest first */
function victim() {
  const folder = join(trainings.runsFolder, `victim-${++copies}`);
  cpSync(whole.training.folder, folder, { recursive: true });
  const names = whole.state.checkpoints.map(({ file }) => file);
  const [first, second, third] = names.map((name) => join(folder, name)) as [string, string, string];
  return { folder, names, first, second, third };
}

/** The checkpoint that would be used to resume a run, and the messages about the newer checkpoints that are refused. */
function search(folder: string) {
  const { found, refused } = new CheckpointFiles(folder, whole.state.checkpoints).readNewest();
  return { found: found?.event.file, refused: refused.map(({ error }) => error.message) };
}

function damage(path: string): void {
  const bytes = readFileSync(path);
  bytes[bytes.length >> 1]! ^= 1;
  writeFileSync(path, bytes);
}

function refusal(path: string): string {
  return `The checkpoint ${path} cannot be used: its SHA-256 is not the one in the run's log.`;
}

describe("a checkpoint", () => {
  test("in which one of 300 random bits is flipped is refused, and the one before it found", () => {
    const random = generator(newSeed("Flipped bits of checkpoints"));
    const { folder, names, third } = victim();
    const bytes = readFileSync(third);
    for (let round = 0; round < 300; round++) {
      const at = random(bytes.length);
      const bit = 1 << random(8);
      bytes[at]! ^= bit;
      writeFileSync(third, bytes);
      expect(search(folder), `bit ${bit} of byte ${at}`).toEqual({
        found: names[1],
        refused: [refusal(third)],
      });
      bytes[at]! ^= bit;
    }
    writeFileSync(third, bytes);
    expect(search(folder)).toEqual({ found: names[2], refused: [] });
  });

  test("cut off in its header or in its data is refused, and the one before it found", () => {
    const { folder, names, third } = victim();
    const bytes = readFileSync(third);
    const header = 8 + Number(bytes.readBigUInt64LE());
    const places = [0, 1, 7, 8, 9, header >> 1, header - 1, header, header + 1, header + 4];
    for (const length of [...places, bytes.length >> 1, bytes.length - 4, bytes.length - 1]) {
      writeFileSync(third, bytes.subarray(0, length));
      expect(search(folder), `${length} bytes`).toEqual({ found: names[1], refused: [refusal(third)] });
    }
  });

  test.each<[string, (path: string, before: string) => void, string | RegExp]>([
    ["is not there", (path) => rmSync(path), "it is not there"],
    ["has a folder in its place", (path) => [rmSync(path), mkdirSync(path)], "it is a folder"],
    ["is longer than it was", (path) => appendFileSync(path, "\0"), "it is longer than "],
    ["is another one of the same run", (path, before) => copyFileSync(before, path), /SHA-256|longer than/],
  ])("that %s is refused, and the one before it found", (_, harm, reason) => {
    const { folder, names, second, third } = victim();
    harm(third, second);
    const { found, refused } = search(folder);
    expect(found).toBe(names[1]);
    expect(refused).toEqual([expect.stringContaining(`The checkpoint ${third} cannot be used: `)]);
    expect(refused[0]).toMatch(reason);
  });
});

describe.skipIf(process.platform === "win32")("a checkpoint", () => {
  test.each<[string, (path: string) => void, string]>([
    ["a pipe that nobody writes", (path) => execFileSync("mkfifo", [path]), "a pipe"],
    ["a link to a device without an end", (path) => symlinkSync("/dev/zero", path), "a symbolic link"],
  ])("that has %s in its place is refused, and the one before it found", (_, put, what) => {
    const { folder, names, third } = victim();
    rmSync(third);
    put(third);
    const refused = [`The checkpoint ${third} cannot be used: it is ${what}.`];
    expect(search(folder)).toEqual({ found: names[1], refused });
  });
});

describe("a run whose newest checkpoint is damaged", () => {
  test("continues from the one before it with a warning, and has the same weights at the end", async () => {
    const { folder, names, third } = victim();
    damage(third);
    const { training, events, state } = await trainings.start({ resume: { folder, epochs: 4 } });
    expect(await training.ended).toMatchObject({ status: "finished" });
    expect(events[0]).toMatchObject({ type: "resumed", checkpoint: names[1] });
    expect(state.warnings).toEqual([`${refusal(third)} The run continues from ${names[1]}.`]);
    expect(weightsHash(folder)).toBe(weightsOfFour);
  });

  test("is forked from the one before it, with a warning", async () => {
    const { folder, names, third } = victim();
    damage(third);
    const fork = { folder, changes: { epochs: 4 } };
    const { training, state } = await trainings.start({ runsFolder: trainings.runsFolder, fork });
    expect(await training.ended).toMatchObject({ status: "finished" });
    expect(state.parent?.checkpoint).toBe(names[1]);
    expect(state.warnings).toEqual([`${refusal(third)} The run is forked from ${names[1]}.`]);
    expect(weightsHash(training.folder)).toBe(weightsOfFour);
  });

  test("names the checkpoint before it in the refusal when the damaged checkpoint is requested", async () => {
    const { folder, names, third } = victim();
    damage(third);
    const fork = { folder, checkpoint: names[2]!, changes: { epochs: 4 } };
    await expect(trainings.start({ runsFolder: trainings.runsFolder, fork })).rejects.toThrow(
      `${refusal(third).slice(0, -1)}; ${names[1]} before it is whole.`,
    );
  });
});

describe("a run whose log has lost lines", () => {
  /** Resumes a copy of the run for a fourth epoch, and checks that its weights are those of an undisturbed run. */
  async function goOn(folder: string) {
    const { training, events, state } = await trainings.start({ resume: { folder, epochs: 4 } });
    expect(await training.ended).toMatchObject({ status: "finished" });
    expect(weightsHash(folder)).toBe(weightsOfFour);
    return { events, state };
  }

  const problemsOf = async (folder: string) => {
    const { runs } = await new RunStore(trainings.runsFolder).list();
    return runs.find((run) => run.folder === folder)?.problems;
  };

  const unlogged = (...files: string[]) => `events.jsonl does not list ${files.join(", ")}; `;

  test("continues from its newest checkpoint with a warning, and keeps its checkpoints", async () => {
    const { folder, names } = victim();
    const log = join(folder, "events.jsonl");
    const text = readFileSync(log, "latin1");
    truncateSync(log, text.indexOf("\n", text.indexOf(`"file":"${names[0]}"`)) + 20);
    expect(await problemsOf(folder)).toEqual([
      expect.stringContaining("events.jsonl was cut off"),
      expect.stringContaining(unlogged(...names.slice(1))),
    ]);
    const { events, state } = await goOn(folder);
    expect(events[0]).toMatchObject({ type: "resumed", checkpoint: names[2] });
    expect(state.warnings).toEqual([
      expect.stringContaining("events.jsonl was cut off"),
      `The run's log does not list ${names[1]}, ${names[2]}, whole by its own checksum. The run continues from ${names[2]}.`,
    ]);
    const kept = (await trainings.recorded(basename(folder))).checkpoints.map(({ file }) => file);
    expect(kept).toEqual([...names.slice(1), "checkpoints/step-000500.safetensors"]);
    for (const file of kept) expect(existsSync(join(folder, file)), file).toBe(true);
  });

  test("continues from its newest checkpoint when there is no log at all, and warns about it from then on", async () => {
    const { folder, names } = victim();
    rmSync(join(folder, "events.jsonl"));
    const lost = "events.jsonl is missing; what it recorded of the run is lost.";
    expect(await problemsOf(folder)).toEqual([lost, expect.stringContaining(unlogged(...names))]);
    const { events, state } = await goOn(folder);
    expect(events[0]).toMatchObject({ type: "resumed", checkpoint: names[2] });
    expect(state.warnings).toEqual([
      lost,
      expect.stringContaining(`does not list ${names.join(", ")}, whole by`),
    ]);
    expect(await problemsOf(folder)).toEqual([
      "The first lines of events.jsonl are lost, and with them what they recorded of the run.",
    ]);
    expect((await trainings.recorded(basename(folder))).warnings).toEqual(state.warnings);
  });

  test("continues from its newest checkpoint when the line of that checkpoint is damaged", async () => {
    const { folder, names } = victim();
    const log = join(folder, "events.jsonl");
    const bytes = readFileSync(log);
    bytes[bytes.indexOf(`"file":"${names[2]}"`)]! ^= 1;
    writeFileSync(log, bytes);
    const { events, state } = await goOn(folder);
    expect(events[0]).toMatchObject({ type: "resumed", checkpoint: names[2] });
    expect(state.warnings).toEqual([
      expect.stringMatching(/^Line \d+ of events\.jsonl is damaged and was left out\.$/),
      `The run continues from ${names[2]}. The run's log does not list that checkpoint, which is whole by its own checksum.`,
    ]);
  });

  test("keeps its checkpoints when it continues with its data in another folder", async () => {
    const { folder, names } = victim();
    rmSync(join(folder, "events.jsonl"));
    const location = trainings.folder;
    const resume = { folder, epochs: 4, location };
    const { training, events } = await trainings.start({ resume });
    expect(await training.ended).toMatchObject({ status: "finished" });
    expect(events[0]).toMatchObject({ checkpoint: names[2], config: { dataset: { location } } });
    rmSync(join(folder, "events.jsonl"));
    const again = await trainings.start({ resume: { ...resume, location: "", epochs: 5 } });
    expect(await again.training.ended).toMatchObject({ status: "finished" });
    expect(again.events[0]).toMatchObject({ checkpoint: "checkpoints/step-000500.safetensors" });
    expect(again.state.warnings.join()).not.toContain("another configuration");
  });

  test("continues from the second newest checkpoint if the newest one is neither logged nor whole", async () => {
    const { folder, names, third } = victim();
    rmSync(join(folder, "events.jsonl"));
    damage(third);
    const { events, state } = await goOn(folder);
    expect(events[0]).toMatchObject({ type: "resumed", checkpoint: names[1] });
    expect(state.warnings).toContain(
      `The checkpoint ${third} cannot be used: it has not the SHA-256 that it holds of itself. The run continues from ${names[1]}.`,
    );
  });

  test("is forked from its newest checkpoint, with a warning", async () => {
    const { folder, names } = victim();
    rmSync(join(folder, "events.jsonl"));
    const fork = { folder, changes: { epochs: 4 } };
    const { training, state } = await trainings.start({ runsFolder: trainings.runsFolder, fork });
    expect(await training.ended).toMatchObject({ status: "finished" });
    expect(state).toMatchObject({
      parent: { checkpoint: names[2] },
      warnings: [expect.stringContaining(`The run is forked from ${names[2]}.`)],
    });
    expect(weightsHash(training.folder)).toBe(weightsOfFour);
  });

  test("does not use another run's checkpoint", async () => {
    const { folder, names } = victim();
    const other = await trainings.undisturbed({ ...input, epochs: 4, seed: 7 });
    const file = other.state.checkpoints.at(-1)!.file;
    copyFileSync(join(other.training.folder, file), join(folder, file));
    const { events, state } = await goOn(folder);
    expect(events[0]).toMatchObject({ type: "resumed", checkpoint: names[2] });
    expect(state.warnings).toEqual([
      `The checkpoint ${file} is of a training with another configuration. The run continues from ${names[2]}.`,
    ]);
  });
});

describe("a run under way", () => {
  /**
   * A copy of a run of four epochs that keeps one checkpoint. The copy's log ends before the line of that checkpoint.
   * `catchUp` restores the log.
   */
  async function behind() {
    const { training, state } = await trainings.undisturbed({
      ...input,
      epochs: 4,
      checkpoints: { keep: 1 },
    });
    const folder = join(trainings.runsFolder, `victim-${++copies}`);
    cpSync(training.folder, folder, { recursive: true });
    const log = join(folder, "events.jsonl");
    const whole = readFileSync(log);
    const lines = whole.toString().split("\n");
    const newest = state.checkpoints.at(-1)!.file;
    const last = lines.findIndex((line) => line.includes(`"file":"${newest}"`));
    writeFileSync(
      log,
      lines
        .slice(0, last)
        .map((line) => `${line}\n`)
        .join(""),
    );
    return { folder, newest, catchUp: () => writeFileSync(log, whole) };
  }

  test("is forked from its newest checkpoint, without a warning about one that was deleted meanwhile", async () => {
    const { folder, newest, catchUp } = await behind();
    const path = join(folder, newest);
    renameSync(path, `${path}.away`);
    const finding = findForkPoint(folder, undefined);
    setTimeout(() => {
      renameSync(`${path}.away`, path);
      catchUp();
    }, 150);
    expect(await finding).toMatchObject({ found: { event: { file: newest } }, warnings: [] });
  });
});

describe("a run none of whose checkpoints is whole", () => {
  const putBack = (folder: string) =>
    `The checkpoint ${join(folder, "checkpoints/step-000375.safetensors")} cannot be used: it is not there, and the run ${basename(folder)} has no other that is whole; put a copy of that file back, or `;

  test.each(["finished", "stopped", "failed", "interrupted"] as const)(
    "and that is %s is left unchanged, with one sentence that names the newest and the remedy",
    async (status) => {
      const { folder, first, second, third } = victim();
      changeLog(folder, (event) => (event.type === "ended" ? { ...event, status } : event));
      damage(first);
      truncateSync(second, 100);
      rmSync(third);
      const before = filesOf(folder);
      for (const epochs of [undefined, 4])
        await expect(trainings.start({ resume: { folder, epochs } })).rejects.toThrow(
          `${putBack(folder)}train a new run.`,
        );
      expect(filesOf(folder)).toEqual(before);
    },
  );

  test("and whose log lists none is left unchanged, with its weights", async () => {
    const { folder } = victim();
    rmSync(join(folder, "checkpoints"), { recursive: true });
    rmSync(join(folder, "events.jsonl"));
    const before = filesOf(folder);
    await expect(trainings.start({ resume: { folder, epochs: 4 } })).rejects.toThrow(
      `The run ${basename(folder)} has no checkpoint; train a new run.`,
    );
    expect(filesOf(folder)).toEqual(before);
  });

  test("and that is to be forked is refused in one sentence", async () => {
    const { folder } = victim();
    rmSync(join(folder, "checkpoints"), { recursive: true });
    const fork = { folder, changes: { epochs: 4 } };
    await expect(trainings.start({ runsFolder: trainings.runsFolder, fork })).rejects.toThrow(
      `${putBack(folder)}fork another run.`,
    );
  });

  test("and that is a fork gets the advice to fork its parent again", async () => {
    const fork = { folder: whole.training.folder, changes: { epochs: 4 } };
    const { training } = await trainings.start({ runsFolder: trainings.runsFolder, fork });
    await training.ended;
    rmSync(join(training.folder, "checkpoints"), { recursive: true });
    await expect(trainings.start({ resume: { folder: training.folder, epochs: 5 } })).rejects.toThrow(
      /^The checkpoint .* cannot be used: it is not there, and the run .* has no other that is whole; put a copy of that file back, or fork its parent again\.$/,
    );
  });
});

test("a run without a checkpoint starts at step 0, and has the same weights at the end", async () => {
  const { folder } = victim();
  for (const name of ["checkpoints", "model.safetensors"]) rmSync(join(folder, name), { recursive: true });
  const log = join(folder, "events.jsonl");
  const lines = readFileSync(log, "utf8").split("\n");
  const steps = lines.findIndex((line) => decodeLine(line)?.type === "steps");
  writeFileSync(
    log,
    lines
      .slice(0, steps + 1)
      .join("\n")
      .slice(0, -1),
  );
  const { training, events, state } = await trainings.start({ resume: { folder } });
  expect(await training.ended).toMatchObject({ status: "finished" });
  expect(events[0]).toMatchObject({ type: "resumed", checkpoint: null, step: 0 });
  expect(state.warnings).toHaveLength(2);
  expect(state.warnings[1]).toBe("The run has no checkpoint and starts again from its beginning.");
  expect(weightsHash(folder)).toBe(whole.weights);
});

test("a run continues without the model that it had at its end", async () => {
  const { folder } = victim();
  rmSync(join(folder, "model.safetensors"));
  const { training, state } = await trainings.start({ resume: { folder, epochs: 4 } });
  expect(await training.ended).toMatchObject({ status: "finished" });
  expect(state.warnings).toEqual([]);
  expect(weightsHash(folder)).toBe(weightsOfFour);
});
