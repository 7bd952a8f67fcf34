import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DashboardTask } from "./task";

/** Times (ms) of processes that list a runs folder, without and with stored summaries. */
export async function listInTerminal(
  task: DashboardTask,
  runs: string,
): Promise<{ first: number[]; again: number[] }> {
  const first: number[] = [];
  const again: number[] = [];
  for (let count = 0; count < task.tries; count++) {
    const cache = mkdtempSync(join(tmpdir(), "fitting-room-cache-"));
    try {
      for (const times of [first, again])
        times.push(await timeOf(task, ["runs", "--runs", runs, "--json"], cache));
    } finally {
      rmSync(cache, { recursive: true });
    }
  }
  return { first, again };
}

/** Times (ms) of processes that list nothing. */
export async function processStarts(task: DashboardTask): Promise<number[]> {
  const times: number[] = [];
  for (let count = 0; count < task.tries; count++) times.push(await timeOf(task, ["--version"], tmpdir()));
  return times;
}

async function timeOf({ node, cli }: DashboardTask, args: readonly string[], cache: string): Promise<number> {
  const began = performance.now();
  const env = { ...process.env, XDG_CACHE_HOME: cache };
  const child = spawn(node, [cli, ...args], { env, stdio: "ignore" });
  const [code] = await once(child, "exit");
  if (code !== 0) throw new Error(`${cli} ${args.join(" ")} ended with code ${code}.`);
  return performance.now() - began;
}
