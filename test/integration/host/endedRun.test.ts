import { afterEach, describe, expect, test } from "vitest";
import { foldEvents } from "../../../src/runs/applyEvent";
import { readRecord } from "../../../src/runs/RunRecord";
import { RunStore } from "../../../src/runs/RunStore";
import { dataset, makeRunsFolder, RunFolder, started, steps } from "../../unit/host/runFolder";
import { moveData } from "../trainer/movedRun";
import { Sessions, small } from "./Sessions";

const sessions = new Sessions();
afterEach(() => sessions.closeAll());

describe("an ended run", () => {
  test("continues where it was, in its own folder and with its whole curve", async () => {
    const session = sessions.open(makeRunsFolder());
    const { run, ended } = await session.train(small);
    await ended;
    const losses = [...run.state.losses];
    const again = await session.resume(run, 2);
    expect(session.displayed).toBe(again.run);
    expect((await again.ended).status).toBe("finished");
    expect(again.run.id).toBe(run.id);
    expect(again.run.state.losses.slice(0, losses.length)).toEqual([...losses]);
    expect(again.run.state).toMatchObject({ totalEpochs: 2, epochs: [{ epoch: 1 }, { epoch: 2 }] });
    const onDisk = await new RunStore(session.list.folder).read(run.id);
    expect(again.run.state).toEqual(foldEvents(onDisk.events));
  });

  test("can be forked from its checkpoint with another learning rate", async () => {
    const session = sessions.open(makeRunsFolder());
    const { run, ended } = await session.train(small);
    await ended;
    const { file } = run.state.checkpoints.at(-1)!;
    const fork = await session.fork(run, file, { learningRate: 0.1, epochs: 2 });
    expect((await fork.ended).status).toBe("finished");
    expect(fork.run.id).not.toBe(run.id);
    const { created } = await new RunStore(session.list.folder).read(run.id);
    expect(fork.run.state).toMatchObject({ learningRate: 0.1, parent: { id: run.id, created, step: 4 } });
    expect((await readRecord(fork.run.folder)).record?.parent).toEqual(fork.run.state.parent);
    expect(fork.run.state.losses.slice(0, 4)).toEqual([...run.state.losses]);
  });

  test("is shown unchanged when it could not be resumed, with the reason", async () => {
    const folder = makeRunsFolder();
    const session = sessions.open(folder);
    const { run, ended } = await session.train(small);
    await ended;
    moveData(run.folder, "/missing");
    await session.list.refresh();
    const errors: (string | undefined)[] = [];
    session.onDidChangeDisplayed(() => errors.push(session.displayed!.state.error));
    const again = await session.resume(run, 3, "/missing");
    expect(await again.ended).toMatchObject({ status: "finished", undone: "failed" });
    const { state } = session.displayed!;
    expect(state).toMatchObject({ status: "finished", totalEpochs: 1, weights: "model.safetensors" });
    expect(state).toMatchObject({ errorCode: "dataset", error: expect.stringContaining("/missing") });
    expect(state.controls.filter(({ type }) => type === "resumed")).toEqual([]);
    expect(errors.filter((error) => error !== undefined)).toEqual([state.error]);
    await session.list.refresh();
    expect(session.list.runs[0]?.state).toMatchObject({
      status: "finished",
      totalEpochs: 1,
      error: undefined,
    });
  });

  test("is not resumed while another process trains it", async () => {
    const folder = makeRunsFolder();
    const run = new RunFolder(folder, "a", 1).append(started, dataset, steps(0, 2.3)).trainedBy("elsewhere");
    const session = sessions.open(folder);
    await expect(session.resume({ id: "a", name: "Run a", folder: run.folder })).rejects.toThrow(
      "its state: training",
    );
    expect(session.isTraining).toBe(false);
  });
});
