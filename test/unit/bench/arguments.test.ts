import { expect, test } from "vitest";
import { parseArguments, partNames } from "../../bench/arguments";
import { fullPlan, quickPlan } from "../../bench/Plan";
import { networkNames } from "../../bench/peers/NetworkPeer";

test("without arguments every part is measured in full on the running Node.js", () => {
  expect(parseArguments([])).toEqual({
    parts: partNames,
    peers: false,
    watching: false,
    dashboard: false,
    models: networkNames,
    plan: fullPlan,
    format: "text",
    node: process.execPath,
    data: undefined,
    threads: undefined,
  });
});

test("parts, threads and format are taken from the arguments", () => {
  const parsed = parseArguments(["sweep", "--quick", "--threads", "3", "--json", "--node", "/opt/node"]);
  expect(parsed).toMatchObject({
    parts: ["sweep"],
    plan: quickPlan,
    threads: 3,
    format: "json",
    node: "/opt/node",
  });
});

test("networks and the number of their steps are chosen", () => {
  const parsed = parseArguments(["networks", "--peers", "--models", "resnet,lenet5", "--steps", "7"]);
  expect(parsed).toMatchObject({ parts: ["networks"], peers: true, models: ["resnet", "lenet5"] });
  expect(parsed!.plan).toEqual({
    ...fullPlan,
    networkSteps: { lenet5: 7, "tiny-vgg": 7, convnet: 7, resnet: 7 },
  });
});

test("the time to an accuracy is measured alone, with all presets but the tutorial's", () => {
  expect(parseArguments(["--to-accuracy"])).toMatchObject({
    parts: [],
    toAccuracy: { presets: ["fast-90", "fast-92", "best"], seeds: 5 },
  });
  expect(parseArguments(["--to-accuracy", "--presets", "fast-90", "--seeds", "2"])).toMatchObject({
    toAccuracy: { presets: ["fast-90"], seeds: 2 },
  });
});

test("the Model view is measured alone, on the data that the arguments name", () => {
  expect(parseArguments(["--model", "--data", "files"])).toMatchObject({ parts: [], model: "files" });
});

test("help runs no measurement", () => {
  expect(parseArguments(["--help"])).toBeUndefined();
});

test.each([
  [["speed"], "There is no part speed"],
  [["--threads", "0"], "--threads must be a whole number of at least 1, not 0."],
  [["--json", "--markdown"], "exclude each other"],
  [["kernels", "--peers"], "the parts training and networks"],
  [["networks", "--models", "vgg"], "There is no network vgg"],
  [["--steps", "2.5"], "--steps must be a whole number of at least 1, not 2.5."],
  [["--to-accuracy", "--presets", "slow"], "There is no preset slow"],
  [["--to-accuracy", "--seeds", "none"], "--seeds must be a whole number of at least 1, not none."],
  [["--model"], "--data must name the folder"],
  [["--fast"], "--fast"],
])("%j is refused with a reason", (argv, message) => {
  expect(() => parseArguments(argv)).toThrow(message);
});
