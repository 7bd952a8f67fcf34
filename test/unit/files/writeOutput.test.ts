import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { writeOutput } from "../../../src/files/writeOutput";

let base: string;
let path: string;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), "output-"));
  path = join(base, "runs.csv");
});
afterEach(() => {
  rmSync(base, { recursive: true });
});

/** Yields one piece, then throws, since the file with the second piece is missing. */
function* unreadable() {
  yield "run\n";
  yield readFileSync(join(base, "missing"));
}

describe("a file that the user named", () => {
  test("has all pieces in order", async () => {
    await writeOutput(path, ["a", Buffer.from("b"), "c"]);
    expect(readFileSync(path, "utf8")).toBe("abc");
    expect(readdirSync(base)).toEqual(["runs.csv"]);
  });

  test("stays as it was where a piece cannot be read, and the error is that of reading", async () => {
    writeFileSync(path, "before");
    await expect(writeOutput(path, unreadable())).rejects.toThrow(/^ENOENT: .*missing/);
    expect(readFileSync(path, "utf8")).toBe("before");
    expect(readdirSync(base)).toEqual(["runs.csv"]);
  });

  test.skipIf(process.platform === "win32")(
    "is written through a link to it, which stays, whether the file exists or not",
    async () => {
      mkdirSync(join(base, "links"));
      symlinkSync("../runs.csv", join(base, "links", "inner"));
      const link = join(base, "link");
      symlinkSync("links/inner", link);
      for (const content of ["first", "second"]) {
        await writeOutput(link, [content]);
        expect(readFileSync(path, "utf8")).toBe(content);
        expect(readlinkSync(link)).toBe("links/inner");
        expect(readdirSync(base).sort()).toEqual(["link", "links", "runs.csv"]);
        expect(readdirSync(join(base, "links"))).toEqual(["inner"]);
      }
      rmSync(path);
      symlinkSync("link", path);
      await expect(writeOutput(link, ["third"])).rejects.toThrow(`${link} cannot be written (`);
    },
  );

  test.runIf(process.platform === "linux")("is named in the error of a later write", async () => {
    const many = Array.from({ length: 100 }, () => "x".repeat(10_000));
    await expect(writeOutput("/dev/full", many)).rejects.toThrow(
      "/dev/full cannot be written (the disk is full, ENOSPC); free some space.",
    );
  });

  test("is named in the error of writing", async () => {
    const inMissing = join(base, "none", "runs.csv");
    await expect(writeOutput(inMissing, ["a"])).rejects.toThrow(
      `${inMissing} cannot be written (its folder is not there, ENOENT); put that back.`,
    );
    mkdirSync(path);
    await expect(writeOutput(path, ["a"])).rejects.toThrow(
      `${path} cannot be written (a folder is in its place`,
    );
  });
});
