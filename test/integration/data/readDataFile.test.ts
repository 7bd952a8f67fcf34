import { execFileSync } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readDataFile } from "../../../src/data/readDataFile";
import { datasets } from "../../../src/datasets/datasets";
import { temporaryFolder } from "../../unit/data/smallDataset";

test.runIf(process.platform !== "win32")(
  "an entry that has replaced a found file is refused, and a pipe not waited for",
  async () => {
    await using folder = await temporaryFolder();
    const path = join(folder.path, "train-images-idx3-ubyte");
    execFileSync("mkfifo", [path]);
    await expect(readDataFile(path, datasets["fashion-mnist"].files.trainImages)).rejects.toThrow(
      `${path} is a pipe, not a file.`,
    );
    const place = join(folder.path, "folder");
    await mkdir(place);
    await expect(readDataFile(place, datasets["fashion-mnist"].files.trainImages)).rejects.toThrow(
      `${place} is a folder, not a file.`,
    );
  },
);
