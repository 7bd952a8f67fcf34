/** A way to compress or pack files that this program does not unpack. */
interface Packing {
  /** The name that users know, for example `xz`. */
  name: string;
  /** Endings of file names, in lower case and without the dot. */
  endings: readonly string[];
  /** The first bytes of a packed file, as Latin-1; undefined where they are not always the same. */
  start?: string;
}

/** gzip is left out, since this program unpacks it. */
const packings: readonly Packing[] = [
  { name: "zip", endings: ["zip"], start: "PK\x03\x04" },
  { name: "xz", endings: ["xz", "txz"], start: "\xfd7zXZ\x00" },
  { name: "bzip2", endings: ["bz2", "tbz", "tbz2"], start: "BZh" },
  { name: "Zstandard", endings: ["zst", "tzst"], start: "\x28\xb5\x2f\xfd" },
  { name: "7-Zip", endings: ["7z"], start: "7z\xbc\xaf\x27\x1c" },
  { name: "RAR", endings: ["rar"], start: "Rar!\x1a\x07" },
  { name: "LZ4", endings: ["lz4"], start: "\x04\x22\x4d\x18" },
  { name: "LZMA", endings: ["lzma"], start: "\x5d\x00\x00" },
  { name: "compress", endings: ["z"], start: "\x1f\x9d" },
  { name: "tar", endings: ["tar", "tgz", "tar.gz"] },
];

/** Matches a file name that ends like that of a packed file. */
export const packedName = endingLike(packings);

/** Matches a file name that ends like that of a packed file which {@link packingOf} recognizes. */
export const recognizedName = endingLike(packings.filter(({ start }) => start !== undefined));

function endingLike(some: readonly Packing[]): RegExp {
  const endings = some.flatMap(({ endings }) => endings).map((ending) => ending.replaceAll(".", "\\."));
  return new RegExp(`\\.(${endings.join("|")})$`, "i");
}

/** The name of the packing whose files begin with `start`, a text in Latin-1; undefined if there is none. */
export function packingOf(start: string): string | undefined {
  return packings.find((one) => one.start !== undefined && start.startsWith(one.start))?.name;
}
