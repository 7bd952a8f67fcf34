/** The entries of an IDX file: images with one byte for each pixel, or labels of one byte each. */
export type IdxEntries =
  | { kind: "images"; height: number; width: number }
  /** A label is at least 0 and below `classes`. */
  | { kind: "labels"; classes: number };

/** The facts that distinguish one data set's files from another's. */
export interface Publication {
  /** The data set's name in messages. */
  label: string;
  /** The data set's folder below torchvision's root. */
  folder: string;
  /** A text in lower case that the paths of this data set's files are likely to contain. */
  hint: string;
  /**
   * Files of other data sets that are easily mistaken for files of this one. Key: the file's SHA-256. Value: the name
   * of the other data set, as messages show it.
   */
  lookalikes: Readonly<Record<string, string>>;
}

/** One of the four files of a data set, with its checksums. */
export type DataFile = IdxEntries & {
  /** The file's name without `.gz`. */
  name: string;
  /** Number of images or labels. */
  count: number;
  /** Length (bytes) and SHA-256 of the IDX file. */
  bytes: number;
  sha256: string;
  /** Length (bytes) and SHA-256 of the published `.gz`. */
  gz: { bytes: number; sha256: string };
  /** The data set of the file. */
  of: Publication;
};

export interface DataFiles {
  trainImages: DataFile;
  trainLabels: DataFile;
  testImages: DataFile;
  testLabels: DataFile;
}

/** Number of bytes of the header of an IDX file. */
export const headerBytes: Record<IdxEntries["kind"], number> = { images: 16, labels: 8 };

/** Number of bytes of one image or label. */
export function entryBytes(entries: IdxEntries): number {
  return entries.kind === "images" ? entries.height * entries.width : 1;
}

/** Describes a published file. The length of the IDX file follows from the number of images or labels. */
export function dataFile(
  entries: IdxEntries,
  file: Pick<DataFile, "name" | "count" | "sha256" | "gz" | "of">,
): DataFile {
  return { ...entries, ...file, bytes: headerBytes[entries.kind] + file.count * entryBytes(entries) };
}
