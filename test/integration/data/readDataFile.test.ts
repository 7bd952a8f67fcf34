import { execFileSync } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { fashionMnistFiles } from "../../../src/data/fashionMnistFiles";
import { readDataFile } from "../../../src/data/readDataFile";
import { temporaryFolder } from "../../unit/data/smallDataset";

test.runIf(process.platform !== "win32")(
  "what has come into a file's place since that was found is refused, and a pipe not waited for",
  async () => {
    await using folder = await temporaryFolder();
    const path = join(folder.path, "train-images-idx3-ubyte");
    execFileSync("mkfifo", [path]);
    await expect(readDataFile(path, fashionMnistFiles.trainImages)).rejects.toThrow(`${path} is no file.`);
    const place = join(folder.path, "folder");
    await mkdir(place);
    await expect(readDataFile(place, fashionMnistFiles.trainImages)).rejects.toThrow(`${place} is no file.`);
  },
);
