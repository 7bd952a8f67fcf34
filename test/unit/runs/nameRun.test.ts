import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createRun } from "../../../src/runs/createRun";
import { renameRun } from "../../../src/runs/labelChanges";
import { whyNoName } from "../../../src/runs/labels";
import { changeLabels, readLabels } from "../../../src/runs/labelsFile";
import { checkNamePattern, newName, placeholderNames } from "../../../src/runs/namePattern";
import { checkNamesLock, nameRun } from "../../../src/runs/nameRun";
import { firstWords, secondWords } from "../../../src/runs/nameWords";
import { InvalidConfigError, tutorialConfig } from "../../../src/runs/RunConfig";
import { quotation } from "../../../src/text/quotation";

const config = { ...tutorialConfig, optimizer: "adam" as const, seed: 7 };
const facts = { config, now: new Date(2026, 0, 2, 3, 4, 5) };
const none: ReadonlySet<string> = new Set();

describe("a new run's name", () => {
  test("is two words of the lists", () => {
    const [first, second] = newName("{words}", facts, none).split("-");
    expect(firstWords).toContain(first);
    expect(secondWords).toContain(second);
  });

  test("is one of more than 9,000, of short words that are in the lists once each", () => {
    const all = [...firstWords, ...secondWords];
    expect(firstWords.length * secondWords.length).toBeGreaterThan(9000);
    expect(new Set(all).size).toBe(all.length);
    for (const word of all) expect(word).toMatch(/^[a-z]{3,10}$/);
  });

  test.each([
    ["{optimizer} {seed}", "adam 7"],
    ["{model}/{dataset}", "mlp/fashion-mnist"],
    ["{date} {time}", "2026-01-02 03:04"],
    ["lr {learningRate}, batch {batchSize}, {epochs} epochs", "lr 0.001, batch 64, 5 epochs"],
    [" baseline ", "baseline"],
  ])("by the pattern %j is %j", (pattern, name) => {
    expect(newName(pattern, facts, none)).toBe(name);
  });

  test("has a number where another run has the name", () => {
    expect(newName("baseline", facts, new Set(["baseline"]))).toBe("baseline-2");
    expect(newName("baseline", facts, new Set(["baseline", "baseline-2"]))).toBe("baseline-3");
  });

  test("is drawn again where another run has the words", () => {
    const taken = new Set(Array.from({ length: 1000 }, () => newName("{words}", facts, none)));
    const name = newName("{words}", facts, taken);
    expect(taken).not.toContain(name);
    expect(name).toMatch(/^[a-z]+-[a-z]+$/);
  });

  test("is a valid name, however long the values are", () => {
    const pattern = "{model}{model}{learningRate}".repeat(4).slice(0, 100);
    const name = newName(pattern, { ...facts, config: { ...config, learningRate: 1.2345678901e-7 } }, none);
    expect(whyNoName(name)).toBeUndefined();
    expect(whyNoName(newName(pattern, facts, new Set([name])))).toBeUndefined();
  });
});

test.each(["", "  ", "{", "{lr", "lr}", "{unknown}", "{}", "{{words}}", "a\nb", "x".repeat(101), 7, null])(
  "%j is refused as a pattern of names",
  (pattern) => {
    const found = quotation(pattern);
    expect(() => checkNamePattern(pattern)).toThrow(
      `runs.namePattern must be one line of 1 to 100 characters, in which braces hold one of ${placeholderNames.join(", ")}, not ${found}`,
    );
    expect(() => checkNamePattern(pattern)).toThrow(InvalidConfigError);
  },
);

describe("naming a run", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "names-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const make = () => createRun(folder, config, facts.now);
  const nameOf = (run: ReturnType<typeof make>) => readLabels(run.files).labels.name;

  test("gives each run of a folder another name, also when several begin together", async () => {
    const runs = Array.from({ length: 5 }, make);
    expect(await Promise.all(runs.map((run) => nameRun(folder, run, "{optimizer}")))).toEqual(
      Array(5).fill(undefined),
    );
    expect(runs.map(nameOf).sort()).toEqual(["adam", "adam-2", "adam-3", "adam-4", "adam-5"]);
    const colours = runs.map((run) => readLabels(run.files).labels.color);
    expect(new Set(colours).size).toBe(5);
    expect(colours).not.toContain(null);
    expect(readdirSync(folder).filter((name) => name.endsWith(".lock"))).toEqual([]);
  });

  test("gives a run a colour that no earlier run has, also after the user has changed a colour", async () => {
    const [first, second, third] = [make(), make(), make()];
    await nameRun(folder, first, "{words}");
    await nameRun(folder, second, "{words}");
    await changeLabels(second.folder, (labels) => ({ ...labels, color: 2 }));
    await nameRun(folder, third, "{words}");
    expect([first, second, third].map((run) => readLabels(run.files).labels.color)).toEqual([0, 2, 1]);
  });

  test("may give a run the colour of an archived run, which keeps it", async () => {
    const first = make();
    await nameRun(folder, first, "{words}");
    const second = make();
    await nameRun(folder, second, "{words}");
    await changeLabels(first.folder, (labels) => ({ ...labels, archived: true }));
    const third = make();
    await nameRun(folder, third, "{words}");
    expect([first, second, third].map((run) => readLabels(run.files).labels.color)).toEqual([0, 1, 0]);
  });

  test("by the user succeeds for only one of several runs that get the same name at once", async () => {
    const runs = Array.from({ length: 5 }, make);
    const renamed = await Promise.allSettled(runs.map((run) => renameRun(run.folder, "baseline")));
    expect(renamed.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(runs.map(nameOf).filter((name) => name !== null)).toEqual(["baseline"]);
    expect(readdirSync(folder).filter((name) => name.endsWith(".lock"))).toEqual([]);
  });

  test("gives no run the name that the user gives another one at the same time", async () => {
    const [first, second] = [make(), make()];
    await nameRun(folder, first, "{words}");
    await Promise.allSettled([renameRun(first.folder, "adam"), nameRun(folder, second, "{optimizer}")]);
    expect(new Set([first, second].map(nameOf)).size).toBe(2);
  });

  test("is not the id of another run, also when the user gives it", async () => {
    const [first, second, third] = [make(), make(), make()];
    await expect(renameRun(second.folder, first.id)).rejects.toThrow(
      `${first.id} is the id of another run; choose another name.`,
    );
    expect(await renameRun(first.folder, first.id)).toMatchObject({ name: first.id });
    await nameRun(folder, third, second.id);
    expect(nameOf(third)).toBe(`${second.id}-2`);
  });

  test("is not the id of a run that has lost its record and its log", async () => {
    mkdirSync(join(folder, "lost", "checkpoints"), { recursive: true });
    writeFileSync(join(folder, "lost", "checkpoints", "step-000004.safetensors"), "");
    const run = make();
    await expect(renameRun(run.folder, "lost")).rejects.toThrow("lost is the id of another run");
    expect(await nameRun(folder, run, "lost")).toBeUndefined();
    expect(nameOf(run)).toBe("lost-2");
  });

  test("ignores entries of the folder that are not runs", async () => {
    writeFileSync(join(folder, "a file"), "");
    mkdirSync(join(folder, "a folder"));
    const run = make();
    expect(await nameRun(folder, run, "{seed}")).toBeUndefined();
    expect(nameOf(run)).toBe("7");
  });

  test("is refused, with the lock that cannot be used, where a folder is in the place of the lock", async () => {
    const run = make();
    const lock = join(folder, ".names.lock");
    mkdirSync(lock);
    const problem = `${lock} cannot be written (.names.lock is a folder); move it away.`;
    expect(await nameRun(folder, run, "{words}")).toBe(
      `The run has no name: ${problem} Rename the run to give it one.`,
    );
    await expect(renameRun(run.folder, "other")).rejects.toThrow(problem);
    expect(() => checkNamesLock(folder)).toThrow(problem);
  });

  test.skipIf(process.platform === "win32")(
    "is refused where a link is in the place of the lock",
    async () => {
      const lock = join(folder, ".names.lock");
      symlinkSync("/etc/passwd", lock);
      const problem = `${lock} cannot be written (.names.lock is a symbolic link); remove that link.`;
      await expect(renameRun(make().folder, "other")).rejects.toThrow(problem);
      expect(() => checkNamesLock(folder)).toThrow(problem);
      rmSync(lock);
      expect(() => checkNamesLock(folder)).not.toThrow();
    },
  );

  test("never replaces labels, and returns why a run has no name", async () => {
    const run = make();
    writeFileSync(join(run.folder, "labels.json"), "{}");
    expect(await nameRun(folder, run, "{words}")).toBe(
      `The run has no name: ${join(run.folder, "labels.json")} cannot be written (EEXIST). Rename the run to give it one.`,
    );
  });
});
