import { expect, test } from "vitest";
import { watchingFigures } from "../../bench/watching";
import { stepsPerSecond } from "../../bench/watching/FollowedLog";
import type { Stretch } from "../../bench/watching/task";
import { steps, tested } from "../webview/runEvents";

const stretch = (place: Stretch["place"], speed: number, renderer: number): Stretch => ({
  place,
  stepsPerSecond: speed,
  renderer,
  gpu: 0,
  extensionHost: 0.1,
  trainer: 1,
  frames: Array.from({ length: 100 }, (_, index) => (index < 94 ? 16 : 40)),
  messagesPerSecond: 4,
});

test("each visible stretch is compared with the hidden one before it", () => {
  const task = { epochs: 5, fromEpoch: 0, rounds: 1, seconds: 1, presses: 2 };
  const { places, answered } = watchingFigures(task, {
    stretches: ["panel", "tab", "both"].flatMap((place, index) => [
      stretch("hidden", 200 + 100 * index, 0.1),
      stretch(place as Stretch["place"], 180, 0.3),
    ]),
    presses: [10, 30].map((answered) => ({
      place: "both",
      handled: 1,
      answered,
      acted: 2,
      received: 3,
      shown: 50,
    })),
  });
  expect(places.map(({ place, ratio }) => [place, ratio.median])).toEqual([
    ["panel", 0.9],
    ["tab", 0.6],
    ["both", 0.45],
  ]);
  expect(places[0]).toMatchObject({ frame: 16, lateFrame: 40, renderer: { median: expect.closeTo(0.2, 9) } });
  expect(answered).toMatchObject({ median: 20, most: 30 });
});

test("the speed of training leaves out the time of evaluations", () => {
  const evaluated = { ...tested(1, 0.5), testSeconds: 3 };
  const events = [steps(1, 0, [1, 1], 1), steps(1, 2, [1, 1], 2), evaluated, steps(2, 4, [1, 1], 6)];
  expect(stepsPerSecond(events)).toBe(2);
  expect(stepsPerSecond(events.slice(0, 1))).toBeNaN();
});
