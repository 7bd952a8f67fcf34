import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { isChosenLocation } from "../../src/data/dataLocations";
import { buildProgram } from "../support/buildProgram";
import { runFolder, startedProcesses, useRunFolder, useTrainings } from "../support/eachTest";

useTrainings();
useRunFolder();

test("no data folder is forgotten that several processes remember at the same time", async () => {
  const program = await buildProgram(join(import.meta.dirname, "rememberProgram.ts"), runFolder);
  const cache = join(runFolder, "cache");
  const prefixes = ["/a/", "/b/", "/c/", "/d/"];
  const processes = prefixes.map((prefix) => spawn(process.execPath, [program, cache, prefix, "20"]));
  startedProcesses.push(...processes);
  const codes = await Promise.all(processes.map((child) => once(child, "exit").then(([code]) => code)));
  expect(codes).toEqual([0, 0, 0, 0]);
  const locations = prefixes.flatMap((prefix) => Array.from({ length: 20 }, (_, i) => `${prefix}${i}`));
  expect(locations.filter((location) => !isChosenLocation(cache, location))).toEqual([]);
  expect(readdirSync(cache)).toEqual(["data-locations.json"]);
});
