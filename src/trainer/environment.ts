import { availableParallelism, cpus } from "node:os";
import { version } from "../../package.json";
import type { Environment } from "../runs/RunEvent";
import { kernels } from "../tensor";

/** Describes the machine, the versions of this program, Node.js and V8, and the selected kernels, for the run's log. */
export function describeEnvironment(threads: number): Environment {
  return {
    version,
    node: process.versions.node,
    v8: process.versions.v8,
    platform: process.platform,
    arch: process.arch,
    cpu: cpus()[0]?.model.trim() ?? "unknown",
    cores: availableParallelism(),
    kernels: kernels().name,
    threads,
  };
}
