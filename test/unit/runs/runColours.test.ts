import { describe, expect, test } from "vitest";
import {
  type Coloured,
  colourIndex,
  dashes,
  newColourIndex,
  strokeOf,
  strokesOf,
} from "../../../src/runs/runColours";
import { paletteSize } from "../../../src/runs/runPalette";

const run = (id: string, color: number | null = null): Coloured => ({ id, labels: { color } });

describe("the colour of a run", () => {
  test("is the colour in its labels", () => {
    expect(strokeOf(run("a", 3))).toEqual({ colour: 3, dash: 0 });
  });

  test("is dashed from the ninth choice on", () => {
    expect(strokeOf(run("a", 8))).toEqual({ colour: 0, dash: 1 });
    expect(strokeOf(run("a", 255))).toEqual({ colour: 7, dash: 3 });
  });

  test("follows from its id if its labels have no colour, evenly spread over the palette", () => {
    const ids = Array.from(
      { length: 800 },
      (_, minute) => `2026-01-02_03-${Math.floor(minute / 60)}-${minute % 60}`,
    );
    const counts = Array.from(
      { length: paletteSize },
      (_, colour) => ids.filter((id) => colourIndex(run(id)) === colour).length,
    );
    expect(Math.min(...counts)).toBeGreaterThan(60);
    expect(Math.max(...counts)).toBeLessThan(150);
  });
});

describe("the colour of a new run", () => {
  test("differs from those of all other runs as long as one is free, with dashes from the ninth run on", () => {
    const runs: Coloured[] = [];
    for (let index = 0; index < paletteSize * dashes.length; index++)
      runs.push(run(String(index), newColourIndex(runs)));
    const strokes = runs.map(strokeOf);
    expect(new Set(strokes.map(({ colour, dash }) => `${colour} ${dash}`)).size).toBe(runs.length);
    expect(strokes.map(({ dash }) => dash)).toEqual(runs.map((_, index) => Math.floor(index / paletteSize)));
  });

  test("is the one that the fewest runs have, counting colours that follow from ids", () => {
    const older = run("older");
    expect(newColourIndex([older])).toBe(colourIndex(older) === 0 ? 1 : 0);
    const all = Array.from({ length: paletteSize * dashes.length }, (_, index) => run(`all ${index}`, index));
    expect(newColourIndex([...all, run("a", 0), run("b", 2)])).toBe(1);
  });
});

describe("runs that are drawn together", () => {
  test("keep their colours, with dashes where colours meet", () => {
    const ids = Array.from({ length: 24 }, (_, index) => `run ${index}`);
    const strokes = strokesOf(ids.map((id) => run(id)));
    for (const id of ids) expect(strokes.get(id)!.colour).toBe(colourIndex(run(id)));
    const sameColour = ids.filter((id) => strokes.get(id)!.colour === strokes.get("run 0")!.colour);
    expect(sameColour.length).toBeGreaterThan(1);
    expect(sameColour.slice(0, dashes.length).map((id) => strokes.get(id)!.dash)).toEqual(
      dashes.slice(0, sameColour.length).map((_, index) => index),
    );
  });

  test("keep a stroke that their labels set", () => {
    const colour = colourIndex(run("a"));
    const strokes = strokesOf([run("a"), run("b", colour)]);
    expect(strokes.get("b")).toEqual({ colour, dash: 0 });
    expect(strokes.get("a")).toEqual({ colour, dash: 1 });
  });
});
