import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { availableCores, cgroupCores } from "../../../src/model/availableCores";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "cgroups-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/**
 * The number of cores that control groups allow a process; Infinity without a limit.
 * @param own the process's groups, as in /proc/self/cgroup
 * @param files content of the groups' files, by path
 */
function coresOf(own: string, files: Record<string, string>): number {
  writeFileSync(join(folder, "own"), own);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return cgroupCores(folder, join(folder, "own"));
}

test.each<[string, string, Record<string, string>, number]>([
  ["a container with a quota", "0::/\n", { "cpu.max": "150000 100000\n" }, 1.5],
  ["a container without one", "0::/\n", { "cpu.max": "max 100000\n" }, Infinity],
  [
    "a service with a quota",
    "0::/system.slice/a.service\n",
    { "system.slice/a.service/cpu.max": "200000 100000" },
    2,
  ],
  [
    "a service within a slice that has less",
    "0::/a.slice/b.service\n",
    { "a.slice/b.service/cpu.max": "400000 100000", "a.slice/cpu.max": "100000 100000" },
    1,
  ],
  [
    "a container of version 1",
    "4:memory:/docker/1a\n3:cpu,cpuacct:/docker/1a\n0::/\n",
    { "cpu/cpu.cfs_quota_us": "300000", "cpu/cpu.cfs_period_us": "100000" },
    3,
  ],
  [
    "a group of version 1 without a quota",
    "3:cpu,cpuacct:/a\n",
    { "cpu/a/cpu.cfs_quota_us": "-1", "cpu/a/cpu.cfs_period_us": "100000" },
    Infinity,
  ],
  [
    "a machine that has only other controllers' groups",
    "4:memory:/a\n",
    { "cpu/a/cpu.cfs_quota_us": "1", "cpu/a/cpu.cfs_period_us": "1" },
    Infinity,
  ],
])("%s", (_, own, files, expected) => {
  expect(coresOf(own, files)).toBe(expected);
});

test("a system without control groups limits nothing", () => {
  expect(cgroupCores(folder, join(folder, "missing"))).toBe(Infinity);
});

test("a process has at least one core, and no more than its machine", () => {
  expect(availableCores()).toBeGreaterThanOrEqual(1);
  expect(availableCores()).toBeLessThanOrEqual(availableParallelism());
});
