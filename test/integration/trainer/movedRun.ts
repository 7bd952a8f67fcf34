import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { decodeLine, encodeLine } from "../../../src/runs/logLine";
import type { RunEvent } from "../../../src/runs/RunEvent";

/** Changes the log of a run on the sample set: the log then states Fashion-MNIST from `location`, a folder or "". */
export function moveData(runFolder: string, location: string): void {
  changeLog(runFolder, (event) => {
    const name = "fashion-mnist";
    if (event.type === "dataset") return { ...event, name, source: location };
    if (event.type !== "started") return event;
    const dataset = { ...event.config.dataset, name, location, whenUnavailable: "sample" } as const;
    return { ...event, config: { ...event.config, dataset } };
  });
}

export function changeLog(runFolder: string, change: (event: RunEvent) => RunEvent): void {
  const path = join(runFolder, "events.jsonl");
  const lines = readFileSync(path, "utf8").trimEnd().split("\n");
  const events = lines.map((line) => change(decodeLine(line)!));
  writeFileSync(path, events.map((event) => `${encodeLine(event)}\n`).join(""));
}

/** Every entry below a folder: of a file, the content's hash and the time of its last modification. */
export function filesOf(folder: string): Record<string, string> {
  const names = (readdirSync(folder, { recursive: true }) as string[]).sort();
  return Object.fromEntries(
    names.map((name) => {
      const path = join(folder, name);
      const { mtimeMs } = statSync(path);
      if (statSync(path).isDirectory()) return [name, "a folder"];
      return [name, `${createHash("sha256").update(readFileSync(path)).digest("hex")} ${mtimeMs}`];
    }),
  );
}
