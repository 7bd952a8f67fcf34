import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";

/** Cores that this process may use: of the machine, its affinity mask, and its container's share; at least 1. */
export function availableCores(): number {
  return Math.max(1, Math.min(availableParallelism(), Math.floor(cgroupCores())));
}

/**
 * The share of processor time, in cores, that Linux's control groups leave to this process: the least of its own and
 * of those around it that can be seen from here. Infinity where nothing limits it, as on other systems.
 * @param mount where the control groups are seen
 * @param own where this process's are named
 */
export function cgroupCores(mount = "/sys/fs/cgroup", own = "/proc/self/cgroup"): number {
  let least = Infinity;
  for (const line of read(own)?.split("\n") ?? []) {
    const [, controllers = "-", path = "/"] = line.match(/^\d+:([^:]*):(\/.*)$/) ?? [];
    // Version 2 has one hierarchy for all controllers, and names none.
    const coresOf = controllers === "" ? version2 : version1;
    if (controllers !== "" && !controllers.split(",").includes("cpu")) continue;
    // A container may be told its path on the host and yet see no more than its own root.
    for (let group = path; ; group = dirname(group)) {
      least = Math.min(least, coresOf(mount, group));
      if (group === "/") break;
    }
  }
  return least;
}

function version2(mount: string, group: string): number {
  return share(...(read(join(mount, group, "cpu.max"))?.split(" ") ?? []));
}

function version1(mount: string, group: string): number {
  const file = (name: string) => read(join(mount, "cpu", group, name));
  return share(file("cpu.cfs_quota_us"), file("cpu.cfs_period_us"));
}

/** What is not limited has "max", −1 or no quota at all. */
function share(quota?: string, period?: string): number {
  const cores = Number(quota) / Number(period);
  return cores > 0 ? cores : Infinity;
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8").trim();
  } catch {
    return undefined;
  }
}
