import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { supportedV8Flags } from "../../../src/client/v8Flags";

test("this program starts with the chosen V8 flags", async () => {
  const flags = await supportedV8Flags();
  expect(flags).toContain("--no-liftoff");
  expect(execFileSync(process.execPath, [...flags, "--print", "1+1"], { encoding: "utf8" })).toBe("2\n");
});

test("a program is run only once to find its V8 flags, unless it supported none", async () => {
  expect(supportedV8Flags()).toBe(supportedV8Flags());
  const missing = supportedV8Flags("/nowhere/node");
  expect(await missing).toEqual([]);
  expect(supportedV8Flags("/nowhere/node")).not.toBe(missing);
});
