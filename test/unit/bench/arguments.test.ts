import { expect, test } from "vitest";
import { parseArguments, partNames } from "../../bench/arguments";
import { fullPlan, quickPlan } from "../../bench/Plan";

test("without arguments every part is measured in full on the running Node.js", () => {
  expect(parseArguments([])).toEqual({
    parts: partNames,
    peers: false,
    watching: false,
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

test("help runs no measurement", () => {
  expect(parseArguments(["--help"])).toBeUndefined();
});

test.each([
  [["speed"], "There is no part speed"],
  [["--threads", "0"], "--threads must be a whole number of at least 1, not 0."],
  [["--json", "--markdown"], "exclude each other"],
  [["kernels", "--peers"], "the part training"],
  [["--fast"], "--fast"],
])("%j is refused with a reason", (argv, message) => {
  expect(() => parseArguments(argv)).toThrow(message);
});
