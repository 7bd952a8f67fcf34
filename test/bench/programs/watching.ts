/** Prints a Watching as JSON: measurements of a watched training. Argument: a WatchingTask as JSON. */
import type { VisiblePlace, Watching, WatchingTask } from "../watching/task";
import { WatchedTraining } from "../watching/WatchedTraining";

const visible: VisiblePlace[] = ["panel", "tab", "both"];
const task: WatchingTask = JSON.parse(process.argv[2]!);

// What packaging prints goes to stderr, since stdout is for the results.
console.log = console.error;
const training = await WatchedTraining.open(task);
try {
  const stretches: Watching["stretches"] = [];
  const presses: Watching["presses"] = [];
  for (let round = 0; round < task.rounds; round++) {
    for (const place of visible) {
      stretches.push(await training.measure("hidden"));
      stretches.push(await training.measure(place));
    }
  }
  while (presses.length < task.presses) presses.push(...(await training.press("both")));
  const watching: Watching = { stretches, presses };
  process.stdout.write(JSON.stringify(watching));
} finally {
  await training.close();
}
