import { describe, expect, it } from "vitest";
import { foldEvents } from "../../../src/runs/applyEvent";
import type { DiagnosisPlace } from "../../../src/runs/curves";
import { axisKinds } from "../../../webview/figures/chartKinds";
import {
  controlMarks,
  diagnosisMarks,
  marksText,
  runMarks,
  signsOfRuns,
  signsText,
} from "../../../webview/figures/marks";
import { exampleLine } from "./exampleLines";
import { control, dataset, ended, found, resumed, started } from "./runEvents";

const marksOf = (...controls: ReturnType<typeof control>[]) =>
  controlMarks(foldEvents([started, dataset, ...controls]));

describe("the marks of a run", () => {
  it("have the actions and their steps", () => {
    expect(
      marksOf(
        control("paused", 5),
        control("learningRate", 5, 0.01),
        control("stepped", 6),
        control("resumed", 6),
        control("epochs", 9, 1200),
      ),
    ).toEqual([
      { step: 5, labels: ["paused", "learning rate 0.01"] },
      { step: 6, labels: ["one step", "resumed"] },
      { step: 9, labels: ["1,200 epochs"] },
    ]);
  });

  it("name an action once for each step", () => {
    const pauses = [control("paused", 5), control("resumed", 5), control("paused", 5)];
    expect(marksOf(...pauses)).toEqual([{ step: 5, labels: ["paused", "resumed"] }]);
  });

  it("include resumes in the order of the actions", () => {
    const state = foldEvents([
      started,
      dataset,
      control("paused", 5),
      control("learningRate", 9, 0.5),
      ended("interrupted"),
      resumed(5),
      control("learningRate", 5, 0.01),
    ]);
    expect(controlMarks(state)).toEqual([{ step: 5, labels: ["paused", "resumed", "learning rate 0.01"] }]);
  });

  it("begin with the fork of a forked run", () => {
    const parent = {
      id: "p",
      name: "Run p",
      checkpoint: "checkpoints/a",
      epoch: 0,
      step: 2,
      losses: [2, 1],
      epochs: [],
    };
    const state = foldEvents([{ ...started, parent }, dataset, control("paused", 3)]);
    expect(controlMarks(state)).toEqual([
      { step: 2, labels: ["fork"] },
      { step: 3, labels: ["paused"] },
    ]);
  });

  it("include diagnoses, after the actions at the same step", () => {
    const state = foldEvents([
      started,
      dataset,
      control("paused", 20),
      found("plateau", 2, 20),
      found("overfitting", 1, 10),
      found("neverPredicted", 1, 10),
    ]);
    const first = {
      step: 10,
      labels: ["diagnosis: overfitting", "diagnosis: a class is never predicted"],
    };
    expect(diagnosisMarks(state)).toEqual([first, { step: 20, labels: ["diagnosis: plateau"] }]);
    expect(runMarks(state)).toEqual([first, { step: 20, labels: ["paused", "diagnosis: plateau"] }]);
    expect(marksText(runMarks(state).slice(1))).toBe("Marked: paused, diagnosis: plateau at step 20.");
  });

  it("are a sentence with the latest six of them", () => {
    expect(marksText([])).toBe("");
    const marks = Array.from({ length: 8 }, (_, step) => ({ step, labels: ["paused"] }));
    expect(marksText(marks.slice(0, 2))).toBe("Marked: paused at step 0; paused at step 1.");
    expect(marksText(marks)).toMatch(/^Marked: paused at step 2;.* paused at step 7\.$/);
  });
});

describe("the diagnoses of several runs", () => {
  const lineOf = (id: string, diagnoses: DiagnosisPlace[]) => {
    const line = exampleLine(id, [3, 2, 1]);
    return { ...line, series: { ...line.series, diagnoses } };
  };
  const lines = [
    lineOf("brisk", [
      { x: 2, rule: "overfitting" },
      { x: 3, rule: "plateau" },
    ]),
    lineOf("calm", [{ x: 2, rule: "chance" }]),
    exampleLine("well", [1]),
  ];

  it("have signs with the names of the runs, one for each position", () => {
    expect(signsOfRuns(lines)).toEqual([
      { x: 2, labels: ["brisk: diagnosis: overfitting", "calm: diagnosis: no better than chance"] },
      { x: 3, labels: ["brisk: diagnosis: plateau"] },
    ]);
  });

  it("are a sentence for screen readers", () => {
    expect(signsText(lines, axisKinds.epoch)).toBe(
      "Marked: after epoch 2, brisk: diagnosis: overfitting; " +
        "after epoch 2, calm: diagnosis: no better than chance; after epoch 3, brisk: diagnosis: plateau.",
    );
    expect(signsText([exampleLine("well", [1])], axisKinds.epoch)).toBe("");
  });

  it("are left out of a chart of many runs", () => {
    const many = Array.from({ length: 6 }, (_, index) => lineOf(String(index), [{ x: 2, rule: "plateau" }]));
    expect(signsOfRuns(many.slice(1))).toHaveLength(1);
    expect(signsOfRuns(many)).toEqual([]);
    expect(signsText(many, axisKinds.epoch)).toBe("");
  });
});
