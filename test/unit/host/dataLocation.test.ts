import { join } from "node:path";
import { expect, test } from "vitest";
import { dataLocation } from "../../../src/host/dataLocation";
import { tutorialConfig } from "../../../src/runs/RunConfig";

const here = import.meta.dirname;
const gone = join(here, "gone");
const at = (location: string) => ({ ...tutorialConfig, dataset: { ...tutorialConfig.dataset, location } });

const own = { isChosen: () => true, ask: () => expect.fail("asked about the user's own choice") };
/** A user who has chosen no folder before and answers each question with `answer`, undefined to cancel. */
const answering = (answer: string | undefined) => ({ isChosen: () => false, ask: async () => answer });

test("a run continues with its data in the former folder, while that exists", async () => {
  expect(await dataLocation(at(here), () => "/elsewhere", own)).toEqual({ location: here });
  expect(await dataLocation(at(""), () => "/elsewhere", own)).toEqual({ location: "" });
});

test("a run whose data folder is gone continues with the folder of the settings, or with the cache", async () => {
  expect(await dataLocation(at(gone), () => "/elsewhere", own)).toEqual({ location: "/elsewhere" });
  expect(await dataLocation(at(gone), () => "", own)).toEqual({ location: "" });
});

test("a folder that cannot be looked at counts as existing", async () => {
  const unseen = join(here, "x".repeat(300));
  expect(await dataLocation(at(unseen), () => "/elsewhere", own)).toEqual({ location: unseen });
});

test("invalid settings do not matter while the run's own folder exists", async () => {
  const unusable = () => {
    throw new Error("unusable");
  };
  expect(await dataLocation(at(here), unusable, own)).toEqual({ location: here });
  expect(await dataLocation(at(here), unusable, answering(here))).toEqual({ location: here });
});

test("a run on the sample set has no data folder", async () => {
  const { dataset } = tutorialConfig;
  const sample = { ...tutorialConfig, dataset: { ...dataset, name: "sample" as const, location: gone } };
  expect(await dataLocation(sample, () => "/elsewhere", own)).toEqual({ location: undefined });
  expect(await dataLocation(undefined, () => "/elsewhere", own)).toEqual({ location: undefined });
});

test("a folder that the user never chose is used only if the user agrees", async () => {
  expect(await dataLocation(at(here), () => "/elsewhere", answering(here))).toEqual({ location: here });
  expect(await dataLocation(at(here), () => "/elsewhere", answering("/chosen"))).toEqual({
    location: "/chosen",
  });
  expect(await dataLocation(at(gone), () => "/elsewhere", answering(gone))).toEqual({
    location: "/elsewhere",
  });
  expect(await dataLocation(at(here), () => "/elsewhere", answering(undefined))).toBeUndefined();
});

test("neither the cache nor the folder of the settings needs a question", async () => {
  const unasked = { ...own, isChosen: () => false };
  expect(await dataLocation(at(""), () => "/elsewhere", unasked)).toEqual({ location: "" });
  expect(await dataLocation(at("//host/share"), () => "//host/share", unasked)).toEqual({
    location: "//host/share",
  });
});
