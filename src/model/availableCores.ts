import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";

/**
 * Number of cores that this process may use: the least of the machine's cores, the process's affinity mask and its
 * container's share; at least 1.
 */
export function availableCores(): number {
  return Math.max(1, Math.min(availableParallelism(), Math.floor(cgroupCores())));
}

/**
 * The share of processor time, in cores, that Linux's control groups allow this process: the lowest of its own group
 * and the visible groups around it. Infinity without a limit, as on other systems.
 * @param mount folder of the control groups
 * @param own file that names this process's groups
 */
export function cgroupCores(mount = "/sys/fs/cgroup", own = "/proc/self/cgroup"): number {
  let least = Infinity;
  for (const line of read(own)?.split("\n") ?? []) {
    const [, controllers = "-", path = "/"] = line.match(/^\d+:([^:]*):(\/.*)$/) ?? [];
    // Version 2 has one hierarchy for all controllers, without a name.
    const coresOf = controllers === "" ? version2 : version1;
    if (controllers !== "" && !controllers.split(",").includes("cpu")) continue;
    // In a container the path may be the host's, while only the container's own root is visible.
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

/** Without a limit the value is "max", −1 or missing. */
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
