import * as l10n from "@vscode/l10n";
import { allOf } from "../text/lists";
import { packedName } from "./packings";

/** A format of image data sets that this program does not read. It is recognized by the names of its files. */
interface OtherFormat {
  /** The format's files in a sentence, for example `CSV files`. */
  plural: string;
  pattern: RegExp;
  /** Advice for using such files, where there is a simple one. */
  remedy?: string;
}

const formats: readonly OtherFormat[] = [
  { plural: l10n.t("{0} files", "CSV"), pattern: /\.[ct]sv$/i },
  { plural: l10n.t("{0} files", "Parquet"), pattern: /\.parquet$/i },
  { plural: l10n.t("{0} files", "Arrow"), pattern: /\.(arrow|feather)$/i },
  {
    plural: l10n.t("archives"),
    pattern: packedName,
    remedy: l10n.t("archives can be used when you unpack them first"),
  },
  { plural: l10n.t("PNG images"), pattern: /\.png$/i },
  { plural: l10n.t("JPEG images"), pattern: /\.jpe?g$/i },
  { plural: l10n.t("images"), pattern: /\.(bmp|gif|tiff?|webp)$/i },
  { plural: l10n.t("{0} files", "NumPy"), pattern: /\.np[yz]$/i },
  { plural: l10n.t("{0} files", "PyTorch"), pattern: /\.(pt|pth)$/i },
  { plural: l10n.t("{0} files", "pickle"), pattern: /\.(pkl|pickle)$/i },
  { plural: l10n.t("{0} files", "TFRecord"), pattern: /\.tfrecords?(-\d+-of-\d+)?$/i },
  { plural: l10n.t("{0} files", "HDF5"), pattern: /\.(h5|hdf5)$/i },
  { plural: l10n.t("{0} files", "MATLAB"), pattern: /\.mat$/i },
  { plural: l10n.t("{0} files", "ARFF"), pattern: /\.arff$/i },
  { plural: l10n.t("{0} files", "JSON"), pattern: /\.jsonl?$/i },
];

/** Largest number of formats that a sentence names. */
const mostNamed = 3;

/** Counts a folder's files in other formats, for the message about missing IDX files. */
export class OtherFormats {
  private readonly seen = new Map<OtherFormat, { count: number; example: string }>();

  /** Counts a file if its name is that of another format. @returns whether the file was counted */
  add(name: string): boolean {
    const format = formats.find(({ pattern }) => pattern.test(name));
    if (!format) return false;
    const { count = 0, example = name } = this.seen.get(format) ?? {};
    this.seen.set(format, { count: count + 1, example });
    return true;
  }

  /**
   * The formats with the most counted files, at most {@link mostNamed}, the most frequent first: `CSV files (such as
   * train.csv) and PNG images (such as 0.png), which cannot be read`, with advice if there is any. Undefined if no file
   * was counted.
   */
  get description(): string | undefined {
    if (this.seen.size === 0) return undefined;
    const frequent = [...this.seen].sort(([, a], [, b]) => b.count - a.count).slice(0, mostNamed);
    const named = frequent.map(([{ plural }, { example }]) => l10n.t("{0} (such as {1})", plural, example));
    const remedies = frequent.flatMap(([{ remedy }]) => remedy ?? []);
    return [l10n.t("{0}, which cannot be read", allOf(named)), ...remedies].join("; ");
  }
}
