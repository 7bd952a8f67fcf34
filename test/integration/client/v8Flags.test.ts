import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { supportedV8Flags } from "../../../src/client/v8Flags";

test("this program starts with the chosen V8 flags", async () => {
  const flags = await supportedV8Flags();
  expect(flags).toContain("--no-liftoff");
  expect(execFileSync(process.execPath, [...flags, "--print", "1+1"], { encoding: "utf8" })).toBe("2\n");
});
