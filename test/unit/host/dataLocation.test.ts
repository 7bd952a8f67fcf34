import { join } from "node:path";
import { expect, test } from "vitest";
import { dataLocation } from "../../../src/host/dataLocation";
import { tutorialConfig } from "../../../src/runs/RunConfig";

const here = import.meta.dirname;
const gone = join(here, "gone");
const at = (location: string) => ({ ...tutorialConfig, dataset: { ...tutorialConfig.dataset, location } });

test("a run goes on with its data where that was, while the folder is there", async () => {
  expect(await dataLocation(at(here), "/elsewhere")).toBe(here);
  expect(await dataLocation(at(""), "/elsewhere")).toBe("");
});

test("a run whose data folder is gone goes on with the settings' one, or with the cache", async () => {
  expect(await dataLocation(at(gone), "/elsewhere")).toBe("/elsewhere");
  expect(await dataLocation(at(gone), "")).toBe("");
});

test("a run on the sample set has no place of its data", async () => {
  const { dataset } = tutorialConfig;
  const sample = { ...tutorialConfig, dataset: { ...dataset, name: "sample" as const, location: gone } };
  expect(await dataLocation(sample, "/elsewhere")).toBeUndefined();
  expect(await dataLocation(undefined, "/elsewhere")).toBeUndefined();
});
