import { expect, it } from "vitest";
import { failureButtons } from "../../../webview/figures/failureButtons";

it("a run without data offers another folder, the sample set and the setting", () => {
  expect(failureButtons({ errorCode: "dataset", losses: [] })).toEqual([
    "chooseDataFolder",
    "useSample",
    "showDataFolder",
  ]);
});

it("a run that has begun is offered no other data set", () => {
  expect(failureButtons({ errorCode: "dataset", losses: [2] })).not.toContain("useSample");
});

it("a run that diverged offers a smaller learning rate, and the setting", () => {
  expect(failureButtons({ errorCode: "divergence", losses: [2] })).toEqual([
    "reduceLearningRate",
    "showLearningRate",
  ]);
});

it("any other failure has a button for the log", () => {
  expect(failureButtons({ errorCode: undefined, losses: [2] })).toEqual(["showLog"]);
});

it("a run that is no longer in the runs folder has no button that continues it", () => {
  const isGone = true;
  expect(failureButtons({ errorCode: "divergence", losses: [2] }, isGone)).toEqual(["showLearningRate"]);
  expect(failureButtons({ errorCode: "dataset", losses: [2] }, isGone)).toEqual(["showDataFolder"]);
});
