import { availableParallelism, cpus } from "node:os";
import { version } from "../../package.json";
import type { Environment } from "../runs/RunEvent";
import { kernels } from "../tensor";

/** The machine and the program that train, with the selected kernels. */
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
