/** A program that prints whether a run's trainer is alive, and the check's time (ms). Arguments: FOLDER OBSERVE. */
import { isTrainerAlive } from "../../src/liveness/isTrainerAlive";

const [folder, observe] = process.argv.slice(2);

async function look() {
  const began = performance.now();
  const isAlive = await isTrainerAlive(folder!, { observe: observe === "true" });
  console.log(JSON.stringify({ isAlive, ms: performance.now() - began }));
}
void look();
