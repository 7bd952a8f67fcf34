import { describe, expect, it } from "vitest";
import { applyEvent, foldEvents } from "../../../src/runs/applyEvent";
import type { RunEvent } from "../../../src/runs/RunEvent";
import { announcement } from "../../../webview/figures/announcement";
import { progressShare, progressText } from "../../../webview/figures/progressText";
import { statusText } from "../../../webview/figures/statusText";
import { collectTiles } from "../../../webview/figures/tiles";
import {
  control,
  dataset,
  ended,
  resumed,
  started,
  startedWithValidation,
  steps,
  tested,
  validated,
  wholeEpoch,
} from "./runEvents";

describe("the status", () => {
  const statusOf = (...events: RunEvent[]) => statusText(foldEvents([started, ...events]));

  it("states that data is being prepared or downloaded", () => {
    expect(statusOf()).toBe("Preparing the data");
    expect(statusOf({ type: "data", file: "a.gz", receivedBytes: 1, totalBytes: null })).toBe(
      "Downloading Fashion-MNIST",
    );
  });

  it("names the current epoch, the first one also before its first batch", () => {
    expect(statusOf(dataset)).toBe("Training, epoch 1 of 3");
    expect(statusOf(dataset, wholeEpoch(1), tested(1, 0.5), steps(2, 10, [1], 2))).toBe(
      "Training, epoch 2 of 3",
    );
  });

  it("distinguishes the test after an epoch from its training", () => {
    expect(statusOf(dataset, wholeEpoch(1))).toBe("Testing after epoch 1 of 3");
    expect(statusOf(dataset, wholeEpoch(1), tested(1, 0.5))).toBe("Training, epoch 1 of 3");
  });

  it("names the validation after an epoch in a run with a validation set", () => {
    expect(statusText(foldEvents([startedWithValidation, dataset, wholeEpoch(1)]))).toBe(
      "Validating and testing after epoch 1 of 3",
    );
  });

  it("names the epoch of a pause, also right after its last batch", () => {
    expect(statusOf(dataset, wholeEpoch(1), control("paused", 10))).toBe("Paused, epoch 1 of 3");
  });

  it("has the current total number of epochs", () => {
    expect(statusOf(dataset, control("epochs", 0, 8))).toBe("Training, epoch 1 of 8");
  });

  it("distinguishes an end between two epochs from one within an epoch", () => {
    const whole = [dataset, wholeEpoch(1), tested(1, 0.5)];
    expect(statusOf(...whole, ended("stopped"))).toBe("Stopped after epoch 1 of 3");
    expect(statusOf(...whole, ended("failed"))).toBe("Failed after epoch 1 of 3");
    expect(statusOf(...whole, ended("interrupted"))).toBe("Interrupted after epoch 1 of 3");
    expect(statusOf(...whole, steps(2, 10, [1], 2), ended("failed"))).toBe("Failed in epoch 2 of 3");
  });

  it("names the epoch within which a run was resumed, before its first step", () => {
    const within = [dataset, wholeEpoch(1), tested(1, 0.5), steps(2, 10, [1, 1], 2), ended("stopped")];
    const again = { ...resumed(12), epoch: 1 };
    expect(statusOf(...within, again)).toBe("Training, epoch 2 of 3");
    expect(statusOf(...within, again, ended("stopped"))).toBe("Stopped in epoch 2 of 3");
    expect(statusOf(...within, { ...again, step: 10 }, ended("stopped"))).toBe("Stopped after epoch 1 of 3");
  });

  it("states how the run ended", () => {
    expect(statusOf(dataset, wholeEpoch(1), ended("interrupted"))).toBe("Interrupted in epoch 1 of 3");
    expect(statusOf(dataset, wholeEpoch(1), tested(1, 0.5), ended("finished"))).toBe("Finished, 1 epoch");
    expect(statusOf(dataset, wholeEpoch(1), wholeEpoch(2), ended("stopped"))).toBe("Stopped in epoch 2 of 3");
    expect(statusOf(ended("failed", "No data."))).toBe("Failed before the first step");
  });
});

describe("the progress", () => {
  it("is the download's while there are no steps to count", () => {
    const state = foldEvents([
      started,
      { type: "data", file: "a.gz", receivedBytes: 5_000_000, totalBytes: 20_000_000 },
    ]);
    expect(progressShare(state)).toBe(0.25);
    expect(progressText(state)).toBe("5.0 MB of 20.0 MB, a.gz");
  });

  it("is unknown when a download has no known size", () => {
    const state = foldEvents([
      started,
      { type: "data", file: "a.gz", receivedBytes: 5000, totalBytes: null },
    ]);
    expect(progressShare(state)).toBeUndefined();
    expect(progressText(state)).toBe("5 kB, a.gz");
  });

  it("is the number of steps done of all steps of the run", () => {
    const state = foldEvents([started, dataset, wholeEpoch(1), tested(1, 0.5), steps(2, 10, [1, 1], 2)]);
    expect(progressShare(state)).toBe(0.4);
    expect(progressText(state)).toBe("12 of 30 steps");
  });

  it("uses the singular for a run of one step", () => {
    const single = { ...dataset, stepsPerEpoch: 1 };
    const state = foldEvents([{ ...started, config: { ...started.config, epochs: 1 } }, single]);
    expect(progressText(state)).toBe("0 of 1 step");
  });
});

/** The parent of a fork, with its curve: a run of two epochs. */
const parent = {
  id: "parent",
  name: "Parent",
  checkpoint: "checkpoints/a",
  epoch: 2,
  step: 20,
  losses: Array<number>(20).fill(0.5),
  epochs: [tested(1, 0.8), tested(2, 0.847)],
};

describe("the tiles", () => {
  it("are empty before the first batch", () => {
    const { loss, accuracy, small } = collectTiles(foldEvents([started, dataset]));
    expect([loss, accuracy, ...small].map((tile) => tile.value)).toEqual(["–", "–", "0.001", "–", "–"]);
  });

  it("show the last batch's loss and the last test's accuracy with the best and its epoch", () => {
    const state = foldEvents([
      started,
      dataset,
      wholeEpoch(1),
      tested(1, 0.6),
      wholeEpoch(2),
      tested(2, 0.842),
      wholeEpoch(3),
      tested(3, 0.839),
    ]);
    const { loss, accuracy } = collectTiles(state);
    expect(loss).toMatchObject({ value: "0.333", detail: "test 0.167" });
    expect(accuracy).toMatchObject({ value: "83.9%", detail: "best 84.2%, epoch 2" });
  });

  it("show the figures of the validation set, and which set decides that an epoch is the best", () => {
    const epochs = [validated(1, 0.8, 0.7), validated(2, 0.75, 0.85), validated(3, 0.9, 0.8)];
    const { loss, accuracy } = collectTiles(foldEvents([startedWithValidation, dataset, ...epochs]));
    expect(loss).toMatchObject({ detail: "test 0.167", validation: "validation 0.200" });
    expect(accuracy).toMatchObject({
      value: "90.0%",
      detail: "best by validation: test 75.0%, epoch 2",
      validation: "validation 80.0%",
    });
  });

  it("show no figure of the parent as the fork's, but the parent's best beside the fork's best", () => {
    const { losses: _, ...origin } = parent;
    const begun = {
      ...foldEvents([{ ...started, parent }, dataset]),
      best: undefined,
      parentBest: origin.epochs[1],
    };
    expect(collectTiles(begun)).toMatchObject({
      loss: { value: "–", detail: "test after each epoch" },
      accuracy: { value: "–", detail: "after each epoch", parent: "best before the fork 84.7%, epoch 2" },
    });
    const own = tested(3, 0.831);
    const later = { ...foldEvents([{ ...started, parent }, dataset, wholeEpoch(3), own]), best: own };
    expect(collectTiles(later).accuracy).toMatchObject({ value: "83.1%", detail: "best 83.1%, epoch 3" });
  });

  it("show speed, training time and remaining time while training, and no remaining time afterwards", () => {
    const events: RunEvent[] = [started, dataset, steps(1, 0, [1, 1], 1), steps(1, 2, [1, 1, 1], 2)];
    const small = (state = foldEvents(events)) =>
      collectTiles(state).small.flatMap(({ value, detail }) => [value, ...(detail ? [detail] : [])]);
    expect(small()).toEqual(["0.001", "192", "1.0 s", "8.3 s left"]);
    expect(small(foldEvents([...events, ended("stopped")]))).toEqual(["0.001", "192", "1.0 s"]);
  });

  it("show no remaining time while the run has trained for less than a second", () => {
    const remaining = (seconds: number) => {
      const events = [started, dataset, steps(1, 0, [1, 1], 0.1), steps(1, 2, [1], seconds)];
      return collectTiles(foldEvents(events)).small.at(-1)!.detail;
    };
    expect(remaining(0.9)).toBeUndefined();
    expect(remaining(1.2)).toMatch(/ left$/);
  });

  it("state that no test was made of a run that ended before it", () => {
    const { loss } = collectTiles(foldEvents([started, dataset, steps(1, 0, [1, 1], 1), ended("stopped")]));
    expect(loss.detail).toBe("no test");
  });

  it("show the current learning rate and number of epochs", () => {
    const state = foldEvents([
      started,
      dataset,
      steps(1, 0, [1, 1], 1),
      control("learningRate", 2, 0.5),
      control("epochs", 2, 4),
    ]);
    expect(collectTiles(state).small[0]).toEqual({ label: "Learning rate", value: "0.5" });
    expect(statusText(state)).toBe("Training, epoch 1 of 4");
    expect(progressText(state)).toBe("2 of 40 steps");
  });

  it("show a loss that is not finite as NaN", () => {
    expect(collectTiles(foldEvents([started, dataset, steps(1, 0, [1, null], 1)])).loss.value).toBe("NaN");
  });
});

describe("the text for screen readers", () => {
  const spoken = (events: RunEvent[]) => {
    const state = foldEvents([]);
    return events.flatMap((event) => {
      applyEvent(state, event);
      return announcement(event, state) ?? [];
    });
  };

  it("is one sentence for each epoch and one for the end", () => {
    const said = spoken([started, dataset, wholeEpoch(1), tested(1, 0.6), ended("finished")]);
    expect(said).toEqual([
      "Epoch 1 of 3: test accuracy 60.0%, test loss 0.500.",
      "Training finished, best 60.0%, epoch 1.",
    ]);
  });

  it("has the figures of the validation set", () => {
    const said = spoken([startedWithValidation, dataset, validated(1, 0.6, 0.7), ended("finished")]);
    expect(said).toEqual([
      "Epoch 1 of 3: test accuracy 60.0%, test loss 0.500. Validation accuracy 70.0%, validation loss 0.600.",
      "Training finished, best by validation: test 60.0%, epoch 1.",
    ]);
  });

  it("is a sentence for each action of a user", () => {
    const said = spoken([
      started,
      dataset,
      steps(1, 0, [2, 1], 1),
      control("paused", 2),
      steps(1, 2, [0.9], 2),
      control("stepped", 3),
      control("learningRate", 3, 0.01),
      control("epochs", 3, 8),
      control("resumed", 3),
      ended("interrupted"),
    ]);
    expect(said).toEqual([
      "Training paused at step 2.",
      "Step 3 trained, loss 0.900.",
      "Learning rate 0.01 from now on.",
      "Training for 8 epochs now.",
      "Training resumed at step 3.",
      "Training interrupted.",
    ]);
  });

  it("contains warnings", () => {
    const message = "A checkpoint in /runs/a could not be written (ENOSPC).";
    expect(spoken([started, dataset, { type: "warning", code: "disk", message }])).toEqual([
      `Warning. ${message}`,
    ]);
  });

  it("contains why a run failed, or could not be resumed", () => {
    const unread = { ...ended("stopped"), error: "The folder is empty." };
    expect(spoken([started, unread])).toEqual(["Training failed. The folder is empty."]);
    expect(spoken([started, ended("failed", "The folder is empty.")])).toEqual([
      "Training failed. The folder is empty.",
    ]);
  });
});
