import { expect, test } from "vitest";
import { EventBatch } from "../../../src/host/EventBatch";
import { foldEvents } from "../../../src/runs/applyEvent";
import type { RunEvent } from "../../../src/runs/RunEvent";
import { takeSnapshot } from "../../../src/runs/StateSnapshot";
import { dataset, started, steps, tested } from "../webview/runEvents";

function batchOf(events: RunEvent[]): RunEvent[] {
  const batch = new EventBatch();
  for (const event of events) batch.add(event);
  return batch.take();
}

test("twenty chunks of an epoch become two: the first one, and one of the 19 others", () => {
  const chunks = Array.from({ length: 20 }, (_, index) => steps(1, 2 * index, [1, 2], 0.05 * index));
  expect(batchOf(chunks)).toEqual([
    chunks[0],
    { ...chunks[19], firstStep: 2, losses: chunks.slice(1).flatMap((chunk) => chunk.losses) },
  ]);
});

test("a batch folds to the state that its events fold to, at the same speed of training", () => {
  const events = [
    ...Array.from({ length: 10 }, (_, index) => steps(1, index, [2 - index / 10], 0.1 * (index + 1))),
    tested(1, 0.5),
    ...Array.from({ length: 10 }, (_, index) => steps(2, 10 + index, [1], 2 + 0.1 * (index + 1))),
  ];
  const whole = foldEvents([started, dataset, ...events]);
  const batched = foldEvents([started, dataset, ...batchOf(events)]);
  expect(takeSnapshot(batched)).toEqual({
    ...takeSnapshot(whole),
    samplesPerSecond: expect.closeTo(whole.samplesPerSecond!, 6),
  });
});

test("chunks with missing steps or another event between them stay apart", () => {
  const events: RunEvent[] = [
    steps(1, 0, [1], 1),
    steps(1, 1, [1], 2),
    { type: "control", action: "paused", epoch: 1, step: 2, seconds: 2.1 },
    steps(1, 2, [1], 3),
    steps(1, 9, [1], 4),
    steps(2, 10, [1], 5),
  ];
  expect(batchOf(events)).toEqual(events);
});

test("only the latest of the events about a download's progress is kept", () => {
  const at = (receivedBytes: number): RunEvent => ({ type: "data", file: "a", receivedBytes, totalBytes: 9 });
  expect(batchOf([at(1), at(2), at(3)])).toEqual([at(3)]);
});

test("events that were taken or cleared are not taken again", () => {
  const batch = new EventBatch();
  batch.add(steps(1, 0, [1], 1));
  batch.take();
  batch.add(steps(1, 1, [1], 1));
  batch.clear();
  batch.add(steps(1, 2, [1], 1));
  expect(batch.take()).toEqual([steps(1, 2, [1], 1)]);
});

test("chunks that are joined keep the learning rates of a schedule", () => {
  const chunks = [0, 1, 2].map((step) => ({ ...steps(1, step, [1], step), learningRates: [step / 10] }));
  expect(batchOf(chunks).at(-1)).toMatchObject({ losses: [1, 1], learningRates: [0.1, 0.2] });
});
