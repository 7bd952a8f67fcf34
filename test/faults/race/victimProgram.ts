/** A client that attaches to a run TIMES times, then prints the number of attempts. Arguments: FOLDER TIMES. */
import { attachTraining } from "../../../src/client/TrainerClient";

const [folder, times] = process.argv.slice(2) as [string, string];

async function attach() {
  for (let i = 0; i < Number(times); i++) await attachTraining({ folder, onEvent: () => {} });
  console.log(times);
  process.exit();
}
void attach();
