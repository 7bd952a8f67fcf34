import { RunStore } from "../../../src/runs/RunStore";
import { listRuns } from "../../../src/terminal/listRuns";

/** The lines that a terminal shows for the runs in a folder. */
export async function listLines(runsFolder: string, json: boolean): Promise<string[]> {
  const lines: string[] = [];
  await listRuns(new RunStore(runsFolder), { json, all: false }, (printed) => lines.push(...printed));
  return lines;
}
