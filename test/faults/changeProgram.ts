/** A program that increments the number in a folder's trainer.json. Arguments: FOLDER TIMES. */
import { readFileSync, writeFileSync } from "node:fs";
import { changeTrainerFile } from "../../src/liveness/changeTrainerFile";
import { trainerFilePath } from "../../src/liveness/trainerFile";

const [folder, times] = process.argv.slice(2);
const path = trainerFilePath(folder!);

async function count() {
  for (let i = 0; i < Number(times); i++)
    await changeTrainerFile(folder!, () =>
      writeFileSync(path, String(Number(readFileSync(path, "utf8")) + 1)),
    );
}
void count();
