import { readdirSync, readFileSync } from "node:fs";

/** Clock ticks of one second in /proc: USER_HZ, which Linux has fixed at 100. */
const TICKS = 100;

export type Group = "renderer" | "gpu" | "extensionHost" | "trainer" | "inspector";

/** A text in the command line of each process of a group. */
const signs: Record<Group, string> = {
  renderer: "--type=renderer",
  gpu: "--type=gpu-process",
  extensionHost: "--type=extensionHost",
  trainer: "dist/trainer.js",
  inspector: "dist/inspector.js",
};

/** CPU time (s) of the descendants of this process, by group, from Linux's /proc. */
export function cpuSeconds(): Record<Group, number> {
  const used: Record<Group, number> = { renderer: 0, gpu: 0, extensionHost: 0, trainer: 0, inspector: 0 };
  for (const { group, seconds } of processes()) used[group] += seconds;
  return used;
}

/** The ids of the descendants of this process that are in a group. */
export function processesOf(wanted: Group): number[] {
  return processes().flatMap(({ pid, group }) => (group === wanted ? [pid] : []));
}

function processes(): { pid: number; group: Group; seconds: number }[] {
  const parents = new Map<number, number>();
  const ticks = new Map<number, number>();
  for (const name of readdirSync("/proc")) {
    const pid = Number(name);
    const stat = Number.isInteger(pid) ? readOrNothing(`/proc/${name}/stat`) : "";
    if (stat === "") continue;
    // The process name in parentheses may contain any characters. The other fields follow it, first the state.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    parents.set(pid, Number(fields[1]));
    ticks.set(pid, Number(fields[11]) + Number(fields[12]));
  }
  const below = [...parents.keys()].filter((pid) => isBelow(pid, parents));
  return below.flatMap((pid) => {
    const command = readOrNothing(`/proc/${pid}/cmdline`);
    const groups = (Object.keys(signs) as Group[]).filter((group) => command.includes(signs[group]));
    return groups.map((group) => ({ pid, group, seconds: ticks.get(pid)! / TICKS }));
  });
}

function isBelow(pid: number, parents: ReadonlyMap<number, number>): boolean {
  for (let at = parents.get(pid); at !== undefined && at > 1; at = parents.get(at))
    if (at === process.pid) return true;
  return false;
}

/** The text of a file, or an empty one if it cannot be read: a process may end between two readings. */
function readOrNothing(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
