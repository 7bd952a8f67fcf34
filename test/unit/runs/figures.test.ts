import { expect, test } from "vitest";
import { duration, fileSize, percentage } from "../../../src/runs/figures";

test.each([
  [0.4, "0.4 s"],
  [9.97, "10 s"],
  [59.4, "59 s"],
  [59.6, "1 min"],
  [125, "2 min 5 s"],
  [725, "12 min"],
  [3600, "1 h"],
  [3780, "1 h 3 min"],
  [-3, "0.0 s"],
])("%d seconds read as %s", (seconds, text) => {
  expect(duration(seconds)).toBe(text);
});

test("shares read as percentages with one decimal", () => {
  expect(percentage(0.8436)).toBe("84.4%");
  expect(percentage(1)).toBe("100.0%");
});

test("sizes of files read in decimal units", () => {
  expect(fileSize(26_421_880)).toBe("26.4 MB");
  expect(fileSize(29_515)).toBe("30 kB");
  expect(fileSize(999_999)).toBe("1.0 MB");
});
