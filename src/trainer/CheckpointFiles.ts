import { createHash } from "node:crypto";
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import type { CheckpointEvent } from "../runs/RunEvent";
import { type Checkpoint, decodeCheckpoint } from "./Checkpoint";

const FOLDER = "checkpoints";
/** Of a checkpoint, and of one that a process died while writing. */
const NAME = /^step-\d{6,}\.safetensors(\.partial)?$/;

/** The checkpoints in a run's folder, the newest last. */
export class CheckpointFiles {
  private known: readonly CheckpointEvent[];

  /** @param known as the run's log tells them; names that no checkpoint can have are left out. */
  constructor(
    private readonly folder: string,
    known: readonly CheckpointEvent[],
  ) {
    this.known = known.filter(({ file }) => /^checkpoints\/step-\d{6,}\.safetensors$/.test(file));
  }

  get newest(): CheckpointEvent | undefined {
    return this.known.at(-1);
  }

  /**
   * Writes one. Of those before it the newest `keep` and the best are kept, once {@link removeOthers} is called.
   * @throws Error of the file system
   */
  save(
    bytes: Uint8Array,
    about: Pick<CheckpointEvent, "epoch" | "step" | "reason" | "seconds">,
    keep: number,
  ): CheckpointEvent {
    // A run's folder that somebody removed is not made again, so only this one level.
    if (!existsSync(join(this.folder, FOLDER))) mkdirSync(join(this.folder, FOLDER));
    const file = `${FOLDER}/step-${String(about.step).padStart(6, "0")}.safetensors`;
    const written = writeWhole(this.folder, file, bytes);
    const all = [...this.known.filter((other) => other.file !== file)];
    const saved = checkpointEvent(about, written);
    all.push(saved);
    const best = all.findLast(({ reason }) => reason === "best");
    this.known = all.filter((one, index) => index >= all.length - keep || one === best);
    const removed = all.filter((one) => !this.known.includes(one)).map((one) => one.file);
    return removed.length > 0 ? { ...saved, removed } : saved;
  }

  /**
   * Deletes every checkpoint that is not to be kept. Only for when the log on disk tells of the newest one: a process
   * that dies before leaves a log that names the ones before it, and they must be there.
   */
  removeOthers(): void {
    const folder = join(this.folder, FOLDER);
    const kept = this.known.map(({ file }) => file);
    for (const name of namesIn(folder)) {
      if (NAME.test(name) && !kept.includes(`${FOLDER}/${name}`)) removeIfPossible(join(folder, name));
    }
  }

  /** @throws Error, one sentence that names the file, when it is not what was written. */
  read(event: CheckpointEvent): Checkpoint {
    const path = join(this.folder, event.file);
    try {
      // A pipe would be waited for, and a device read, without end.
      if (!statSync(path).isFile()) throw new Error("it is not a file");
      const bytes = readFileSync(path);
      if (sha256(bytes) !== event.sha256) throw new Error("its SHA-256 is not the one in the run's log");
      return decodeCheckpoint(bytes);
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      const reason = code === "ENOENT" ? "it is not there" : (code ?? message);
      throw new Error(`The checkpoint ${path} cannot be used: ${reason}.`);
    }
  }

  /** The newest one that is whole, with a sentence for each newer one that is not. */
  readNewest(among = this.known): { found?: FoundCheckpoint; refused: string[] } {
    const refused: string[] = [];
    for (const event of among.toReversed()) {
      try {
        return { found: { event, checkpoint: this.read(event) }, refused };
      } catch (error) {
        refused.push((error as Error).message);
      }
    }
    return { refused };
  }

  /** As the log names it, relative to the run's folder. @throws Error, one sentence */
  readNamed(file: string): FoundCheckpoint {
    const index = this.known.findIndex((one) => one.file === file);
    const event = this.known[index];
    if (!event) {
      const names = this.known.map((one) => one.file).join(", ") || "none";
      throw new Error(`The run in ${this.folder} has no checkpoint ${file}; it has ${names}.`);
    }
    try {
      return { event, checkpoint: this.read(event) };
    } catch (error) {
      const { found } = this.readNewest(this.known.slice(0, index));
      const before = found ? `; ${found.event.file} before it is whole.` : "; none before it is whole.";
      throw new Error((error as Error).message.replace(/\.$/, before));
    }
  }
}

export interface FoundCheckpoint {
  event: CheckpointEvent;
  checkpoint: Checkpoint;
}

/** With its fields in the order in which readers of the log have them. */
export function checkpointEvent(
  { epoch, step, reason, seconds }: Pick<CheckpointEvent, "epoch" | "step" | "reason" | "seconds">,
  { file, sha256, bytes }: Pick<CheckpointEvent, "file" | "sha256" | "bytes">,
): CheckpointEvent {
  return { type: "checkpoint", file, epoch, step, reason, sha256, bytes, seconds };
}

/** Written beside its place, flushed and renamed, so that a reader never finds half a file. */
export function writeWhole(
  folder: string,
  file: string,
  bytes: Uint8Array,
): Pick<CheckpointEvent, "file" | "sha256" | "bytes"> {
  const path = join(folder, file);
  const partial = `${path}.partial`;
  try {
    const descriptor = openSync(partial, "w");
    try {
      writeFileSync(descriptor, bytes);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(partial, path);
  } catch (error) {
    rmSync(partial, { force: true });
    throw error;
  }
  return { file, sha256: sha256(bytes), bytes: bytes.length };
}

/** None of a folder that is not there or cannot be read. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** What cannot be deleted now is tried again after the next checkpoint. */
function removeIfPossible(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // A folder that can no longer be written, or something else in the file's place.
  }
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
