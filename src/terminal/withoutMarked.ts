import * as l10n from "@vscode/l10n";
import { readUserFile } from "../files/readUserFile";
import { isUtf16, userTextOf } from "../runs/fileText";
import { type Marks, parseMarksCsv, unfitImages } from "../runs/marks";
import { longestMarksFile, withoutImages } from "../runs/marksFile";
import type { RunConfig } from "../runs/RunConfig";
import { UsageError } from "./options";

/**
 * Returns a configuration that also leaves out the training images that a CSV file marks as unfit.
 * @param path the path of the CSV file; undefined for no file
 * @throws UsageError if the file cannot be read or a line is not valid
 * @throws InvalidConfigError if too many images are left out
 */
export async function withoutMarked(config: RunConfig, path: string | undefined): Promise<RunConfig> {
  return path === undefined ? config : withoutImages(config, unfitImages(await readMarksCsv(path)));
}

async function readMarksCsv(path: string): Promise<Marks> {
  const bytes = await readUserFile(path, longestMarksFile).catch((error: Error) => {
    throw new UsageError(error.message);
  });
  try {
    const text = userTextOf(bytes);
    if (isUtf16(Buffer.from(text))) throw new Error(l10n.t("it is UTF-16 text; save it as UTF-8"));
    return parseMarksCsv(text);
  } catch (error) {
    throw new UsageError(l10n.t("{0} is not used: {1}.", path, (error as Error).message));
  }
}
