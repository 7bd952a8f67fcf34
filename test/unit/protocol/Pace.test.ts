import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Pace } from "../../../src/protocol/Pace";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("a rare request runs at once, each time", () => {
  const action = vi.fn();
  const pace = new Pace(() => 100, action);
  for (let count = 1; count <= 3; count++) {
    pace.ask();
    expect(action).toHaveBeenCalledTimes(count);
    vi.advanceTimersByTime(100);
  }
});

test("frequent requests run once in each pause, and once more after the last request", () => {
  const action = vi.fn();
  const pace = new Pace(() => 100, action);
  for (let elapsed = 0; elapsed < 1000; elapsed += 10) {
    pace.ask();
    vi.advanceTimersByTime(10);
  }
  vi.advanceTimersByTime(1000);
  expect(action).toHaveBeenCalledTimes(11);
});

test("nothing runs after dispose", () => {
  const action = vi.fn();
  const pace = new Pace(() => 100, action);
  pace.ask();
  pace.ask();
  pace.dispose();
  vi.advanceTimersByTime(1000);
  expect(action).toHaveBeenCalledTimes(1);
});

test("a hurried request runs at once, and a new pause begins", () => {
  const action = vi.fn();
  const pace = new Pace(() => 100, action);
  pace.ask();
  vi.advanceTimersByTime(50);
  pace.ask();
  pace.hurry();
  expect(action).toHaveBeenCalledTimes(2);
  pace.ask();
  vi.advanceTimersByTime(99);
  expect(action).toHaveBeenCalledTimes(2);
  vi.advanceTimersByTime(1);
  expect(action).toHaveBeenCalledTimes(3);
});

test("the pause's length is read when the action runs", () => {
  const action = vi.fn();
  let pause = 100;
  const pace = new Pace(() => pause, action);
  pace.ask();
  pause = 400;
  pace.ask();
  vi.advanceTimersByTime(100);
  expect(action).toHaveBeenCalledTimes(2);
  pace.ask();
  vi.advanceTimersByTime(399);
  expect(action).toHaveBeenCalledTimes(2);
  vi.advanceTimersByTime(1);
  expect(action).toHaveBeenCalledTimes(3);
});
