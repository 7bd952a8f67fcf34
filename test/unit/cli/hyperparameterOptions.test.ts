import { Command } from "commander";
import { expect, test } from "vitest";
import { addChanges, givenValues } from "../../../src/terminal/hyperparameterOptions";

const keys = ["nesterov", "evaluation.record"] as const;

function parsed(...args: string[]) {
  const command = addChanges(new Command(), keys).exitOverride();
  return givenValues(command.parse(args, { from: "user" }).opts(), keys);
}

test("a hyperparameter that is on or off changes only if an option names it", () => {
  expect(parsed()).toEqual([]);
  expect(parsed("--nesterov", "--evaluation")).toEqual([
    ["nesterov", true],
    ["evaluation.record", true],
  ]);
  expect(parsed("--no-nesterov", "--no-evaluation")).toEqual([
    ["nesterov", false],
    ["evaluation.record", false],
  ]);
});

test("the help of a flag says what each of its two options does", () => {
  const help = addChanges(new Command(), keys).helpInformation().replaceAll(/\s+/g, " ");
  expect(help).toMatch(/--no-evaluation do not record what/);
  expect(help).toContain("--evaluation Evaluations recorded, though the run before has none");
  expect(help).toContain("--no-nesterov none, though the run before has Nesterov");
});
