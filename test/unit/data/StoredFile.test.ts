import { createHash } from "node:crypto";
import { open, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { StoredFile } from "../../../src/data/StoredFile";
import { memoryHandle } from "./memoryHandle";
import { temporaryFolder } from "./smallDataset";

const bytes = Buffer.from(Uint32Array.from({ length: 1_500_000 }, (_, i) => i * 2654435761).buffer);

test("a file comes in pieces from two buffers in turn, and is hashed", async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, "stored");
  await writeFile(path, bytes);
  await using handle = await open(path);
  const stored = new StoredFile(handle, bytes.length);
  const pieces: Buffer[] = [];
  const places = new Set<ArrayBufferLike>();
  for await (const piece of stored) {
    pieces.push(Buffer.from(piece));
    places.add(piece.buffer);
  }
  expect(pieces.length).toBeGreaterThan(2);
  expect(places.size).toBe(2);
  expect(Buffer.concat(pieces).equals(bytes)).toBe(true);
  expect(stored.length).toBe(bytes.length);
  expect(stored.start).toBe(bytes.toString("latin1", 0, 16));
  expect(stored.sha256()).toBe(createHash("sha256").update(bytes).digest("hex"));
});

test("a file that is truncated while it is read ends at its new length", async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, "stored");
  await writeFile(path, bytes.subarray(0, 1000));
  await using handle = await open(path);
  const stored = new StoredFile(handle, 2000);
  for await (const piece of stored) expect(piece).toHaveLength(1000);
  expect(stored.length).toBe(1000);
});

test("a reader may stop before the end of a file without waiting", async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, "stored");
  await writeFile(path, bytes);
  await using handle = await open(path);
  const stored = new StoredFile(handle, bytes.length);
  for await (const _ of stored) break;
  await handle.close();
  expect(stored.length).toBeLessThan(bytes.length);
});

test("pieces are full even if the file system returns fewer bytes for a read than requested", async () => {
  const lengths: number[] = [];
  const stored = new StoredFile(memoryHandle(bytes, 100_000), bytes.length);
  for await (const piece of stored) lengths.push(piece.length);
  expect(lengths).toEqual([2 ** 21, 2 ** 21, bytes.length - 2 ** 22]);
});
