import * as l10n from "@vscode/l10n";
import { advised, sentences } from "../text/sentences";

/**
 * Files of a data set are missing or damaged, belong to another data set, or cannot be read or written. The message is
 * for the user.
 */
export class DatasetError extends Error {
  constructor(
    message: string,
    /** The file whose content is refused, if it is a single file. */
    readonly path?: string,
  ) {
    super(message);
    this.name = "DatasetError";
  }
}

/** A file is whole and belongs to another data set. */
export class OtherDatasetError extends DatasetError {}

/**
 * Adds advice on other data that can be used to a sentence about the folder of downloaded files.
 * @param label of the data set
 */
export function withOtherData(sentence: string, label: string): string {
  return advised(
    sentence,
    l10n.t("choose a folder that holds {0}'s four files, or use the sample set", label),
  );
}

/** The data set is not on this machine and cannot be downloaded. The message states what to do. */
export class DatasetUnavailableError extends Error {
  constructor(
    /** Label of the data set. */
    label: string,
    /** The last error of each mirror. */
    readonly failures: readonly string[],
    /** A sentence for each file in the cache that cannot be used. */
    damaged: readonly string[] = [],
  ) {
    const [first] = failures;
    super(
      sentences(
        first === undefined
          ? l10n.t("{0} could not be downloaded.", label)
          : l10n.t("{0} could not be downloaded ({1}).", label, first),
        ...damaged,
        ...(damaged.length > 0 ? [l10n.t("A download replaces what is damaged.")] : []),
        l10n.t("Connect to the network, choose a folder with its four files, or use the sample set."),
      ),
    );
    this.name = "DatasetUnavailableError";
  }
}
