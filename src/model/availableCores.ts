import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";

/**
 * Number of cores that this process may use, at least 1: the number of cores that the operating system makes available
 * to the process (its affinity mask), or {@link cgroupCores} rounded down, whichever is less.
 */
export function availableCores(): number {
  return Math.max(1, Math.min(availableParallelism(), Math.floor(cgroupCores())));
}

/**
 * The processor time, in cores, that Linux's control groups allow this process: the lowest limit of the process's own
 * group and of all groups above it. Groups that cannot be read are skipped. Infinity without a limit and on other
 * systems.
 * @param mount folder of the control groups
 * @param own file that names the groups of this process, one line for each hierarchy
 */
export function cgroupCores(mount = "/sys/fs/cgroup", own = "/proc/self/cgroup"): number {
  let least = Infinity;
  for (const line of read(own)?.split("\n") ?? []) {
    const [, controllers = "-", path = "/"] = line.match(/^\d+:([^:]*):(\/.*)$/) ?? [];
    // The line of control groups v2 has an empty list of controllers, since their one hierarchy has all controllers.
    const coresOf = controllers === "" ? version2 : version1;
    if (controllers !== "" && !controllers.split(",").includes("cpu")) continue;
    // In a container, `path` may be the path on the host, of which only the root exists here.
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

/**
 * The limit in cores: `quota` / `period`, both in µs. Infinity without a limit: `quota` is then "max", −1 or missing.
 */
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
