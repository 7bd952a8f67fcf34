import { appendFileSync, readdirSync, readFileSync } from "node:fs";
import { hostname } from "node:os";
import { afterEach, describe, expect, test } from "vitest";
import { UntrustedWorkspaceError } from "../../../src/host/Session";
import type { RunEvent } from "../../../src/runs/RunEvent";
import { RunStore } from "../../../src/runs/RunStore";
import { dataset, ended, makeRunsFolder, paused, RunFolder, started, steps } from "../../unit/host/runFolder";
import { Sessions, small, statuses } from "./Sessions";

const sessions = new Sessions();
afterEach(() => sessions.closeAll());

describe("a run that no window is connected to", () => {
  test("is interrupted when its log has no end and no trainer is named", async () => {
    const folder = makeRunsFolder();
    new RunFolder(folder, "unnamed", 1).append(started, dataset).silence();
    const session = sessions.open(folder);
    await session.restore();
    expect(await statuses(session)).toEqual(["interrupted"]);
    expect(session.displayed?.state).toMatchObject({ status: "interrupted" });
  });

  test("has failed when the named trainer is gone, and its log records this once", async () => {
    const folder = makeRunsFolder();
    const runs = [
      new RunFolder(folder, "paused", 1).append(started, dataset, paused).silence().trainedBy(hostname()),
      new RunFolder(folder, "dead", 2)
        .append(started, dataset, steps(0, 2.3))
        .silence()
        .trainedBy(hostname()),
    ];
    const session = sessions.open(folder);
    const received: RunEvent[] = [];
    session.onDidAddEvents(({ events }) => received.push(...events));
    await session.restore();
    await session.follow();
    expect(await statuses(session)).toEqual(["failed", "failed"]);
    const error = expect.stringContaining("ended unexpectedly while no window was connected");
    expect(session.displayed?.state).toMatchObject({ status: "failed", losses: { length: 1 }, error });
    expect(received).toEqual([]);
    for (const { id, folder: run } of runs) {
      await expect.poll(() => readdirSync(run)).not.toContain("trainer.json");
      const { events } = await new RunStore(folder).read(id);
      expect(events.filter(({ type }) => type === "ended")).toMatchObject([{ status: "failed", error }]);
    }
  });

  test("has failed in a workspace that is not trusted as well, where nothing is written", async () => {
    const folder = makeRunsFolder();
    const run = new RunFolder(folder, "dead", 1).append(started, dataset).silence().trainedBy(hostname());
    const before = readFileSync(run.log, "utf8");
    const session = sessions.open(folder, { isTrusted: false });
    await session.restore();
    expect(await statuses(session)).toEqual(["failed"]);
    expect(session.displayed?.state.status).toBe("failed");
    expect(readFileSync(run.log, "utf8")).toBe(before);
    expect(readdirSync(run.folder)).toContain("trainer.json");
  });

  test("has a warning for the line within which its log ends", async () => {
    const folder = makeRunsFolder();
    const run = new RunFolder(folder, "dead", 1).append(started, dataset);
    appendFileSync(run.log, '{"type":"steps"');
    run.silence();
    const session = sessions.open(folder);
    await session.restore();
    expect(session.displayed?.state).toMatchObject({
      status: "interrupted",
      warnings: ["Line 3 of events.jsonl was cut off and was left out."],
    });
  });

  test("is live on another machine while its trainer there beats, however rarely it logs", async () => {
    const folder = makeRunsFolder();
    new RunFolder(folder, "running", 1).append(started, dataset).silence().trainedBy("elsewhere");
    new RunFolder(folder, "paused", 2).append(started, dataset, paused).silence().trainedBy("elsewhere");
    const session = sessions.open(folder);
    expect(await statuses(session)).toEqual(["paused", "running"]);
    expect(session.detached.map(({ contact }) => contact)).toEqual(["unreachable", "unreachable"]);
    expect(session.isTraining).toBe(false);
  });

  test("is running again when it was interrupted and another process resumes it", async () => {
    const folder = makeRunsFolder();
    const run = new RunFolder(folder, "slow", 1).append(started, dataset).silence();
    const session = sessions.open(folder);
    await session.restore();
    expect(session.displayed?.state.status).toBe("interrupted");
    run.append(steps(0, 2.3)).trainedBy("elsewhere");
    await session.follow();
    expect(session.displayed?.state).toMatchObject({ status: "running", losses: { length: 1 } });
    expect(session.displayed?.state.error).toBeUndefined();
    expect(await statuses(session)).toEqual(["running"]);
  });
});

describe("a workspace that is not trusted", () => {
  test("trains, resumes and writes nothing", async () => {
    const folder = makeRunsFolder();
    const run = new RunFolder(folder, "a", 1).append(started, dataset, ended);
    const session = sessions.open(folder, { isTrusted: false });
    const before = readdirSync(folder, { recursive: true });
    const place = { id: "a", name: "Run a", folder: run.folder };
    for (const attempt of [
      () => session.train(small),
      () => session.resume(place),
      () => session.fork(place, "checkpoints/a", {}),
    ])
      await expect(attempt()).rejects.toThrow(UntrustedWorkspaceError);
    expect(readdirSync(folder, { recursive: true })).toEqual(before);
    expect(session.isTraining).toBe(false);
  });
});
