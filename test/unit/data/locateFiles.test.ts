import { closeSync, openSync, rmSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { checkLocation } from "../../../src/data/checkLocation";
import { resolveDataset } from "../../../src/data/resolveDataset";
import type { PublishedDataset } from "../../../src/datasets/datasets";
import { idxBytes, sha256, smallDataset } from "./smallDataset";

const dataset = smallDataset();
const names = [...dataset.content.keys()].filter((name) => !name.endsWith(".gz"));
const [trainImages, trainLabels, testImages, testLabels] = names as [string, string, string, string];

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "locate-"));
});
afterEach(() => rm(folder, { recursive: true }));

const at = (...names: string[]) => join(folder, ...names);
const content = (name: string) => dataset.content.get(name)!;

async function put(path: string, bytes: string | Uint8Array): Promise<void> {
  await mkdir(dirname(at(path)), { recursive: true });
  await writeFile(at(path), bytes);
}

/** Writes the four files, not compressed, to the paths that `place` returns. */
async function putAll(place: (name: string) => string): Promise<void> {
  for (const name of names) await put(place(name), content(name));
}

function resolve(published: PublishedDataset = dataset.published, location = folder) {
  return resolveDataset({ ...published, mirrors: [] }, { location, cacheFolder: "/no/such/cache" });
}

/** The message with which `location` is refused, with the path of `folder` replaced by FOLDER. */
async function refusal(published?: PublishedDataset, location?: string): Promise<string> {
  const error = await resolve(published, location).then(
    () => expect.fail("the folder was taken"),
    (error: unknown) => error,
  );
  expect(error).toHaveProperty("name", "DatasetError");
  return (error as Error).message.replaceAll(folder, "FOLDER");
}

const advice = "; choose a folder that holds Fashion-MNIST's four files, or none to have them downloaded.";

describe("files are found by their content", () => {
  test.each<[string, (name: string) => string]>([
    ["as 7-Zip and Kaggle name them", (name) => name.replace(/-idx/, ".idx")],
    ["each in a folder of its name", (name) => join(name, name)],
    [
      "each in a folder of its name, as Kaggle packs them",
      (name) => join(name.replace(/-idx/, ".idx"), name.replace(/-idx/, ".idx")),
    ],
    ["in upper case", (name) => name.toUpperCase()],
    ["plain under the name of a .gz", (name) => `${name}.gz`],
    ["in Keras's folder of data sets", (name) => join("fashion-mnist", name)],
    ["in torchvision's root beside others", (name) => join("FashionMNIST", "raw", name)],
    ["below torchvision's root", (name) => join("torch", "FashionMNIST", "raw", name)],
    ["as a browser names a second download", (name) => `${name} (1).gz`],
    ["under names that say nothing", (name) => `${names.indexOf(name)}.bin`],
  ])("%s", async (_, place) => {
    await putAll(place);
    const { train, test, files, warnings } = await resolve();
    expect([train.length, test.length, warnings]).toEqual([200, 30, []]);
    expect(files).toEqual(names.map(place));
    await expect(checkLocation(folder, dataset.published)).resolves.toBeUndefined();
  });

  test("a compressed file under a plain name", async () => {
    for (const name of names) await put(name, content(`${name}.gz`));
    expect((await resolve()).files).toEqual(names);
  });

  test("a file of another name beside three of the usual ones", async () => {
    await putAll((name) => name);
    await rename(at(testLabels), at("labels of the test set"));
    expect((await resolve()).files).toEqual([trainImages, trainLabels, testImages, "labels of the test set"]);
  });

  test("links to files count as files, and a link to the folder as the folder", async () => {
    await putAll((name) => join("elsewhere", name));
    await mkdir(at("linked"));
    for (const name of names) await symlink(at("elsewhere", name), at("linked", name.toUpperCase()));
    expect((await resolve(dataset.published, at("linked"))).train).toHaveLength(200);
    await symlink(at("elsewhere"), at("link"));
    expect((await resolve(dataset.published, at("link"))).train).toHaveLength(200);
  });
});

describe("a damaged file", () => {
  test("is replaced by an undamaged one, and the warning names both", async () => {
    await putAll((name) => name);
    await truncate(at(trainImages), 1000);
    await put(`${trainImages}.gz`, content(`${trainImages}.gz`));
    const { warnings, files } = await resolve();
    expect(files[0]).toBe(`${trainImages}.gz`);
    expect(warnings).toEqual([
      `${at(trainImages)} is truncated: it has 1000 bytes where its 200 images take 156816; ${at(trainImages)}.gz is used in its place.`,
    ]);
  });

  test.each<[string, string | Uint8Array]>([
    ["empty", ""],
    ["a web page", "<!DOCTYPE html>"],
    ["shorter than a header", content(trainLabels).subarray(0, 5)],
    ["of other labels", idxBytes("labels", 200, 1)],
    ["of too many labels", idxBytes("labels", 201)],
    ["packed and cut off", content(`${trainLabels}.gz`).subarray(0, 60)],
  ])(
    "because it is %s is replaced by an undamaged one of another name, and the warning names both",
    async (_, bytes) => {
      await putAll((name) => name);
      await rename(at(trainLabels), at("second.download"));
      await put(trainLabels, bytes);
      const { warnings, files } = await resolve();
      expect(files[1]).toBe("second.download");
      expect(warnings).toEqual([expect.stringContaining(`; ${at("second.download")} is used in its place.`)]);
      expect(warnings[0]).toContain(`${at(trainLabels)} `);
    },
  );

  test("that was compressed twice is refused with that as the reason", async () => {
    await putAll((name) => name);
    await rm(at(trainLabels));
    await put(`${trainLabels}.gz`, gzipSync(content(`${trainLabels}.gz`)));
    expect(await refusal()).toContain(
      `FOLDER/${trainLabels}.gz should hold labels (an IDX file that begins with 0x00000801), but it was compressed twice; unpack it once`,
    );
  });

  // The first bytes of a file of each format, as the format's program writes them.
  const packed: [name: string, ending: string, start: string][] = [
    ["zip", "zip", "504b030414000000"],
    ["xz", "xz", "fd377a585a000004"],
    ["bzip2", "bz2", "425a683931415926"],
    ["Zstandard", "zst", "28b52ffd60010000"],
    ["7-Zip", "7z", "377abcaf271c0004"],
    ["RAR", "rar", "526172211a070100"],
    ["LZ4", "lz4", "04224d1864404000"],
    ["LZMA", "lzma", "5d00008000ffffff"],
    ["compress", "Z", "1f9d900000000801"],
  ];

  test.each(packed)(
    "that is packed by %s is refused with that as the reason, whatever its name",
    async (program, ending, start) => {
      await putAll((name) => name);
      await rm(at(trainLabels));
      const bytes = Buffer.concat([Buffer.from(start, "hex"), Buffer.alloc(60)]);
      for (const name of [`${trainLabels}.${ending}`, trainLabels, `${trainLabels}.gz`]) {
        await put(name, bytes);
        const message = await refusal();
        expect(message).toContain(`FOLDER/${name} `);
        expect(message).toContain(`it is compressed with ${program}; unpack it first`);
        await rm(at(name));
      }
    },
  );

  test("that is not packed is taken beside a packed one, without a warning", async () => {
    await putAll((name) => name.replace(/-idx/, ".idx"));
    await put(`${trainLabels}.zip`, "PK\x03\x04");
    expect((await resolve()).warnings).toEqual([]);
  });

  test.each(["tar", "tgz", "tar.gz"])(
    "that is in an archive NAME.%s is missing, and the message names the archive",
    async (ending) => {
      await putAll((name) => name);
      await rm(at(trainLabels));
      await put(`${trainLabels}.${ending}`, "");
      expect(await refusal()).toContain(
        `${trainLabels} is missing, but archives (such as ${trainLabels}.${ending}), which cannot be read; archives can be used when you unpack them first`,
      );
    },
  );

  test("that is in an archive of another name is missing, and the message names the archive", async () => {
    await putAll((name) => name);
    await rm(at(trainLabels));
    await put("labels.7z", "");
    expect(await refusal()).toContain(
      `${trainLabels} is missing, but archives (such as labels.7z), which cannot be read; archives can be used when you unpack them first`,
    );
  });

  test.skipIf(process.platform === "win32")(
    "that is a link to nothing, or a device, is refused with that as the reason",
    async () => {
      await putAll((name) => join("FashionMNIST", "raw", name));
      for (const name of [trainLabels, testLabels]) await rm(at("FashionMNIST", "raw", name));
      await symlink("nowhere", at("FashionMNIST", "raw", trainLabels));
      await symlink("/dev/null", at("FashionMNIST", "raw", testLabels));
      const message = await refusal();
      expect(message).toContain(`${trainLabels} and ${testLabels} are missing (`);
      expect(message).toContain(
        `FOLDER/FashionMNIST/raw/${trainLabels} is a link to nowhere, which does not exist; `,
      );
      expect(message).toContain(`FOLDER/FashionMNIST/raw/${testLabels} is a device; `);
    },
  );

  test("is refused with its name if there is no undamaged copy", async () => {
    await putAll((name) => name.replace(/-idx/, ".idx"));
    const name = trainImages.replace(/-idx/, ".idx");
    await truncate(at(name), 1000);
    expect(await refusal()).toBe(
      `FOLDER/${name} is truncated: it has 1000 bytes where its 200 images take 156816${advice}`,
    );
  });
});

describe("another data set of the same shape", () => {
  const digits = new Map(
    names.map((name) => {
      const [kind, count] = [
        name.includes("images") ? "images" : "labels",
        name.startsWith("train") ? 200 : 30,
      ] as const;
      return [name, idxBytes(kind, count, 1)];
    }),
  );
  const lookalikes = Object.fromEntries(
    [...digits.values()].map((bytes) => [sha256(bytes), "MNIST, handwritten digits"]),
  );
  const published = {
    ...dataset.published,
    files: Object.fromEntries(
      Object.entries(dataset.published.files).map(([role, file]) => [
        role,
        { ...file, of: { ...file.of, lookalikes } },
      ]),
    ) as unknown as PublishedDataset["files"],
  };

  test("beside Fashion-MNIST is skipped without a message", async () => {
    for (const name of names) await put(join("A", "raw", name), digits.get(name)!);
    await putAll((name) => join("B", "raw", name));
    const found = await resolve(published);
    expect(found.files).toEqual(names.map((name) => join("B", "raw", name)));
    expect(found.warnings).toEqual([]);
  });

  test("alone is refused by its name, before its images are read", async () => {
    for (const name of names) await put(`${name}.gz`, gzipSync(digits.get(name)!));
    expect(await refusal(published)).toMatch(
      /^FOLDER\/.+\.gz is not a file of Fashion-MNIST: it is a file of MNIST, handwritten digits; choose/,
    );
    await expect(checkLocation(folder, published)).rejects.toThrow(
      `${at(trainLabels)}.gz is not a file of Fashion-MNIST: it is a file of MNIST, handwritten digits${advice}`,
    );
  });
});

describe("a folder with one file that differs from the published one", () => {
  const harms: [string, (whole: Buffer, name: string) => Uint8Array][] = [
    ["cut off", (whole) => whole.subarray(0, whole.length >> 1)],
    ["cut off by one byte", (whole) => whole.subarray(0, -1)],
    ["empty", () => Buffer.alloc(0)],
    ["of another data set", (_, name) => idxBytes(kindOf(name), countOf(name), 1)],
    ["of the other set's length", (_, name) => idxBytes(kindOf(name), 230 - countOf(name))],
    ["with one bit flipped", (whole) => whole.map((byte, at) => (at === whole.length - 1 ? byte ^ 1 : byte))],
  ];
  const kindOf = (name: string) => (name.includes("images") ? "images" : "labels");
  const countOf = (name: string) => (name.includes("train") ? 200 : 30);

  test.each(harms.flatMap(([what, harm]) => names.map((name) => [name, what, harm] as const)))(
    "%s, %s, is refused before a run is made with the same message as in a run",
    async (name, _, harm) => {
      for (const suffix of ["", ".gz"]) {
        for (const one of names) await put(one + suffix, content(one + suffix));
        const harmed = harm(content(name), name);
        await put(name + suffix, suffix === "" ? harmed : gzipSync(harmed));
        const why = (await refusal()).replaceAll("FOLDER", folder);
        await expect(checkLocation(folder, dataset.published)).rejects.toThrow(why);
        for (const one of names) await rm(at(one + suffix));
      }
    },
  );

  test.each(names)("%s, compressed and truncated, is refused too", async (name) => {
    for (const one of names) await put(`${one}.gz`, content(`${one}.gz`));
    await put(`${name}.gz`, content(`${name}.gz`).subarray(0, -9));
    await expect(checkLocation(folder, dataset.published)).rejects.toThrow(`${at(name)}.gz`);
  });
});

describe("a folder without the files", () => {
  test.each([
    [["fashion-mnist_train.csv", "fashion-mnist_test.csv"], "CSV files (such as fashion-mnist_test.csv)"],
    [["data/train-00000-of-00001.parquet"], "Parquet files (such as train-00000-of-00001.parquet)"],
    [["train/0/1.png", "train/0/2.png", "labels.csv"], "PNG images (such as "],
    [["mnist.npz"], "NumPy files (such as mnist.npz)"],
    [["processed/training.pt"], "PyTorch files (such as training.pt)"],
    [["fashion_mnist-train.tfrecord-00000-of-00001"], "TFRecord files"],
  ])("that holds %j has a message with the formats' names", async (paths, formats) => {
    for (const path of paths) await put(path, "x");
    const message = await refusal();
    expect(message).toContain("FOLDER holds no complete Fashion-MNIST: none of its files is there, but ");
    expect(message).toContain(formats.split(" (")[0]);
    expect(message).toContain(`which cannot be read (looked for ${names.join(", ")}, plain or .gz, `);
  });

  test("that holds an archive has a message about unpacking it", async () => {
    await put("archive.zip", "PK");
    expect(await refusal()).toContain(
      "archives (such as archive.zip), which cannot be read; archives can be used when you unpack them first",
    );
  });

  test("is searched to the depth that the message states, and without following links to other folders", async () => {
    await putAll((name) => join("a", "b", "c", "d", "e", name));
    expect(await refusal()).toContain("in it and up to 4 folders below)");
    await mkdir(at("inner"));
    await symlink(at("a", "b", "c", "d", "e"), at("inner", "link"));
    expect(await refusal(dataset.published, at("inner"))).toContain(
      "the link FOLDER/inner/link to a folder was not followed",
    );
  });

  test("and with a link in a circle is searched to an end", async () => {
    await mkdir(at("a"));
    await symlink(folder, at("a", "circle"));
    expect(await refusal()).toContain("none of its files is there");
  });

  test("that holds more than is searched has a message about it", async () => {
    await mkdir(at("many"));
    const many = at("many");
    // The names end in .csv, so that the search opens none of the files, which would take long.
    for (let i = 0; i < 20_001; i++) closeSync(openSync(`${many}/${i}.csv`, "w"));
    expect(await refusal()).toContain("the folder holds more files than are searched");
    // The asynchronous `rm` takes twice as long as `rmSync`.
    rmSync(many, { recursive: true });
  }, 120_000);
});

describe("a location that is not a readable folder", () => {
  test("does not exist", async () => {
    expect(await refusal(undefined, at("gone"))).toBe(
      `The data set folder FOLDER/gone does not exist${advice}`,
    );
  });

  test("is a link to nothing", async () => {
    await symlink("nowhere", at("link"));
    expect(await refusal(undefined, at("link"))).toBe(
      `The data set folder FOLDER/link is a link to nowhere, which does not exist${advice}`,
    );
  });

  test("is a file, or lies in one", async () => {
    await put("file", "");
    expect(await refusal(undefined, at("file"))).toBe(
      `The data set location FOLDER/file is a file, not a folder${advice}`,
    );
    expect(await refusal(undefined, at("file", "below"))).toBe(
      `The data set folder FOLDER/file/below cannot be read: a file is where a folder should be (ENOTDIR) on FOLDER/file${advice}`,
    );
  });

  test.skipIf(process.platform === "win32")("is a device", async () => {
    await symlink("/dev/null", at("device"));
    expect(await refusal(undefined, at("device"))).toBe(
      `The data set location FOLDER/device is a device, not a folder${advice}`,
    );
  });

  test("is a link in a circle, or has one on its path", async () => {
    await symlink(at("b"), at("a"));
    await symlink(at("a"), at("b"));
    const why = "its links lead in a circle (ELOOP) on FOLDER/a";
    expect(await refusal(undefined, at("a"))).toBe(
      `The data set folder FOLDER/a cannot be read: ${why}${advice}`,
    );
    expect(await refusal(undefined, at("a", "x"))).toBe(
      `The data set folder FOLDER/a/x cannot be read: ${why}${advice}`,
    );
  });

  test("has a name that is too long", async () => {
    const name = "x".repeat(300);
    expect(await refusal(undefined, at(name))).toContain(
      `cannot be read: the name is longer than the file system allows (ENAMETOOLONG) on FOLDER/${name}`,
    );
  });
});

test("paths of files are relative to the folder that was named", async () => {
  await putAll((name) => join("raw", name));
  expect((await resolve()).files.map((path) => basename(path))).toEqual(names);
  expect((await resolve()).source).toBe(folder);
});
