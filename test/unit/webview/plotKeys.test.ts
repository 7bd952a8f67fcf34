import { beforeEach, describe, expect, test } from "vitest";
import { type PlotKeyOptions, usePlotKeys } from "../../../webview/charts/usePlotKeys";
import { type Cursor, hoverRows, type LoadValues } from "../../../webview/figures/hoverRows";
import { plotScale } from "../../../webview/figures/plotScale";
import { exampleLine } from "./exampleLines";

const plot = {
  left: 0,
  top: 0,
  right: 1000,
  bottom: 100,
  x: plotScale(1, 101, false, 0, 1000),
  y: plotScale(0, 10, false, 100, 0),
};
/** The 101 values of the two lines; the line `thinned` has only every tenth of them. */
const values = Array.from({ length: 101 }, (_, index) => index / 20);
const whole = exampleLine("train", values);
const thinned = exampleLine("loss", values, {
  series: {
    runId: "loss",
    isWhole: false,
    extent: [1, 101],
    raw: {
      x: whole.series.raw!.x.filter((_, index) => index % 10 === 0),
      y: whole.series.raw!.y.filter((_, index) => index % 10 === 0),
    },
  },
});
/** Loads any of the 101 values, as the host does for values that a thinned line lacks. */
const loadValues: LoadValues = async ([runId = ""], at, offset) => [
  { runId, x: Math.min(101, Math.max(1, Math.round(at) + offset)), y: 0 },
];

let cursor: Cursor | undefined;
let done: string[];
beforeEach(() => {
  cursor = undefined;
  done = [];
});

/** Presses keys one after the other. @returns the cursor's x after each key; undefined without a cursor */
async function press(lines = [thinned], keys: string[] = [], more: Partial<PlotKeyOptions> = {}) {
  const places: (number | undefined)[] = [];
  for (const key of keys) {
    const rows = cursor ? hoverRows(lines, cursor.x, plot.x, plot.y) : [];
    usePlotKeys({
      lines,
      rows,
      current: rows.find(({ line }) => line.id === cursor?.lineId) ?? rows[0],
      plot,
      cursor,
      inspect: (next) => {
        cursor = next;
      },
      loadValues,
      isOneRun: true,
      isZoomed: true,
      setRange: () => done.push("zoom"),
      select: (id) => done.push(id),
      reset: () => done.push("reset"),
      ...more,
    })({ key, preventDefault: () => undefined } as KeyboardEvent);
    await new Promise(setImmediate);
    places.push(cursor?.x);
  }
  return places;
}

describe("in a chart of one run, keys lead", () => {
  test("to the next step, also where the line leaves steps out", async () => {
    expect(
      await press([thinned], ["Home", "ArrowRight", "ArrowUp", "ArrowUp", "ArrowLeft", "ArrowDown"]),
    ).toEqual([1, 2, 3, 4, 3, 2]);
  });

  test("to the last step with the first key, and to the ends of the line", async () => {
    expect(await press([thinned], ["ArrowLeft", "Home", "ArrowLeft", "End", "ArrowRight"])).toEqual([
      101, 1, 1, 101, 101,
    ]);
  });

  test("further with the Page keys, by a twentieth of the axis", async () => {
    expect(await press([thinned], ["Home", "PageUp", "PageUp", "PageDown", "PageDown", "PageDown"])).toEqual([
      1, 6, 11, 6, 1, 1,
    ]);
  });

  test("along all lines together", async () => {
    const test = exampleLine("test", values);
    expect(await press([test, whole], ["Home", "ArrowUp", "ArrowUp"])).toEqual([1, 2, 3]);
  });

  test("with Escape out of the reading, then out of the zoom", async () => {
    expect(await press([thinned], ["End", "Escape", "Escape"])).toEqual([101, undefined, undefined]);
    expect(done).toEqual(["reset"]);
  });
});

test("in a chart of many runs, Up and Down change the run, and Enter selects it", async () => {
  const [low, high] = [
    exampleLine("low", values),
    exampleLine(
      "high",
      values.map((value) => value + 1),
    ),
  ];
  await press([low, high], ["End", "ArrowUp", "Enter", "ArrowDown", "Enter"], { isOneRun: false });
  expect(done).toEqual(["high", "low"]);
});

test("a key with Ctrl is left to the editor", async () => {
  const press = usePlotKeys({ lines: [whole], plot } as unknown as PlotKeyOptions);
  expect(() => press({ key: "End", ctrlKey: true } as KeyboardEvent)).not.toThrow();
});
