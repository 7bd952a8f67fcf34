import { availableParallelism, cpus, loadavg, totalmem } from "node:os";
import { supportedV8Flags } from "../../src/client/v8Flags";
import { runChild } from "./childProcess";
import type { Machine } from "./results";

/** @throws Error with a one-sentence message if `node` is not a Node.js. */
export async function describeMachine(node: string): Promise<Machine> {
  const versions = JSON.parse(await runChild(node, ["-p", "JSON.stringify(process.versions)"]));
  return {
    cpu: cpus()[0]?.model.trim() ?? "unknown",
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    loadAverage: loadavg()[0]!,
    platform: process.platform,
    arch: process.arch,
    node: versions.node,
    v8: versions.v8,
    v8Flags: await supportedV8Flags(node),
  };
}
