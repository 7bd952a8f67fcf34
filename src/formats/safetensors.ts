import { Float16Bits } from "./float16";

/** The supported dtypes of safetensors, each with its array type. */
const dtypes = {
  F64: Float64Array,
  I64: BigInt64Array,
  F32: Float32Array,
  F16: Float16Bits,
  I32: Int32Array,
  U32: Uint32Array,
  U16: Uint16Array,
  U8: Uint8Array,
} as const;

type Dtype = keyof typeof dtypes;
/** Elements of one of the supported types. */
export type StoredData =
  | Float64Array
  | BigInt64Array
  | Float32Array
  | Float16Bits
  | Int32Array
  | Uint32Array
  | Uint16Array
  | Uint8Array;

/** One array of a file. A float32 `Tensor` can be passed as a `StoredArray`. */
export interface StoredArray {
  readonly shape: readonly number[];
  readonly data: StoredData;
}

/** The content of a safetensors file. */
export interface SafetensorsFile {
  tensors: Map<string, StoredArray>;
  /** An object without a prototype, so that it has no members except the file's. */
  metadata: Readonly<Record<string, string>>;
}

/** The bytes are not a safetensors file that can be read, or a file cannot be written. The message is one sentence. */
export class SafetensorsError extends Error {
  override name = "SafetensorsError";
}

const lengthBytes = 8;
/** Largest number of bytes of a header. The format's own library refuses longer headers, too. */
const longestHeader = 100_000_000;
/** Largest number of dimensions of a tensor. PyTorch's reductions have the same limit. */
const mostDimensions = 64;
/** Largest number of characters that a message shows of a quoted name or dtype. */
const longestShown = 100;

/**
 * Encodes a safetensors file (https://huggingface.co/docs/safetensors): the header's length, the header as JSON padded
 * to a multiple of 8 bytes, then the arrays. Arrays with wider elements come first. Each array therefore starts at a
 * multiple of its element size.
 * @throws SafetensorsError when two arrays have the same name, or one is called `__metadata__`.
 */
export function write(
  tensors: Iterable<readonly [name: string, array: StoredArray]>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array<ArrayBuffer> {
  const arrays = [...tensors].sort(([, a], [, b]) => b.data.BYTES_PER_ELEMENT - a.data.BYTES_PER_ELEMENT);
  const header: Record<string, unknown> = Object.create(null);
  if (Object.keys(metadata).length > 0) {
    header.__metadata__ = metadata;
  }
  let end = 0;
  for (const [name, { shape, data }] of arrays) {
    if (name in header || name === "__metadata__") {
      throw new SafetensorsError(
        `The name ${JSON.stringify(name)} cannot be given to a tensor twice or at all.`,
      );
    }
    const begin = end;
    end += data.byteLength;
    header[name] = { dtype: dtypeOf(data), shape, data_offsets: [begin, end] };
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  const headerLength = Math.ceil(json.length / 8) * 8;
  const file = new Uint8Array(lengthBytes + headerLength + end);
  new DataView(file.buffer).setBigUint64(0, BigInt(headerLength), true);
  file.fill(0x20, lengthBytes, lengthBytes + headerLength);
  file.set(json, lengthBytes);
  let at = lengthBytes + headerLength;
  for (const [, { data }] of arrays) {
    file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return file;
}

export interface HeaderOptions {
  /** Largest length of the header in bytes. Default and upper limit: 100,000,000. */
  longestHeader?: number;
}

/**
 * Decodes a whole file. The arrays are copies.
 * @throws SafetensorsError for a file that violates the format, an unsupported dtype, a header that is too long, or a
 * tensor of more than 64 dimensions
 */
export function read(file: Uint8Array, options: HeaderOptions = {}): SafetensorsFile {
  const { entries, metadata, dataStart } = describe(file, file.length, options);
  const tensors = new Map<string, StoredArray>();
  for (const { name, dtype, shape, begin, end } of entries) {
    const bytes = new Uint8Array(file.subarray(dataStart + begin, dataStart + end));
    tensors.set(name, { shape, data: new dtypes[dtype](bytes.buffer) });
  }
  return { tensors, metadata };
}

/**
 * Decodes the metadata of a file from its header alone.
 * @param head the beginning of the file, at least to the end of the header
 * @param length of the whole file, in bytes
 * @throws SafetensorsError in the cases in which {@link read} would refuse the whole file
 */
export function readMetadata(
  head: Uint8Array,
  length: number,
  options: HeaderOptions = {},
): SafetensorsFile["metadata"] {
  return describe(head, length, options).metadata;
}

function describe(head: Uint8Array, fileLength: number, options: HeaderOptions) {
  const { header, dataStart } = readHeader(
    head,
    fileLength,
    Math.min(options.longestHeader ?? longestHeader, longestHeader),
  );
  const { __metadata__: metadata = {}, ...entries } = header;
  if (!isRecord(metadata) || !Object.values(metadata).every((value) => typeof value === "string")) {
    throw new SafetensorsError("The safetensors metadata is not a table of strings.");
  }
  const described = Object.entries(entries)
    .map(([name, value]) => ({ name, ...readEntry(name, value) }))
    .sort((a, b) => a.begin - b.begin || a.end - b.end);
  checkLayout(described, fileLength - dataStart);
  const withoutPrototype: SafetensorsFile["metadata"] = Object.setPrototypeOf(metadata, null);
  return { entries: described, metadata: withoutPrototype, dataStart };
}

interface Entry {
  dtype: Dtype;
  shape: number[];
  begin: number;
  end: number;
}

function readHeader(
  file: Uint8Array,
  fileLength: number,
  longest: number,
): { header: Record<string, unknown>; dataStart: number } {
  if (fileLength < lengthBytes) {
    throw new SafetensorsError(`A safetensors file has at least ${lengthBytes} bytes, not ${fileLength}.`);
  }
  const length = new DataView(file.buffer, file.byteOffset).getBigUint64(0, true);
  if (length > fileLength - lengthBytes) {
    throw new SafetensorsError(
      `The safetensors header claims ${length} bytes, which the file of ${fileLength} bytes cannot hold.`,
    );
  }
  if (length > longest) {
    throw new SafetensorsError(
      `The safetensors header of ${length} bytes is longer than the ${longest} bytes that are read.`,
    );
  }
  const dataStart = lengthBytes + Number(length);
  let header: unknown;
  try {
    // `slice` copies, since TextDecoder refuses views on shared memory.
    header = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(file.slice(lengthBytes, dataStart)));
  } catch {
    throw new SafetensorsError("The safetensors header is not JSON.");
  }
  if (!isRecord(header)) {
    throw new SafetensorsError("The safetensors header is not a JSON object.");
  }
  return { header: Object.setPrototypeOf(header, null), dataStart };
}

function readEntry(name: string, value: unknown): Entry {
  const quoted = shown(name);
  if (!isRecord(value)) throw undescribed(quoted);
  const { dtype, shape, data_offsets: offsets }: Record<string, unknown> = Object.setPrototypeOf(value, null);
  if (typeof dtype !== "string" || !isCounts(shape) || !isCounts(offsets)) throw undescribed(quoted);
  if (!Object.hasOwn(dtypes, dtype)) {
    throw new SafetensorsError(
      `The tensor ${quoted} has the dtype ${shown(dtype)}; only ${Object.keys(dtypes).join(", ")} can be read.`,
    );
  }
  if (shape.length > mostDimensions || offsets.length !== 2) {
    throw new SafetensorsError(
      `The tensor ${quoted} has ${shape.length} dimensions and ${offsets.length} offsets, not at most ${mostDimensions} and 2.`,
    );
  }
  const [begin, end] = offsets as [number, number];
  const bytes = shape.reduce((size, length) => size * length, 1) * dtypes[dtype as Dtype].BYTES_PER_ELEMENT;
  // A product beyond the safe integers is rounded and could equal the offsets' difference by accident.
  if (!Number.isSafeInteger(bytes) || end - begin !== bytes) {
    throw new SafetensorsError(
      `The tensor ${quoted} of shape [${shape.join(", ")}] takes ${bytes} bytes, which its offsets [${offsets.join(", ")}] do not span.`,
    );
  }
  return { dtype: dtype as Dtype, shape, begin, end };
}

function undescribed(quoted: string): SafetensorsError {
  return new SafetensorsError(`The tensor ${quoted} is not described by dtype, shape and data_offsets.`);
}

/**
 * Checks that the tensors cover the data without an overlap, a gap, or bytes after the last tensor.
 * @param entries sorted by their offsets
 */
function checkLayout(entries: readonly (Entry & { name: string })[], dataLength: number): void {
  let covered = 0;
  for (const { name, begin, end } of entries) {
    const quoted = shown(name);
    if (end > dataLength) {
      throw new SafetensorsError(
        `The tensor ${quoted} ends at byte ${end}, beyond the ${dataLength} bytes of data.`,
      );
    }
    if (begin !== covered) {
      const problem = begin < covered ? "overlaps the one before it" : "leaves a gap before it";
      throw new SafetensorsError(`The tensor ${quoted} ${problem}.`);
    }
    covered = end;
  }
  if (covered !== dataLength) {
    throw new SafetensorsError(`The last ${dataLength - covered} bytes of data belong to no tensor.`);
  }
}

/** A text from a file as JSON, for a message: shortened, and without control characters. */
function shown(text: string): string {
  const quoted = JSON.stringify(text);
  const cut = quoted.length > longestShown ? `${quoted.slice(0, longestShown)}…` : quoted;
  return cut.replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, "\ufffd");
}

function dtypeOf(data: StoredData): Dtype {
  return (Object.keys(dtypes) as Dtype[]).find((dtype) => data instanceof dtypes[dtype])!;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((item) => Number.isSafeInteger(item) && item >= 0);
}
