import { readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { openSample, sampleChecksum } from "../../../src/data/sample/keptSample";
import type { SampleSets } from "../../../src/data/sample/sampleDataset";
import { sha256, temporaryFolder } from "./smallDataset";

/** Both sets with checksums in place of their bytes: to compare the bytes one by one would take a minute. */
const contentOf = ({ train, test: testSet }: SampleSets) =>
  [train, testSet].map(({ images, labels, ...facts }) => [sha256(images), sha256(labels), facts]);

/** The sets as drawn with an empty cache folder. The tests share them, since drawing takes most of the time. */
let drawn: ReturnType<typeof contentOf>;
/** The file that the drawing left in the cache folder. */
let kept: Buffer;
beforeAll(async () => {
  await using folder = await temporaryFolder();
  drawn = contentOf(openSample(folder.path, true));
  kept = await readFile(join(folder.path, "sample.bin"));
});

test("every version of this program draws the same sample images", () => {
  expect(drawn.map(([images]) => images)).toEqual([
    "a4203a0f19274d1504baf2561f30188e8bdee831e34046f0556cd1513010be75",
    "03cdb78463a107cfc279c7b37ee86fe685a74a1209295de0268eebc79178c4d0",
  ]);
});

test("the sample set is kept in the cache folder, and read from there as it was drawn", async () => {
  await using folder = await temporaryFolder();
  expect(sha256(kept)).toBe(sampleChecksum);
  await writeFile(join(folder.path, "sample.bin"), kept);
  expect(contentOf(openSample(folder.path, true))).toEqual(drawn);
});

test("a damaged file is drawn again, and replaced where it may be", async () => {
  await using folder = await temporaryFolder();
  const path = join(folder.path, "sample.bin");
  await writeFile(path, Buffer.alloc(3_925_000));
  expect(contentOf(openSample(folder.path, false))).toEqual(drawn);
  expect(sha256(await readFile(path))).not.toBe(sampleChecksum);
  openSample(folder.path, true);
  expect(sha256(await readFile(path))).toBe(sampleChecksum);
});

test("nothing is written through a link", async () => {
  await using folder = await temporaryFolder();
  await using other = await temporaryFolder();
  await writeFile(join(other.path, "theirs"), "theirs");
  await symlink(join(other.path, "theirs"), join(folder.path, "sample.bin"));
  expect(contentOf(openSample(folder.path, true))).toEqual(drawn);
  expect(await readFile(join(other.path, "theirs"), "utf8")).toBe("theirs");
});
