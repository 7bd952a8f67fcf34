/** Another process replaces a folder by a link and restores it, as fast as possible. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Folder } from "../../../src/files/Folder";

/**
 * A program that replaces FOLDER by a link to OUTSIDE and restores it, again and again until its standard input ends.
 * Arguments: FOLDER OUTSIDE.
 */
const swapper = `
  const { renameSync, symlinkSync, unlinkSync } = require("node:fs");
  const [folder, outside] = process.argv.slice(1);
  let swaps = 0;
  const swap = () => {
    for (let i = 0; i < 50; i++, swaps++) {
      renameSync(folder, folder + "-away");
      symlinkSync(outside, folder);
      unlinkSync(folder);
      renameSync(folder + "-away", folder);
    }
    if (!over) setImmediate(swap);
    else console.log(swaps);
  };
  let over = false;
  process.stdin.on("end", () => { over = true; }).resume();
  swap();`;

const ATTEMPTS = 10_000;

test.runIf(process.platform === "linux")(
  "10,000 writes, replacements and removals reach only their own folder",
  async () => {
    const base = realpathSync(mkdtempSync(join(tmpdir(), "swapped-")));
    const outside = join(base, "outside");
    const path = join(base, "run", "checkpoints");
    for (const folder of [outside, path]) mkdirSync(folder, { recursive: true });
    for (const name of ["removed", "read"]) writeFileSync(join(outside, name), "secret");
    const child = spawn(process.execPath, ["-e", swapper, path, outside], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    let swaps = "";
    child.stdout.on("data", (text) => {
      swaps += text;
    });
    const folder = new Folder(path);
    const read: string[] = [];
    let done = 0;
    const attempt = (use: () => void) => {
      try {
        use();
        done++;
      } catch {
        // The attempt fails if the folder is missing or a link at this moment.
      }
    };
    for (let i = 0; i < ATTEMPTS; i++) {
      attempt(() => folder.create(`created-${i}`, "mine"));
      attempt(() => folder.replace("replaced", "mine"));
      attempt(() => folder.remove("removed"));
      attempt(() => read.push(folder.read("read", 100).toString()));
    }
    child.stdin.end();
    // The output may be complete only after the exit.
    await once(child, "close");
    console.info(
      `${done} of ${4 * ATTEMPTS} attempts went through while the folder was swapped ${swaps.trim()} times`,
    );
    expect(readdirSync(outside).sort()).toEqual(["read", "removed"]);
    expect(readFileSync(join(outside, "removed"), "utf8")).toBe("secret");
    expect(read).toEqual([]);
    expect(done).toBeGreaterThan(0);
    expect(Number(swaps)).toBeGreaterThan(0);
    rmSync(base, { recursive: true });
  },
);
