/** A format that data sets of images come in and that is not read here, by the names of its files. */
interface OtherFormat {
  /** For a sentence: "but CSV files are there". */
  plural: string;
  pattern: RegExp;
  /** What makes IDX files of it, where that is simple. */
  remedy?: string;
}

const formats: readonly OtherFormat[] = [
  { plural: "CSV files", pattern: /\.[ct]sv$/i },
  { plural: "Parquet files", pattern: /\.parquet$/i },
  { plural: "Arrow files", pattern: /\.(arrow|feather)$/i },
  {
    plural: "archives",
    pattern: /\.(zip|tar|tgz|tar\.gz|tbz2?|txz|7z|rar|bz2|xz|zst)$/i,
    remedy: "unpack them first",
  },
  { plural: "PNG images", pattern: /\.png$/i },
  { plural: "JPEG images", pattern: /\.jpe?g$/i },
  { plural: "images", pattern: /\.(bmp|gif|tiff?|webp)$/i },
  { plural: "NumPy files", pattern: /\.np[yz]$/i },
  { plural: "PyTorch files", pattern: /\.(pt|pth)$/i },
  { plural: "pickle files", pattern: /\.(pkl|pickle)$/i },
  { plural: "TFRecord files", pattern: /\.tfrecords?(-\d+-of-\d+)?$/i },
  { plural: "HDF5 files", pattern: /\.(h5|hdf5)$/i },
  { plural: "MATLAB files", pattern: /\.mat$/i },
  { plural: "ARFF files", pattern: /\.arff$/i },
  { plural: "JSON files", pattern: /\.jsonl?$/i },
];

/** How many kinds a sentence names. */
const mostNamed = 3;

/** Counts the files in other formats of a folder, to say what is there instead of IDX files. */
export class OtherFormats {
  private readonly seen = new Map<OtherFormat, { count: number; example: string }>();

  /** @returns whether the name is that of another format. */
  add(name: string): boolean {
    const format = formats.find(({ pattern }) => pattern.test(name));
    if (!format) return false;
    const { count = 0, example = name } = this.seen.get(format) ?? {};
    this.seen.set(format, { count: count + 1, example });
    return true;
  }

  /** `CSV files (train.csv) and PNG images (0.png)`, the most frequent first; undefined where there are none. */
  get description(): string | undefined {
    if (this.seen.size === 0) return undefined;
    const frequent = [...this.seen].sort(([, a], [, b]) => b.count - a.count).slice(0, mostNamed);
    const named = frequent.map(([{ plural }, { example }]) => `${plural} (such as ${example})`);
    const remedies = frequent.flatMap(([{ plural, remedy }]) =>
      remedy ? [`${plural} can be used when you ${remedy}`] : [],
    );
    const last = named.pop();
    const list = named.length > 0 ? `${named.join(", ")} and ${last}` : last!;
    return [`${list}, which cannot be read`, ...remedies].join("; ");
  }
}
