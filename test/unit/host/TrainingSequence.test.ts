import { expect, test } from "vitest";
import { TrainingSequence } from "../../../src/host/TrainingSequence";
import type { RunStatus } from "../../../src/runs/transitions";

/** Performs trainings that end with these statuses; one with the status undefined does not begin. */
async function perform(statuses: readonly (RunStatus | undefined)[], onBegin?: (cancel: () => void) => void) {
  const messages: string[] = [];
  const reported: number[] = [];
  const sequence = new TrainingSequence(statuses, {
    begin: async (status) =>
      status && {
        run: { name: "brisk-linen", state: { status } },
        ended: Promise.resolve().then(() => onBegin?.(() => sequence.cancel())),
      },
    report: (number) => reported.push(number),
    tell: (message) => messages.push(message),
  });
  await sequence.perform();
  return { messages, reported };
}

test("trainings that finish follow one another without a message", async () => {
  expect(await perform(["finished", "finished"])).toEqual({ messages: [], reported: [1, 2] });
});

test("a message names the training that has not finished and the number of trainings that are not started", async () => {
  for (const status of ["stopped", "failed", "interrupted"] as const)
    expect(await perform(["finished", status, "finished", "finished"])).toEqual({
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
    const { messages, reported } = await perform([status, "finished"], (cancel) => cancel());
    expect({ messages, reported }).toEqual({
      messages: ["1 further training is not started."],
      reported: [1],
    });
  }
});
