import { join } from "node:path";

/** The root of the repository. This code runs bundled, from out/bench. */
const root = join(__dirname, "../..");

export const cli = join(root, "dist/cli.js");
export const peersFolder = join(root, "test/bench/peers");

/** Path of the bundle of a program that measures in a process of its own. */
export function program(
  name: "dashboard" | "kernelPeaks" | "model" | "sweep" | "watching",
  extension: "cjs" | "mjs" = "cjs",
): string {
  return join(__dirname, `${name}.${extension}`);
}
