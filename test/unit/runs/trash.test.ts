import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { RunHeldError } from "../../../src/liveness/RunHeldError";
import { RunLock } from "../../../src/liveness/RunLock";
import { deleteRun, emptyTrash, restoreRun, trashedRuns } from "../../../src/liveness/trash";
import { createRun } from "../../../src/runs/createRun";
import { renameRun } from "../../../src/runs/labelChanges";
import { changeLabels } from "../../../src/runs/labelsFile";
import { RunStore } from "../../../src/runs/RunStore";
import { RunFolder } from "../host/runFolder";
import { config, started } from "./exampleEvents";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "trash-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const make = () => createRun(folder, config, new Date(2026, 0, 2, 3, 4, 5));
const ids = async () => (await new RunStore(folder).list()).runs.map(({ id }) => id);

describe("a deleted run", () => {
  test("is in the trash, with all of its files and its labels, until it is restored", async () => {
    const run = make();
    await changeLabels(run.folder, (labels) => ({ ...labels, name: "brisk-linen" }));
    const record = readFileSync(join(run.folder, "run.json"), "utf8");
    expect(await deleteRun(folder, run.id)).toBe(run.id);
    expect(await ids()).toEqual([]);
    expect(trashedRuns(folder)).toEqual([{ id: run.id, name: "brisk-linen" }]);
    expect(await restoreRun(folder, run.id)).toBe(run.id);
    expect(await ids()).toEqual([run.id]);
    expect(trashedRuns(folder)).toEqual([]);
    expect(readFileSync(join(run.folder, "run.json"), "utf8")).toBe(record);
    expect(readdirSync(run.folder).sort()).toEqual(["events.jsonl", "labels.json", "run.json"]);
  });

  test("leaves the lock of its labels neither in its former place nor in the trash", async () => {
    const run = make();
    writeFileSync(join(run.folder, "labels.json.lock"), "");
    await deleteRun(folder, run.id);
    expect(readdirSync(join(folder, ".trash", run.id)).sort()).toEqual(["events.jsonl", "run.json"]);
  });

  test("gets another id instead of replacing a run with its id, in the trash and when it is restored", async () => {
    const { id } = make();
    await deleteRun(folder, id);
    expect(make().id).toBe(id);
    expect(await deleteRun(folder, id)).toBe(`${id}_2`);
    make();
    expect(await restoreRun(folder, id)).toBe(`${id}_3`);
    expect((await ids()).sort()).toEqual([id, `${id}_3`]);
    expect(trashedRuns(folder)).toEqual([{ id: `${id}_2`, name: `${id}_2` }]);
  });

  test("gets an id that no run has, neither in the trash nor in the list", async () => {
    const [first, second] = [make(), make()];
    await deleteRun(folder, first.id);
    make();
    expect(await deleteRun(folder, first.id)).toBe(`${first.id}_3`);
    expect(await deleteRun(folder, second.id)).toBe(second.id);
    make();
    expect(await restoreRun(folder, first.id)).toBe(`${first.id}_4`);
    expect(await restoreRun(folder, second.id)).toBe(second.id);
  });

  test("gets a number after its name if another run has got the name meanwhile", async () => {
    const run = make();
    await renameRun(run.folder, "baseline");
    await deleteRun(folder, run.id);
    const other = make();
    await renameRun(other.folder, "baseline");
    const restored = await restoreRun(folder, run.id);
    const names = (await new RunStore(folder).list()).runs.map(({ id, name }) => [id, name]);
    expect(new Map(names as [string, string][])).toEqual(
      new Map([
        [other.id, "baseline"],
        [restored, "baseline-2"],
      ]),
    );
  });

  test("cannot be a run that is being trained", async () => {
    const run = make();
    const lock = await RunLock.take(run.folder, { socket: null, stderr: null }, () => {});
    await expect(deleteRun(folder, run.id)).rejects.toThrow(RunHeldError);
    await expect(deleteRun(folder, run.id)).rejects.toThrow(
      /^The run in .* is being trained by .*; stop that one first\.$/,
    );
    lock.release();
    expect(await ids()).toEqual([run.id]);
    await deleteRun(folder, run.id);
    expect(await ids()).toEqual([]);
  });

  test("cannot be a run that does not exist", async () => {
    await expect(deleteRun(folder, "gone")).rejects.toThrow(
      `The run in ${join(folder, "gone")} cannot be deleted (its folder is not there, ENOENT).`,
    );
    await expect(restoreRun(folder, "gone")).rejects.toThrow(/^The run gone cannot be restored \(/);
  });

  test("can be trained again after it is restored", async () => {
    const run = make();
    await deleteRun(folder, run.id);
    await restoreRun(folder, run.id);
    const lock = await RunLock.take(run.folder, { socket: null, stderr: null }, () => {});
    lock.release();
  });
});

describe.runIf(process.platform !== "win32")("a run that is not opened", () => {
  const outside = () => {
    const path = join(folder, "outside.txt");
    writeFileSync(path, "kept");
    return path;
  };

  test.each(["events.jsonl", "run.json", "trainer.json", "checkpoints", "model.safetensors"])(
    "because %s is a link is deleted, restored and removed for good, while the link's target stays",
    async (name) => {
      const { id, folder: path } = make();
      const target = outside();
      rmSync(join(path, name), { force: true });
      symlinkSync(target, join(path, name));
      expect((await new RunStore(folder).list()).refused).toMatchObject([{ id }]);
      await deleteRun(folder, id);
      expect((await new RunStore(folder).list()).refused).toEqual([]);
      expect(trashedRuns(folder)).toEqual([{ id, name: id }]);
      await restoreRun(folder, id);
      expect(lstatSync(join(path, name)).isSymbolicLink()).toBe(true);
      await deleteRun(folder, id);
      expect(await emptyTrash(folder)).toEqual({ removed: [{ id, name: id }], problems: [] });
      expect(readFileSync(target, "utf8")).toBe("kept");
    },
  );

  test("is not deleted while a process trains it", async () => {
    const run = make();
    const lock = await RunLock.take(run.folder, { socket: null, stderr: null }, () => {});
    symlinkSync(outside(), join(run.folder, "model.safetensors"));
    await expect(deleteRun(folder, run.id)).rejects.toThrow(RunHeldError);
    lock.release();
    await deleteRun(folder, run.id);
  });

  test("is deleted although its trainer.json names a trainer, if that one has ended", async () => {
    const run = new RunFolder(folder, "died", 1).append(started).trainedBy(hostname());
    symlinkSync(outside(), join(run.folder, "model.safetensors"));
    await deleteRun(folder, run.id);
    expect(trashedRuns(folder)).toMatchObject([{ id: "died" }]);
  });

  test("because its files describe no run is deleted", async () => {
    const { id, folder: path } = make();
    writeFileSync(join(path, "run.json"), "no run");
    expect((await new RunStore(folder).list()).refused).toMatchObject([{ id }]);
    await deleteRun(folder, id);
    expect(trashedRuns(folder)).toEqual([{ id, name: id }]);
  });

  test("because its folder is a link is not deleted, nor is the link's target", async () => {
    const elsewhere = mkdtempSync(join(tmpdir(), "elsewhere-"));
    const { id } = createRun(elsewhere, config, new Date(2026, 0, 2));
    symlinkSync(join(elsewhere, id), join(folder, "link"));
    await expect(deleteRun(folder, "link")).rejects.toThrow(
      /^The run in .*link cannot be deleted \(.*link is a symbolic link\); /,
    );
    expect(existsSync(join(elsewhere, id, "run.json"))).toBe(true);
    rmSync(elsewhere, { recursive: true });
  });
});

describe("the trash", () => {
  test("is empty where nothing was deleted", async () => {
    expect(trashedRuns(folder)).toEqual([]);
    expect(await emptyTrash(folder)).toEqual({ removed: [], problems: [] });
    expect(existsSync(join(folder, ".trash"))).toBe(false);
  });

  test("is emptied of runs, and keeps other folders", async () => {
    const { id } = make();
    await deleteRun(folder, id);
    mkdirSync(join(folder, ".trash", "mine"));
    writeFileSync(join(folder, ".trash", "mine", "text"), "");
    expect(await emptyTrash(folder)).toEqual({ removed: [{ id, name: id }], problems: [] });
    expect(readdirSync(join(folder, ".trash"))).toEqual(["mine"]);
  });

  test.runIf(process.platform !== "win32")("is not followed where it is a link", async () => {
    const { id } = make();
    const elsewhere = join(folder, "elsewhere");
    mkdirSync(elsewhere);
    symlinkSync(elsewhere, join(folder, ".trash"));
    await expect(deleteRun(folder, id)).rejects.toThrow(
      / cannot be deleted \(.* is a symbolic link\); put a copy of what it stands for in its place, or remove it if it leads nowhere\.$/,
    );
    expect(() => trashedRuns(folder)).toThrow(
      /^The trash of .* cannot be read \(.* is a symbolic link\); put a copy of what it stands for in its place, or remove it if it leads nowhere\.$/,
    );
    expect(readdirSync(elsewhere)).toEqual([]);
  });
});
