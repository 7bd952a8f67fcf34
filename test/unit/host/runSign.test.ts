import { expect, test } from "vitest";
import { runSign } from "../../../src/host/runSign";
import { dashes } from "../../../src/runs/runColours";
import { runPalette } from "../../../src/runs/runPalette";

test("the icon of a run has the run's colour in each kind of theme, and its dash", () => {
  for (const kind of ["light", "dark", "highContrast", "highContrastLight"] as const)
    for (const [colour, value] of runPalette[kind].entries())
      expect(runSign("finished", { colour, dash: 0 }, kind)).toContain(`stroke="${value}"`);
  const signs = dashes.map((_, dash) => runSign("running", { colour: 0, dash }, "dark"));
  expect(new Set(signs).size).toBe(dashes.length);
});

test("the icons of runs with different statuses differ in shape, not only in colour", () => {
  const paths = (
    ["preparing", "running", "paused", "finished", "stopped", "failed", "interrupted", "guessing"] as const
  ).map((sign) =>
    runSign(sign, { colour: 1, dash: 0 }, "dark")
      .match(/ d="[^"]+"/g)!
      .join(),
  );
  expect(new Set(paths).size).toBe(paths.length);
});
