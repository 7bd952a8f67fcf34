import { mkdirSync, realpathSync, renameSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { renameRun } from "../../../src/runs/labelChanges";
import { tutorialConfig } from "../../../src/runs/RunConfig";
import type { RunEvent } from "../../../src/runs/RunEvent";
import { RunStore } from "../../../src/runs/RunStore";
import { limits } from "../../support/limits.mjs";
import { removeFolder } from "../../support/removeFolder";
import { dataset, ended, makeRunsFolder, RunFolder, started, steps } from "../../unit/host/runFolder";
import { runCli } from "../cli/runCli";
import { endless, Sessions, small } from "./Sessions";

const sessions = new Sessions();
afterEach(async () => {
  vi.restoreAllMocks();
  await sessions.closeAll();
});

describe("the run on display", () => {
  test("is the newest run at first", async () => {
    const folder = makeRunsFolder();
    new RunFolder(folder, "old", 1).append(started, dataset, ended);
    new RunFolder(folder, "new", 2).append(started, dataset, steps(0, 2.3, 2.2), ended);
    const session = sessions.open(folder);
    // On a busy machine, `restore` alone could list only some of the runs at first, and display the newest of these.
    await session.refresh();
    await session.restore();
    expect(session.displayed).toMatchObject({ id: "new", name: "Run new" });
    expect(session.displayed?.state.losses.slice()).toEqual([2.3, 2.2]);
  });

  test("is the same as before when the window is opened again", async () => {
    const folder = makeRunsFolder();
    const old = new RunFolder(folder, "old", 1).append(started, ended);
    new RunFolder(folder, "new", 2).append(started, ended);
    const remembered = new Map<string, string>();
    await sessions.open(folder, { remembered }).show({ id: old.id, name: "Run old", folder: old.folder });
    const again = sessions.open(folder, { remembered });
    await again.restore();
    expect(again.displayed?.id).toBe("old");
  });

  test("is the same as before when that run is read after others are listed", async () => {
    const folder = makeRunsFolder();
    const old = new RunFolder(folder, "old", 1).append(started, ended);
    new RunFolder(folder, "new", 2).append(started, ended);
    const remembered = new Map<string, string>();
    await sessions.open(folder, { remembered }).show({ id: old.id, name: "Run old", folder: old.folder });
    const session = sessions.open(folder, { remembered });
    const { list } = RunStore.prototype;
    vi.spyOn(RunStore.prototype, "list").mockImplementationOnce(async function (this: RunStore, onRead) {
      const late: Parameters<NonNullable<typeof onRead>>[0][] = [];
      const read = await list.call(this, (run) => (run.id === "old" ? late.push(run) : onRead?.(run)));
      await session.list.shownInPart;
      for (const run of late) onRead?.(run);
      return read;
    });
    await session.restore();
    await expect.poll(() => session.displayed?.id).toBeDefined();
    expect(session.displayed?.id).toBe("old");
  });

  test("names its parent as the list does", async () => {
    const folder = makeRunsFolder();
    const parent = new RunFolder(folder, "parent", 1).append(started, dataset, steps(0, 2.3), ended);
    const origin = { id: "parent", name: "As it was", checkpoint: "checkpoints/1", epoch: 0, step: 1 };
    const fork = new RunFolder(folder, "fork", 2).append({ ...started, parent: origin }, ended);
    const session = sessions.open(folder);
    await session.refresh();
    await session.show({ id: fork.id, name: "Run fork", folder: fork.folder });
    expect(session.displayed?.state.parent?.name).toBe("Run parent");
    let redrawn = 0;
    session.onDidChangeDisplayed(() => redrawn++);
    await renameRun(parent.folder, "brisk-linen");
    await session.refresh();
    expect(session.displayed?.state.parent?.name).toBe("brisk-linen");
    expect(redrawn).toBe(1);
  });

  test("does not take the name of a run that got the id of its deleted parent", async () => {
    const folder = makeRunsFolder();
    new RunFolder(folder, "parent", 1).append(started, dataset, steps(0, 2.3), ended);
    const origin = {
      id: "parent",
      name: "As it was",
      created: "2025-12-31T09:30:00.250Z",
      checkpoint: "checkpoints/1",
      epoch: 0,
      step: 1,
    };
    const fork = new RunFolder(folder, "fork", 2).append({ ...started, parent: origin }, ended);
    const session = sessions.open(folder);
    await session.refresh();
    await session.show({ id: fork.id, name: "Run fork", folder: fork.folder });
    expect(session.displayed?.state.parent?.name).toBe("As it was");
  });

  test("has the name that the list has read, though an older one was requested", async () => {
    const folder = makeRunsFolder();
    const run = new RunFolder(folder, "a", 1).append(started, dataset, ended);
    const session = sessions.open(folder);
    await renameRun(run.folder, "brisk-linen");
    await session.refresh();
    await session.show({ id: run.id, name: "Run a", folder: run.folder });
    expect(session.displayed?.name).toBe("brisk-linen");
  });

  test("is known to be gone once its folder is deleted or another runs folder is listed", async () => {
    const folder = makeRunsFolder();
    const run = new RunFolder(folder, "a", 1).append(started, dataset, ended);
    new RunFolder(folder, "b", 2).append(started, dataset, ended);
    const session = sessions.open(folder);
    await session.show({ id: run.id, name: run.id, folder: run.folder });
    expect(session.isDisplayedGone).toBe(false);
    await session.refresh();
    expect(session.isDisplayedGone).toBe(false);
    session.list.place = { folder: makeRunsFolder() };
    expect(session.isDisplayedGone).toBe(false);
    await session.refresh();
    expect(session.isDisplayedGone).toBe(true);
    expect(session.displayedElsewhere).toBe(folder);
    session.list.place = { folder };
    await session.refresh();
    expect(session.isDisplayedGone).toBe(false);
    removeFolder(run.folder);
    await session.refresh();
    expect(session.isDisplayedGone).toBe(true);
    expect(session.displayedElsewhere).toBeUndefined();
  });

  test("is displayed by the new name of its folder when the folder is renamed, also during its training", async () => {
    const folder = makeRunsFolder();
    const session = sessions.open(folder);
    const { run, ended: end } = await session.train(endless);
    await expect.poll(() => run.state.losses.length).toBeGreaterThan(0);
    renameSync(run.folder, join(folder, "renamed"));
    await session.refresh();
    expect(session.displayed).toBe(run);
    await session.stop(run);
    await end;
    await session.refresh();
    await expect.poll(() => session.displayed?.id).toBe("renamed");
    expect(session.isDisplayedGone).toBe(false);
    expect(session.displayed?.state.status).toBe("stopped");
    renameSync(join(folder, "renamed"), join(folder, "again"));
    await session.refresh();
    await expect.poll(() => session.displayed?.id).toBe("again");
  });

  test("stays as it was read while it is deleted, and is read on once it is restored", async () => {
    const folder = makeRunsFolder();
    const run = new RunFolder(folder, "a", 1).append(started, dataset, steps(0, 2.3));
    const session = sessions.open(folder);
    await session.show({ id: run.id, name: run.id, folder: run.folder });
    const before = [...session.displayed!.state.warnings];
    renameSync(run.folder, join(folder, ".moved"));
    await session.follow();
    expect(session.displayed!.state.warnings).toEqual(before);
    renameSync(join(folder, ".moved"), run.folder);
    run.append(steps(1, 2.2), ended);
    await session.follow();
    expect(session.displayed!.state).toMatchObject({ status: "finished", warnings: before });
    expect(session.displayed!.state.losses.slice()).toEqual([2.3, 2.2]);
  });

  test("is read again when another process has continued or replaced it after this window trained it", async () => {
    const folder = makeRunsFolder();
    const session = sessions.open(folder);
    const { run, ended: end } = await session.train(small);
    await end;
    await session.follow();
    expect(session.displayed?.id).toBe(run.id);
    const { losses } = session.displayed!.state;
    expect(losses.length).toBe(4);
    const { code } = await runCli(["resume", run.folder, "--epochs", "3"], folder);
    expect(code).toBe(0);
    await session.follow();
    expect(session.displayed!.state).toMatchObject({ status: "finished", completeEpochs: 3 });
    expect([...session.displayed!.state.losses].slice(0, 4)).toEqual([...losses]);
    removeFolder(run.folder);
    new RunFolder(folder, run.id, 1).append(started, dataset, steps(0, 2.3), ended);
    await session.follow();
    expect(session.displayed!.state.losses.slice()).toEqual([2.3]);
  });

  test("states why its log cannot be read, with the right path, until the log can be read again", async () => {
    const place = makeRunsFolder();
    const folder = join(place, ".fitting-room", "runs");
    mkdirSync(folder, { recursive: true });
    const run = new RunFolder(folder, "a", 1).append(started, dataset, steps(0, 2.3), ended);
    const session = sessions.open(folder);
    await session.show({ id: run.id, name: run.id, folder: run.folder });
    const before = [...session.displayed!.state.warnings];
    renameSync(folder, join(place, "away"));
    writeFileSync(folder, "");
    await session.follow();
    expect(session.displayed!.state.warnings).toEqual([
      ...before,
      `events.jsonl cannot be read (${join(realpathSync(place), ".fitting-room", "runs")} is a file).`,
    ]);
    unlinkSync(folder);
    renameSync(join(place, "away"), folder);
    await session.follow();
    expect(session.displayed!.state).toMatchObject({ status: "finished", warnings: before });
    expect(session.displayed!.state.losses.slice()).toEqual([2.3]);
  });

  test("states that its log is missing until the log is back", async () => {
    const folder = makeRunsFolder();
    const run = new RunFolder(folder, "a", 1).append(started, dataset, steps(0, 2.3));
    const session = sessions.open(folder);
    await session.show({ id: run.id, name: run.id, folder: run.folder });
    const before = [...session.displayed!.state.warnings];
    renameSync(run.log, join(folder, ".log"));
    await session.follow();
    expect(session.displayed!.state.warnings).toEqual([
      ...before,
      "events.jsonl is missing; what it recorded of the run is lost.",
    ]);
    renameSync(join(folder, ".log"), run.log);
    run.append(steps(1, 2.2), ended);
    await session.follow();
    expect(session.displayed!.state).toMatchObject({ status: "finished", warnings: before });
    expect(session.displayed!.state.losses.slice()).toEqual([2.3, 2.2]);
  });

  test("stays as it was read while its runs folder is moved", async () => {
    const place = makeRunsFolder();
    const folder = join(place, "runs");
    mkdirSync(folder);
    const run = new RunFolder(folder, "a", 1).append(started, dataset, steps(0, 2.3), ended);
    const session = sessions.open(folder);
    await session.show({ id: run.id, name: run.id, folder: run.folder });
    const before = [...session.displayed!.state.warnings];
    renameSync(folder, join(place, "away"));
    await session.follow();
    expect(session.displayed!.state.warnings).toEqual(before);
  });

  test("is not known to be gone while the runs folder cannot be read", async () => {
    const folder = makeRunsFolder();
    const run = new RunFolder(folder, "a", 1).append(started, dataset, ended);
    const session = sessions.open(folder);
    await session.show({ id: run.id, name: run.id, folder: run.folder });
    const file = join(makeRunsFolder(), "file");
    writeFileSync(file, "");
    session.list.place = { folder: file };
    await session.refresh();
    expect(session.list.problem).toBeDefined();
    expect(session.isDisplayedGone).toBe(false);
  });

  test("is not known to be gone while the setting of the runs folder is invalid, which is told in its place", async () => {
    const folder = makeRunsFolder();
    const run = new RunFolder(folder, "a", 1).append(started, dataset, ended);
    const session = sessions.open(folder);
    await session.show({ id: run.id, name: run.id, folder: run.folder });
    const problem =
      "fittingRoom.runs.location begins with ~nobody, and only ~ alone stands for a home folder.";
    session.list.place = { folder, problem };
    await session.refresh();
    expect(session.list).toMatchObject({ runs: [], problem, isWhole: false });
    expect(session.isDisplayedGone).toBe(false);
    await expect(session.resume(session.displayed!)).rejects.toThrow(problem);
    await expect(session.train(tutorialConfig)).rejects.toThrow(problem);
    session.list.place = { folder };
    await session.refresh();
    expect(session.list).toMatchObject({ runs: [{ id: "a" }], problem: undefined });
  });

  test("is one of the other runs folder after a move to it, and none where that has no run yet", async () => {
    const [first, second, empty] = [makeRunsFolder(), makeRunsFolder(), makeRunsFolder()];
    new RunFolder(first, "a", 1).append(started, dataset, ended);
    new RunFolder(second, "b", 2).append(started, dataset, ended);
    const session = sessions.open(first);
    await session.restore();
    await expect.poll(() => session.displayed?.id).toBe("a");
    await session.moveTo({ folder: second });
    expect(session.list.runs.map(({ id }) => id)).toEqual(["b"]);
    await expect.poll(() => session.displayed?.id).toBe("b");
    await session.moveTo({ folder: empty });
    expect(session.displayed).toBeUndefined();
    new RunFolder(empty, "c", 3).append(started, dataset, ended);
    await session.refresh();
    await expect.poll(() => session.displayed?.id).toBe("c");
  });

  test("stays on display at a move to another runs folder while this window trains it", async () => {
    const { session, run } = await sessions.training(makeRunsFolder());
    await session.moveTo({ folder: makeRunsFolder() });
    expect([session.displayed, session.training, session.isDisplayedGone]).toEqual([run, run, false]);
  });

  test("is none while there is no run", async () => {
    const session = sessions.open(join(makeRunsFolder(), "missing"));
    await session.restore();
    expect(session.displayed).toBeUndefined();
  });

  test("is the first run that appears, as from a terminal, where there was none", async () => {
    const folder = makeRunsFolder();
    const session = sessions.open(folder);
    await session.restore();
    new RunFolder(folder, "first", 1).append(started, dataset, steps(0, 2.3), ended);
    await session.refresh();
    await expect.poll(() => session.displayed?.id, { timeout: limits.wait }).toBe("first");
    new RunFolder(folder, "second", 2).append(started, dataset, ended);
    await session.refresh();
    expect(session.displayed?.id).toBe("first");
  });

  test("grows with the events that another process appends, and receives each once", async () => {
    const folder = makeRunsFolder();
    const run = new RunFolder(folder, "a", 1).append(started, dataset, steps(0, 2.3));
    const session = sessions.open(folder);
    await session.restore();
    const received: RunEvent[] = [];
    session.onDidAddEvents(({ events }) => received.push(...events));
    run.append(steps(1, 2.2));
    await session.follow();
    run.append(steps(2, 2.1), ended);
    await Promise.all([session.follow(), session.follow()]);
    expect(received).toEqual([steps(1, 2.2), steps(2, 2.1), ended]);
    expect(session.displayed?.state).toMatchObject({ status: "finished", losses: { length: 3 } });
  });

  test("is the last one that was requested, whichever is read first", async () => {
    const folder = makeRunsFolder();
    const large = new RunFolder(folder, "large", 1).append(
      started,
      ...Array.from({ length: 2000 }, (_, step) => steps(step, 2.3)),
    );
    const tiny = new RunFolder(folder, "tiny", 2).append(started);
    const session = sessions.open(folder);
    await Promise.all([large, tiny].map(({ id, folder }) => session.show({ id, name: id, folder })));
    expect(session.displayed?.id).toBe("tiny");
  });

  test("is the one that was requested, while the one before is read again", async () => {
    const folder = makeRunsFolder();
    const before = new RunFolder(folder, "before", 1).append(started, dataset, steps(0, 2.3));
    const requested = new RunFolder(folder, "requested", 2).append(
      started,
      ...Array.from({ length: 2000 }, (_, step) => steps(step, 2.3)),
    );
    const session = sessions.open(folder);
    await session.show({ id: before.id, name: before.id, folder: before.folder });
    renameSync(before.log, join(folder, ".log"));
    await session.follow();
    renameSync(join(folder, ".log"), before.log);
    await Promise.all([
      session.show({ id: requested.id, name: requested.id, folder: requested.folder }),
      session.follow(),
    ]);
    expect(session.displayed?.id).toBe("requested");
  });
});
