import { describe, expect, test } from "vitest";
import { parseEpochsAbove, parseLearningRate, parseMoreEpochs } from "../../../src/host/controlValues";

describe("a learning rate that a user types", () => {
  test.each([
    ["0.01", 0.01],
    [" 1e-4 ", 1e-4],
    ["100", 100],
  ])("%j is accepted", (text, value) => {
    expect(parseLearningRate(text)).toEqual({ value });
  });

  test.each(["", " ", "0", "-1", "100.5", "fast", "NaN", "Infinity", "0x10", "0b1", "1/3", "0,01"])(
    "%j is refused with its bounds",
    (text) => {
      expect(parseLearningRate(text)).toEqual({
        error: "A learning rate must be a number above 0 and at most 100.",
      });
    },
  );
});

describe("the epochs of a fork that a user types", () => {
  test("count from the beginning of the whole run", () => {
    expect(parseEpochsAbove("3", 2)).toEqual({ value: 3 });
    expect(parseEpochsAbove("10000", 2)).toEqual({ value: 10_000 });
  });

  test.each(["", "2", "0", "2.5", "10001", "many"])("%j is refused after two complete epochs", (text) => {
    expect(parseEpochsAbove(text, 2)).toEqual({
      error: "The number of epochs must be a whole number above 2 and at most 10000.",
    });
  });
});

describe("further epochs that a user types", () => {
  test("are added to the current number", () => {
    expect(parseMoreEpochs("3", 5)).toEqual({ value: 8 });
    expect(parseMoreEpochs("9995", 5)).toEqual({ value: 10_000 });
  });

  test.each(["", "0", "-2", "1.5", "many"])("%j is refused", (text) => {
    expect(parseMoreEpochs(text, 5)).toEqual({
      error: "The number of further epochs must be a whole number of at least 1.",
    });
  });

  test("are refused beyond what a run allows", () => {
    expect(parseMoreEpochs("9996", 5)).toEqual({
      error: "The epochs of the whole run, 10001, must be a whole number of at least 1 and at most 10000.",
    });
  });
});
