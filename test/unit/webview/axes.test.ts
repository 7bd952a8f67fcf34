import { describe, expect, it } from "vitest";
import { foldEvents } from "../../../src/runs/applyEvent";
import { tutorialConfig } from "../../../src/runs/RunConfig";
import { axisOfEpochs, axisOfSteps, epochEnds } from "../../../webview/figures/axes";
import { dataset, ended, started, steps, tested, wholeEpoch } from "./runEvents";

describe("the axis of steps", () => {
  const axis = (...events: Parameters<typeof foldEvents>[0] extends Iterable<infer E> ? E[] : never) =>
    axisOfSteps(foldEvents([started, dataset, ...events]), "step");

  it("ends with the last step of the current epoch, so it changes once an epoch", () => {
    expect(axis()).toEqual([1, 10]);
    expect(axis(steps(1, 0, [1], 1))).toEqual([1, 10]);
    expect(axis(wholeEpoch(1), steps(2, 10, [1], 2))).toEqual([1, 20]);
  });

  it("ends with the last step of a run that has ended, counted from 1", () => {
    expect(axis(steps(1, 0, [1, 1, 1], 1), ended("stopped"))).toEqual([1, 3]);
  });

  it("has the same end by epoch", () => {
    const state = foldEvents([started, dataset, wholeEpoch(1), steps(2, 10, [1], 2)]);
    expect(axisOfSteps(state, "epoch")).toEqual([0.1, 2]);
  });

  it("marks where epochs end and the next begin", () => {
    const state = foldEvents([started, dataset, wholeEpoch(1), wholeEpoch(2), wholeEpoch(3)]);
    expect(epochEnds(state, "step")).toEqual([10, 20]);
    expect(epochEnds(state, "epoch")).toEqual([1, 2]);
  });
});

describe("the axis of epochs", () => {
  const axis = (epochs: number, done: number) =>
    axisOfEpochs(
      foldEvents([
        { ...started, config: { ...tutorialConfig, epochs } } as typeof started,
        dataset,
        ...Array.from({ length: done }, (_, index) => tested(index + 1, 0.5)),
      ]),
      "epoch",
    );

  it("shows all of a short run from the beginning", () => {
    expect(axis(5, 0)).toEqual([1, 5]);
    expect(axis(5, 3)).toEqual([1, 5]);
  });

  it("grows with a long run", () => {
    expect(axis(1000, 0)).toEqual([1, 20]);
    expect(axis(1000, 100)).toEqual([1, 125]);
    expect(axis(1000, 1000)).toEqual([1, 1000]);
  });

  it("has a width even for a run of one epoch", () => {
    expect(axis(1, 1)).toEqual([1, 2]);
  });

  it("is undefined for an axis that is not of epochs or steps", () => {
    expect(axisOfEpochs(foldEvents([started, dataset]), "time")).toBeUndefined();
  });
});
