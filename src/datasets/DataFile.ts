/** What the entries of an IDX file are: images, a byte for each pixel, or labels, a byte for each. */
export type IdxEntries =
  | { kind: "images"; height: number; width: number }
  /** From 0 to below `classes`. */
  | { kind: "labels"; classes: number };

/** What tells one data set's files from another's. */
export interface Publication {
  /** As messages call the data set. */
  label: string;
  /** The folder that torchvision keeps it in, below its root. */
  folder: string;
  /** What a path contains that is likely of this data set, in lower case. */
  hint: string;
  /** Files of other data sets that are easily taken for one of these: by SHA-256, what each is of. */
  lookalikes: Readonly<Record<string, string>>;
}

/** One of the four files of a data set, with what proves its content. */
export type DataFile = IdxEntries & {
  /** Without `.gz`. */
  name: string;
  /** Number of images or labels. */
  count: number;
  /** Of the IDX file: its length in bytes and its SHA-256. */
  bytes: number;
  sha256: string;
  /** Of the `.gz` that is published. */
  gz: { bytes: number; sha256: string };
  /** The data set that it is of. */
  of: Publication;
};

export interface DataFiles {
  trainImages: DataFile;
  trainLabels: DataFile;
  testImages: DataFile;
  testLabels: DataFile;
}

/** Bytes of the header of an IDX file. */
export const headerBytes: Record<IdxEntries["kind"], number> = { images: 16, labels: 8 };

/** Bytes of one image or label. */
export function entryBytes(entries: IdxEntries): number {
  return entries.kind === "images" ? entries.height * entries.width : 1;
}

/** A file of so many images or labels, as it is published. */
export function dataFile(
  entries: IdxEntries,
  file: Pick<DataFile, "name" | "count" | "sha256" | "gz" | "of">,
): DataFile {
  return { ...entries, ...file, bytes: headerBytes[entries.kind] + file.count * entryBytes(entries) };
}
