import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";

/** Cores that this process may use: of the machine, its affinity mask, and its container's share; at least 1. */
export function availableCores(): number {
  return Math.max(1, Math.min(availableParallelism(), Math.floor(cgroupCores())));
}

/** A container's share of processor time in cores, by either version of Linux's control groups. */
function cgroupCores(): number {
  const [quota, period] = read("/sys/fs/cgroup/cpu.max")?.split(" ") ?? [
    read("/sys/fs/cgroup/cpu/cpu.cfs_quota_us"),
    read("/sys/fs/cgroup/cpu/cpu.cfs_period_us"),
  ];
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
