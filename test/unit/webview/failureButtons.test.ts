import { expect, it } from "vitest";
import type { CheckpointEvent } from "../../../src/runs/RunEvent";
import { failureButtons } from "../../../webview/figures/failureButtons";

const checkpoint = { type: "checkpoint", file: "checkpoints/a" } as CheckpointEvent;

it("a run without data offers another folder, the sample set and the setting", () => {
  expect(failureButtons({ errorCode: "dataset", losses: [], checkpoints: [] })).toEqual([
    "chooseDataFolder",
    "useSample",
    "showDataFolder",
  ]);
});

it("a run that has begun is offered no other data set", () => {
  expect(failureButtons({ errorCode: "dataset", losses: [2], checkpoints: [checkpoint] })).not.toContain(
    "useSample",
  );
});

it("a run that diverged offers a fork where it has a checkpoint, and the setting", () => {
  const diverged = { errorCode: "divergence", losses: [2] } as const;
  expect(failureButtons({ ...diverged, losses: [2], checkpoints: [checkpoint] })).toEqual([
    "reduceLearningRate",
    "showLearningRate",
  ]);
  expect(failureButtons({ ...diverged, losses: [2], checkpoints: [] })).toEqual(["showLearningRate"]);
});

it("any other failure has a button for the log", () => {
  expect(failureButtons({ errorCode: undefined, losses: [2], checkpoints: [] })).toEqual(["showLog"]);
});

it("a run that is no longer in the runs folder has no button that continues it", () => {
  const isGone = true;
  expect(failureButtons({ errorCode: "divergence", losses: [2], checkpoints: [checkpoint] }, isGone)).toEqual(
    ["showLearningRate"],
  );
  expect(failureButtons({ errorCode: "dataset", losses: [2], checkpoints: [checkpoint] }, isGone)).toEqual([
    "showDataFolder",
  ]);
});
