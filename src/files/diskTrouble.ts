import { UnsafeFileError } from "./UnsafeFileError";

/** What the system's commonest refusals to write mean, and what to do about each. */
const meanings: Readonly<Record<string, readonly [what: string, remedy?: string]>> = {
  ENOSPC: ["the disk is full", "free some space"],
  EDQUOT: ["the disk quota is used up", "free some space"],
  EFBIG: ["the file would be longer than is allowed", "raise the limit to a file's size"],
  EACCES: ["permission is denied", "make it writable"],
  EPERM: ["permission is denied", "make it writable"],
  EROFS: ["its file system is read-only", "make it writable"],
  ENOENT: ["its folder is not there", "put that back"],
  ENOTDIR: ["what is there is no folder"],
  EISDIR: ["a folder is in its place", "move that one away"],
  EIO: ["the disk reports an error", "check the disk"],
};

/** Why the disk refused something, for a sentence, and what to do about it where that is known. */
export interface DiskTrouble {
  reason: string;
  remedy: string | undefined;
}

/** @param problem what a Folder throws, an error of the file system, or its code */
export function explainDiskTrouble(problem: unknown): DiskTrouble {
  if (problem instanceof UnsafeFileError) return { reason: problem.message, remedy: problem.remedy };
  const code = typeof problem === "string" ? problem : (problem as NodeJS.ErrnoException).code;
  if (code === undefined) {
    const text = problem instanceof Error ? problem.message : String(problem);
    return { reason: text.replace(/\.$/, ""), remedy: undefined };
  }
  const [what, remedy] = meanings[code] ?? [];
  return { reason: what ? `${what}, ${code}` : code, remedy };
}
