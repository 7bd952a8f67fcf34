import { expect, test } from "vitest";
import { TrainingSequence } from "../../../src/host/TrainingSequence";
import type { RunStatus } from "../../../src/runs/transitions";

/** Performs trainings that end with these statuses; one with the status undefined does not begin. */
async function perform(
  statuses: readonly (RunStatus | undefined)[],
  onBegin?: (sequence: { cancel(): void; close(): void }) => void,
) {
  const messages: string[] = [];
  const reported: number[] = [];
  const remembered: number[] = [];
  const sequence: TrainingSequence<RunStatus | undefined> = new TrainingSequence(statuses, {
    begin: async (status) =>
      status && {
        run: { name: "brisk-linen", state: { status } },
        ended: Promise.resolve().then(() => onBegin?.(sequence)),
      },
    remember: (left) => remembered.push(left),
    report: (number) => reported.push(number),
    tell: (message) => messages.push(message),
  });
  await sequence.perform();
  return { messages, reported, remembered };
}

test("trainings that finish follow one another without a message", async () => {
  expect(await perform(["finished", "finished"])).toMatchObject({ messages: [], reported: [1, 2] });
});

test("a message names the training that has not finished and the number of trainings that are not started", async () => {
  for (const status of ["stopped", "failed", "interrupted"] as const)
    expect(await perform(["finished", status, "finished", "finished"])).toMatchObject({
      messages: ["The training brisk-linen has not finished. 2 further trainings are not started."],
      reported: [1, 2],
    });
  expect((await perform(["finished", "stopped"])).messages).toEqual([]);
});

test("a training that does not begin is among those that are not started", async () => {
  expect((await perform(["finished", undefined, "finished"])).messages).toEqual([
    "2 further trainings are not started.",
  ]);
  expect((await perform([undefined])).messages).toEqual([]);
});

test("a cancelled sequence states at once, and once, how many trainings are not started", async () => {
  for (const status of ["finished", "stopped"] as const) {
    const { messages, reported } = await perform([status, "finished"], (one) => one.cancel());
    expect({ messages, reported }).toEqual({
      messages: ["1 further training is not started."],
      reported: [1],
    });
  }
});

test("the number of trainings that have not begun is kept for the next window while the sequence lasts", async () => {
  expect((await perform(["finished", "finished", "finished"])).remembered).toEqual([2, 1, 0, 0]);
  expect((await perform(["finished", "stopped", "finished"])).remembered).toEqual([2, 1, 0]);
  expect((await perform(["finished", "finished"], (sequence) => sequence.cancel())).remembered.at(-1)).toBe(
    0,
  );
});

test("a sequence whose window closes begins nothing further and keeps the number of trainings that are left", async () => {
  const closed = await perform(["interrupted", "finished", "finished"], (sequence) => sequence.close());
  expect(closed).toEqual({ messages: [], reported: [1], remembered: [2] });
});
