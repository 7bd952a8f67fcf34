import type { Dirent } from "node:fs";
import { opendir, stat } from "node:fs/promises";
import { join } from "node:path";
import { explainReadTrouble } from "../files/readTrouble";
import { OtherFormats } from "./otherFormats";

/** Largest depth of the folders that are searched; 0 is the given folder, 1 a folder in it. */
export const deepestFolder = 4;
/** Largest number of entries that a search reads, in all folders together. */
const mostEntries = 20_000;

/** The result of searching a folder. */
export interface FolderSearch {
  /** Paths of the files that may be IDX files: their names are of no other format, or `isNamed` is true for them. */
  files: string[];
  otherFormats: OtherFormats;
  /** For each part of the folder that could not be read, the reason as the end of a sentence. */
  troubles: string[];
  /** Entries that are neither file nor folder: pipes, devices, and links whose target cannot be reached. */
  others: string[];
  /** Links to folders. They are not followed. */
  links: string[];
  /** Whether the folders have more entries than a search reads. */
  isCut: boolean;
}

const passedOver: ReadonlySet<string> = new Set(["node_modules", "__MACOSX"]);

/**
 * Lists the files in a folder and in the folders below it, within limits. Not searched: folders whose name begins with
 * a dot, `node_modules` and `__MACOSX`. Links to folders are not followed.
 * @param isNamed whether a file has the name of a file that is looked for
 */
export async function searchFolder(
  folder: string,
  isNamed: (path: string) => boolean,
): Promise<FolderSearch> {
  const found: FolderSearch = {
    files: [],
    otherFormats: new OtherFormats(),
    troubles: [],
    others: [],
    links: [],
    isCut: false,
  };
  let level = [folder];
  let left = mostEntries;
  for (let depth = 0; level.length > 0 && !found.isCut; depth++) {
    const next: string[] = [];
    for (const current of level) {
      try {
        for await (const entry of await opendir(current)) {
          found.isCut = left-- <= 0;
          if (found.isCut) break;
          const path = join(current, entry.name);
          const kind = await kindOf(entry, path);
          if (kind === "folder" && isLookedInto(entry.name)) next.push(path);
          if (kind === "link") found.links.push(path);
          if (kind === "other") found.others.push(path);
          if (kind === "file" && (isNamed(path) || !found.otherFormats.add(entry.name)))
            found.files.push(path);
        }
      } catch (error) {
        found.troubles.push(await explainReadTrouble(current, error));
      }
      if (found.isCut) break;
    }
    if (depth === deepestFolder) break;
    level = next;
  }
  return found;
}

function isLookedInto(name: string): boolean {
  return !name.startsWith(".") && !passedOver.has(name);
}

/** The kind of an entry. A link to a file counts as a file; `link` stands for a link to a folder. */
async function kindOf(entry: Dirent, path: string): Promise<"file" | "folder" | "link" | "other"> {
  if (entry.isFile()) return "file";
  if (entry.isDirectory()) return "folder";
  // The entry is a link, a pipe or a device, or its file system does not state kinds.
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile()) return "file";
  if (!found?.isDirectory()) return "other";
  return entry.isSymbolicLink() ? "link" : "folder";
}
