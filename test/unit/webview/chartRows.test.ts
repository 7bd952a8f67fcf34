import { describe, expect, test } from "vitest";
import { chartRows } from "../../../webview/figures/chartRows";

const frame = { above: 40, frame: 100 };

describe("three charts", () => {
  test.each([
    [1380, 880, { columns: 3, plot: 180 }],
    [900, 780, { columns: 3, plot: 180 }],
    [700, 880, { columns: 2, plot: 140 }],
    [300, 2000, { columns: 1, plot: 180 }],
  ])("stand beside each other where %d × %d pixels have room for all", (width, height, arrangement) => {
    const rows = chartRows(3, { ...frame, width, height });
    expect(rows).toMatchObject(arrangement);
    const lines = Math.ceil(3 / rows.columns);
    expect(rows.height).toBe(40 + lines * (100 + rows.plot) + (lines - 1) * 8);
    expect(rows.height).toBeLessThanOrEqual(0.6 * height);
  });

  test("have as many whole rows as fit if not all rows fit", () => {
    expect(chartRows(3, { ...frame, width: 700, height: 600 })).toEqual({
      columns: 2,
      plot: 180,
      height: 320,
    });
    expect(chartRows(3, { ...frame, width: 300, height: 900 })).toEqual({
      columns: 1,
      plot: 146,
      height: 540,
    });
  });

  test("have one row in a low view", () => {
    expect(chartRows(3, { ...frame, width: 700, height: 300 })).toMatchObject({ plot: 110, height: 250 });
  });
});

test("four charts make two rows of two rather than three and one", () => {
  expect(chartRows(4, { ...frame, width: 1000, height: 1000 }).columns).toBe(2);
});
