import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { DatasetError } from "../../../src/data/errors";
import type { IdxKind } from "../../../src/data/idx";
import { checkDataFile } from "../../../src/data/readDataFile";
import { StoredFile } from "../../../src/data/StoredFile";
import type { DataFile } from "../../../src/datasets/DataFile";
import { memoryHandle } from "../../unit/data/memoryHandle";
import { idxBytes, publishedFile } from "../../unit/data/smallDataset";
import { generator, newSeed, type Random, tries } from "../random";

const mutants = tries({ enough: 5000, whole: 100_000 });
/**
 * Bytes that a check may allocate beyond the mutant and the published file: for messages, digests, a decompressor's
 * state, slabs of Node.js, and messages between Vitest's processes.
 */
const spareBytes = 256 * 1024;

interface Original {
  file: DataFile;
  /** The path at which the check reports the file. */
  path: string;
  /** The content of the published file, compressed where the published file is. */
  bytes: Buffer;
  /** The data in the file, decompressed, without the header. */
  data: Buffer;
}

function original(kind: IdxKind, count: number, form: "plain" | "gz"): Original {
  const { file, plain, gz } = publishedFile(kind, kind, count);
  const data = plain.subarray(kind === "images" ? 16 : 8);
  return form === "gz"
    ? { file, path: `${kind}.gz`, bytes: gz, data }
    : { file, path: kind, bytes: plain, data };
}

const originals = [
  original("images", 2, "plain"),
  original("labels", 40, "plain"),
  original("images", 2, "gz"),
  original("labels", 40, "gz"),
];

test(`${mutants} mutated files are refused by name or read as the published data, in little more memory than their size`, async () => {
  const seed = newSeed("Mutated data set files");
  const random = generator(seed);
  const outcomes = { read: 0, refused: 0 };
  let mostSpare = 0;
  for (let round = 0; round < mutants; round++) {
    const { file, path, bytes, data } = originals[random(originals.length)]!;
    const mutant = mutate(bytes, random);
    const before = process.memoryUsage().arrayBuffers;
    const outcome = await checkDataFile(
      new StoredFile(memoryHandle(mutant), mutant.length),
      path,
      file,
    ).catch((error: unknown) => error);
    // Most rounds have no garbage collection. In these rounds, the difference is the size of all allocated buffers.
    const allocated = process.memoryUsage().arrayBuffers - before;
    mostSpare = Math.max(mostSpare, allocated - mutant.length - file.bytes);
    if (outcome instanceof Uint8Array) {
      outcomes.read++;
      if (!data.equals(outcome)) throw new Error(`Seed ${seed}, round ${round}: other data was read.`);
    } else {
      outcomes.refused++;
      const isByName = outcome instanceof DatasetError && outcome.message.startsWith(`${path} `);
      if (!isByName) throw new Error(`Seed ${seed}, round ${round}: ${outcome}`);
    }
  }
  expect(outcomes.refused).toBeGreaterThan(mutants / 2);
  expect(outcomes.read).toBeGreaterThan(0);
  expect(mostSpare).toBeLessThan(spareBytes);
});

type Mutation = (bytes: Buffer, at: number, random: Random) => Buffer;

const mutations: readonly Mutation[] = [
  function flipBit(bytes, at, random) {
    if (at < bytes.length) bytes[at]! ^= 1 << random(8);
    return bytes;
  },
  function changeByte(bytes, at, random) {
    if (at < bytes.length) bytes[at] = random(256);
    return bytes;
  },
  function changeHeaderWord(bytes, _at, random) {
    const word = [0, 1, 28, 0x801, 0x803, 0x7fff_ffff, 0xffff_ffff][random(7)]!;
    if (bytes.length >= 16) bytes.writeUInt32BE(word, 4 * random(4));
    return bytes;
  },
  function truncate(bytes, at) {
    return bytes.subarray(0, at);
  },
  function insert(bytes, at, random) {
    const inserted = Buffer.alloc(random(40), random(256));
    return Buffer.concat([bytes.subarray(0, at), inserted, bytes.subarray(at)]);
  },
  function append(bytes, _at, random) {
    return Buffer.concat([bytes, Buffer.alloc(random(1000), random(256))]);
  },
  function swapPieces(bytes, at) {
    return Buffer.concat([bytes.subarray(at), bytes.subarray(0, at)]);
  },
  // Replaces the whole file by valid gzip that is up to a thousand times as large when decompressed.
  function packZeros(_bytes, _at, random) {
    return packedZeros[random(packedZeros.length)]!;
  },
  function packAnew(_bytes, _at, random) {
    return packedPieces[random(packedPieces.length)]!;
  },
];

const packedZeros = [0, 1, 100, 1_000_000].map((length) => gzipSync(Buffer.alloc(length)));

/** The first 0/50, 1/50, … 50/50 of the content of two files, compressed at another level than the published files. */
const packedPieces = [idxBytes("images", 2), idxBytes("labels", 40)].flatMap((bytes) =>
  Array.from({ length: 51 }, (_, i) => gzipSync(bytes.subarray(0, (bytes.length * i) / 50), { level: 1 })),
);

/**
 * A copy with one to three mutations. An offset is drawn for each mutation: with probability 1/2 from 0 to 24, in or
 * near the header, else in the whole file. Some mutations do not use the offset.
 */
function mutate(bytes: Buffer, random: Random): Buffer<ArrayBuffer> {
  let mutant: Buffer = Buffer.from(bytes);
  for (let times = random(3); times >= 0; times--) {
    const range = random(2) === 0 ? Math.min(24, mutant.length) : mutant.length;
    const mutation = mutations[random(mutations.length)]!;
    mutant = mutation(mutant, random(range + 1), random);
  }
  // Like a buffer that was read from a file, this one shares its memory with no other buffer.
  const own = Buffer.allocUnsafeSlow(mutant.length);
  mutant.copy(own);
  return own;
}
