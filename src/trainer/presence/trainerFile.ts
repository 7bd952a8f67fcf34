/** A run's `trainer.json`: which process trains it, and where that can be reached. There is none while none does. */
import {
  lstatSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import * as v from "valibot";

const NAME = "trainer.json";
/** A version of the layout that is not known names no trainer. */
const FORMAT = 1;
/** Bytes; longer ones are not read. */
const LONGEST = 10_000;

const schema = v.object({
  format: v.literal(FORMAT),
  pid: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  /** The machine that the process runs on. */
  host: v.string(),
  /** ISO 8601, of the machine's clock. */
  started: v.string(),
  /** Where it takes connections, as a local path or pipe; null where it cannot. */
  socket: v.nullable(v.string()),
  /** Who knows it may attach; no two trainers have the same. */
  token: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  /** The file that its stderr goes to, if any. */
  stderr: v.nullable(v.string()),
  /** The run's folder, without links in its path, and its number in the file system. */
  folder: v.string(),
  inode: v.string(),
});

export type TrainerFile = v.InferOutput<typeof schema>;
/** What a trainer tells of itself; the rest its file's place tells. */
export type TrainerItself = Omit<TrainerFile, "format" | "folder" | "inode">;

export function trainerFilePath(folder: string): string {
  return join(folder, NAME);
}

/** @returns undefined where there is none that names a trainer of this very folder; a copy of a run has none */
export function readTrainerFile(folder: string): TrainerFile | undefined {
  const path = trainerFilePath(folder);
  try {
    const found = lstatSync(path);
    if (!found.isFile() || found.size > LONGEST) return undefined;
    const trainer = v.parse(schema, JSON.parse(readFileSync(path, "utf8")));
    return isFolderOf(trainer, identityOf(folder)) ? trainer : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Puts one in the place of whatever is there, at once whole; only one process at a time may.
 * @throws Error of the file system
 */
export function writeTrainerFile(folder: string, trainer: TrainerItself): void {
  const path = trainerFilePath(folder);
  const partial = `${path}.${trainer.token.slice(0, 16)}`;
  removeAbandoned(folder);
  try {
    // The token is for this user's eyes.
    writeFileSync(partial, `${JSON.stringify({ format: FORMAT, ...trainer, ...identityOf(folder) })}\n`, {
      flag: "wx",
      mode: 0o600,
    });
    renameSync(partial, path);
  } catch (error) {
    rmSync(partial, { force: true });
    throw error;
  }
}

type FolderIdentity = Pick<TrainerFile, "folder" | "inode">;

/** @throws Error of the file system */
export function identityOf(folder: string): FolderIdentity {
  return { folder: realpathSync(folder), inode: String(statSync(folder, { bigint: true }).ino) };
}

/** Its path is another one on another machine or once it was moved, its number where a file system has none of its own. */
function isFolderOf(trainer: TrainerFile, { folder, inode }: FolderIdentity): boolean {
  return trainer.folder === folder || trainer.inode === inode;
}

/** Those of processes that died while they wrote. */
function removeAbandoned(folder: string): void {
  for (const name of readdirSync(folder))
    if (/^trainer\.json\.[0-9a-f]{16}$/.test(name)) rmSync(join(folder, name), { force: true });
}
