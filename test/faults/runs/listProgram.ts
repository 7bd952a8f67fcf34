/** A program that lists a runs folder, using stored summaries, and prints the list as JSON. Arguments: RUNS CACHE. */
import { RunStore } from "../../../src/runs/RunStore";

const [runs, cacheFolder] = process.argv.slice(2);
const store = { cacheFolder: cacheFolder!, program: "1", mayWrite: () => true, settledMs: 0 };

async function list() {
  const listing = await new RunStore(runs!, store).list();
  process.stdout.write(JSON.stringify(listing));
}
void list();
