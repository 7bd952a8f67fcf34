/** A process that checks once whether a run's trainer is alive, and prints how long it took: FOLDER OBSERVE. */
import { isTrainerAlive } from "../../src/liveness/isTrainerAlive";

const [folder, observe] = process.argv.slice(2);

async function look() {
  const began = performance.now();
  const isAlive = await isTrainerAlive(folder!, { observe: observe === "true" });
  console.log(JSON.stringify({ isAlive, ms: performance.now() - began }));
}
void look();
