/** What the files of a run are called. Each is opened, written and deleted through {@link Folder} alone. */
import { explainDiskTrouble } from "../files/diskTrouble";
import { Folder } from "../files/Folder";
import { whyNoFile, whyNoFolder } from "../files/fileKind";
import { UnsafeFileError } from "../files/UnsafeFileError";
import { checkpointsFolder } from "./checkpointFile";

export const LOG = "events.jsonl";
export const RECORD = "run.json";
export const TRAINER = "trainer.json";
export const TRAINER_LOCK = "trainer.json.lock";
export const WEIGHTS = "model.safetensors";

/** The product's own files, and what it leaves of one when it dies while it writes. */
const ownFile = /^(events\.jsonl|run\.json|trainer\.json|model\.safetensors)(\..*)?$/;
const ownCheckpoint = /^step-\d+\.safetensors/;

/**
 * Refuses a run in which anything else than a file, or a folder for its checkpoints, is in the place of one of its own.
 * @throws UnsafeFileError, or Error of the file system
 */
export function checkRunFiles(folder: Folder): void {
  for (const [name, stats] of folder.entries()) {
    const why =
      name === checkpointsFolder ? whyNoFolder(stats) : ownFile.test(name) ? whyNoFile(stats) : undefined;
    if (why) throw new UnsafeFileError(name, why);
  }
  const checkpoints = folder.folder(checkpointsFolder);
  if (!checkpoints.exists) return;
  for (const [name, stats] of checkpoints.entries()) {
    const why = ownCheckpoint.test(name) ? whyNoFile(stats) : undefined;
    if (why) throw new UnsafeFileError(`${checkpointsFolder}/${name}`, why);
  }
}

/**
 * Why a run is not opened, as one sentence that says what to do.
 * @param error what {@link checkRunFiles} threw, or whatever read the folder
 */
export function whyRefused(path: string, error: unknown): string {
  if (error instanceof UnsafeFileError) {
    const file = error.file === new Folder(path).path ? "its folder" : error.file;
    return `The run in ${path} is not opened: ${file} is ${error.what}; ${error.remedy}.`;
  }
  return `The run in ${path} cannot be read (${explainDiskTrouble(error).reason}).`;
}
