import { describe, expect, it } from "vitest";
import { logEntry, withoutCredentials } from "../../../src/host/logEntry";
import type { RunEvent } from "../../../src/runs/RunEvent";
import { control, dataset, ended, started, steps, tested } from "../webview/runEvents";

describe("the log", () => {
  it("states at a run's start its hyperparameters and kernels", () => {
    const { level, text } = logEntry(started);
    expect(level).toBe("info");
    expect(text).toContain('"learningRate":0.001');
    expect(text).toContain('"kernels":"reference"');
  });

  it("has steps at the level trace, and actions of users and the data set at the level info", () => {
    expect(logEntry(steps(1, 0, [2, 1.9], 1))).toEqual({ level: "trace", text: "epoch 1: steps 0 to 1" });
    expect(logEntry(control("learningRate", 5, 0.01))).toEqual({
      level: "info",
      text: "learningRate 0.01 at step 5",
    });
    expect(logEntry(dataset).text).toContain("training images: 640, test images: 100");
    expect(logEntry(tested(1, 0.842)).text).toContain("test accuracy 0.842");
  });

  it("has the images and the figures of the validation set of a run with one", () => {
    expect(logEntry({ ...dataset, validationSamples: 64 } as RunEvent).text).toContain(
      "training images: 640, of these for validation: 64, test images: 100",
    );
    const epoch = { ...tested(1, 0.842), validationAccuracy: 0.85, validationLoss: 0.5 };
    expect(logEntry(epoch).text).toContain(
      "validation accuracy 0.85, validation loss 0.5, test accuracy 0.842",
    );
    expect(logEntry(tested(1, 0.842)).text).not.toContain("validation");
  });

  it("states why a run failed, with the last lines of its process", () => {
    const event = { ...ended("failed", "The trainer process ended."), stderr: ["out of memory"] };
    const { level, text } = logEntry(event);
    expect(level).toBe("error");
    expect(text).toContain("The trainer process ended.");
    expect(text).toContain("out of memory");
  });

  it("has warnings at the level of warnings", () => {
    expect(logEntry({ type: "warning", message: "The disk is full." })).toEqual({
      level: "warn",
      text: "The disk is full.",
    });
  });

  it.each([
    ["proxy http://me:secret@proxy:8080 refused", "proxy http://***@proxy:8080 refused"],
    ["https://abc123@mirror/file", "https://***@mirror/file"],
    ['{"token": "abc123", "pid": 7}', '{"token": "***", "pid": 7}'],
    ["password=hunter2 next", "password=*** next"],
    ["/home/me/data@2/train", "/home/me/data@2/train"],
  ])("holds no credentials: %s", (text, shown) => {
    expect(withoutCredentials(text)).toBe(shown);
  });
});
