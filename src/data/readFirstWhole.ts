import * as l10n from "@vscode/l10n";
import { withoutStop } from "../text/sentences";
import { DatasetError, OtherDatasetError } from "./errors";
import type { LocatedFile } from "./locateFiles";
import { readDataFile } from "./readDataFile";

/** A data file's content, and where it was found. */
export interface WholeFile {
  /** The images or labels, as {@link readDataFile} returns them. */
  data: Uint8Array;
  path: string;
  /**
   * A sentence for each refused file, which also names the file used in its place. There is none for a file of another
   * data set.
   */
  warnings: string[];
}

/**
 * Reads the first candidate that is the data file.
 * @param read reads a candidate; must release its memory when it fails
 * @throws DatasetError of the likeliest candidate when no candidate is the data file
 */
export async function readFirstWhole(
  { file, candidates }: LocatedFile,
  read: (path: string) => Promise<Uint8Array> = (path) => readDataFile(path, file),
): Promise<WholeFile> {
  const refused: DatasetError[] = [];
  for await (const path of candidates) {
    try {
      const data = await read(path);
      // A file of another data set in the same folder needs no warning.
      const faulty = refused.filter((error) => !(error instanceof OtherDatasetError));
      const warnings = faulty.map(({ message }) =>
        l10n.t("{0}; {1} is used in its place.", withoutStop(message), path),
      );
      return { data, path, warnings };
    } catch (error) {
      if (!(error instanceof DatasetError)) throw error;
      refused.push(error);
    }
  }
  throw refused[0] ?? new DatasetError(l10n.t("{0} is missing.", file.name));
}
