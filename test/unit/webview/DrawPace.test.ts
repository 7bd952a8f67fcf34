import { beforeEach, describe, expect, it } from "vitest";
import { DrawPace } from "../../../webview/DrawPace";

/** Time (ms) from the request of a frame to the frame. */
let frameDelay: number;
/** Time (ms) that drawing takes. */
let drawing: number;
/** Time (ms) that painting takes after drawing. */
let painting: number;
/** Time (ms) on the test's clock. */
let now: number;
let due: { at: number; callback: () => void }[];
let draws: number[];
let pace: DrawPace;

beforeEach(() => {
  [frameDelay, drawing, painting, now, due, draws] = [6, 4, 0, 0, [], []];
  const draw = () => {
    now += drawing;
    draws.push(now);
  };
  const wait = (callback: () => void, milliseconds: number) =>
    void due.push({ at: now + milliseconds, callback });
  pace = new DrawPace(draw, {
    now: () => now,
    onFrame: (callback) => wait(callback, frameDelay),
    onPainted: (callback) => {
      now += painting;
      callback();
    },
    onTime: wait,
  });
});

function advanceTo(time: number): void {
  for (;;) {
    due.sort((a, b) => a.at - b.at);
    if (!due[0] || due[0].at > time) break;
    const { at, callback } = due.shift()!;
    now = Math.max(now, at);
    callback();
  }
  now = Math.max(now, time);
}

/** Sends `perSecond` messages in each of some seconds, and advances the clock accordingly. */
function stream(seconds: number, perSecond: number): void {
  for (let message = 1; message <= seconds * perSecond; message++) {
    pace.ask();
    advanceTo((1000 * message) / perSecond);
  }
}

describe("a dashboard", () => {
  it("draws after each of four messages a second", () => {
    stream(5, 4);
    expect(draws.length).toBe(20);
  });

  it("draws once for all changes between two frames", () => {
    for (let message = 0; message < 10; message++) pace.ask();
    advanceTo(1000);
    expect(draws.length).toBe(1);
  });

  it("spends at most 5 % of the time on a flood of messages, and draws the last one", () => {
    stream(10, 200);
    expect(draws.length).toBeLessThanOrEqual(10_000 / (20 * (frameDelay + drawing)) + 1);
    pace.ask();
    const asked = now;
    advanceTo(asked + 20 * (frameDelay + drawing));
    expect(draws.at(-1)).toBeGreaterThan(asked);
  });

  it("draws less often where frames come late", () => {
    frameDelay = 46;
    stream(20, 4);
    expect(draws.length).toBeLessThanOrEqual(21);
    expect(draws.length).toBeGreaterThan(14);
  });

  it("draws less often where drawing takes long, but at least every two seconds", () => {
    drawing = 500;
    stream(30, 4);
    expect(draws.length).toBeLessThanOrEqual(13);
    expect(draws.length).toBeGreaterThanOrEqual(10);
  });

  it("draws less often where painting takes long", () => {
    painting = 40;
    stream(20, 4);
    expect(draws.length).toBeLessThanOrEqual(21);
    expect(draws.length).toBeGreaterThan(14);
  });

  it("draws changes that a user waits for with the next frame", () => {
    frameDelay = 100;
    stream(5, 4);
    const before = now;
    pace.hurry();
    advanceTo(before + frameDelay + drawing);
    expect(draws.at(-1)).toBe(before + frameDelay + drawing);
  });
});
