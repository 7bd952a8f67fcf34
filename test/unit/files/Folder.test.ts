import {
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { AppendFile } from "../../../src/files/AppendFile";
import { ensureFolder, openFolder } from "../../../src/files/ensureFolder";
import { Folder } from "../../../src/files/Folder";
import { holdFolder } from "../../../src/files/HeldFolder";
import { withLock } from "../../../src/files/lock";
import { UnsafeFileError } from "../../../src/files/UnsafeFileError";

let base: string;
let path: string;
let folder: Folder;
let secret: string;
beforeEach(() => {
  base = realpathSync(mkdtempSync(join(tmpdir(), "folder-")));
  path = join(base, "run");
  secret = join(base, "secret");
  mkdirSync(path);
  writeFileSync(secret, "secret");
  folder = new Folder(path);
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(base, { recursive: true });
});

const content = (name: string) => readFileSync(join(path, name), "utf8");

describe("a folder", () => {
  test("reads, makes, replaces and removes its files", () => {
    folder.create("a", "one");
    expect(() => folder.create("a", "two")).toThrow("EEXIST");
    expect(folder.read("a", 3).toString()).toBe("one");
    folder.replace("a", "three");
    expect(content("a")).toBe("three");
    folder.replace("b", "new", { mode: 0o600 });
    expect(statSync(join(path, "b")).mode & 0o777).toBe(0o600);
    expect(folder.names().sort()).toEqual(["a", "b"]);
    folder.remove("a");
    folder.remove("a");
    expect(folder.look("a")).toBeUndefined();
  });

  test("keeps the existing file when the check before writing fails", () => {
    folder.create("a", "one");
    const refuse = () => {
      throw new Error("too late");
    };
    expect(() => folder.replace("a", "two", { beforeWriting: refuse })).toThrow("too late");
    expect(content("a")).toBe("one");
    expect(folder.names()).toEqual(["a"]);
  });

  test("refuses a file that is longer than the limit", () => {
    folder.create("a", "four");
    expect(() => folder.read("a", 3)).toThrow("a is longer than 3 bytes");
  });

  test.each([
    "../secret",
    "checkpoints/a",
    "..",
    ".",
    "",
    "a\0b",
    ...(process.platform === "win32" ? ["a\\b", "a:b"] : []),
  ])("refuses a path as a name: %j", (name) => {
    for (const use of [
      () => folder.read(name, 100),
      () => folder.create(name, ""),
      () => folder.replace(name, ""),
      () => folder.remove(name),
      () => folder.look(name),
      () => folder.folder(name),
      () => folder.openToAppend(name),
    ])
      expect(use).toThrow(UnsafeFileError);
    expect(readFileSync(secret, "utf8")).toBe("secret");
  });

  test("is refused where its path is a symbolic link, already when it is opened or only later", () => {
    const link = join(base, "link");
    symlinkSync(path, link);
    expect(() => new Folder(link).names()).toThrow(`${link} is a symbolic link`);
    renameSync(path, join(base, "away"));
    symlinkSync(join(base, "away"), path);
    expect(() => folder.create("a", "")).toThrow(`${path} is a symbolic link`);
    expect(readdirSync(join(base, "away"))).toEqual([]);
  });

  test("is refused once a folder around it has become a link", () => {
    const inner = folder.makeFolder("checkpoints");
    renameSync(path, join(base, "away"));
    symlinkSync(join(base, "away"), path);
    expect(() => inner.create("a", "")).toThrow("another folder than a moment ago");
    expect(readdirSync(join(base, "away/checkpoints"))).toEqual([]);
  });

  test.runIf(process.platform !== "win32")("can be used by each of its names", () => {
    for (const name of ["a\\b", "..\\c", "d:e", "\n", "-f", "é".normalize("NFD")]) folder.create(name, name);
    expect(folder.entries(folder.names()).map(([name]) => folder.read(name, 10).toString())).toEqual(
      folder.names(),
    );
    expect(readdirSync(base).sort()).toEqual([basename(path), "secret"].sort());
    expect(() => folder.create("../c", "")).toThrow("is not the name of a file");
  });

  test("that a user names is opened through links on the way to it", () => {
    symlinkSync(path, join(base, "link"));
    openFolder(join(base, "link")).create("a", "");
    expect(existsSync(join(path, "a"))).toBe(true);
  });

  test("is made with all of its files, and left unchanged when it exists", () => {
    const made = ensureFolder(join(base, "new/runs"), { a: "1", b: "2" });
    expect(made.isNew).toBe(true);
    expect(made.folder.names().sort()).toEqual(["a", "b"]);
    made.folder.remove("a");
    expect(ensureFolder(join(base, "new/runs"), { a: "1" }).isNew).toBe(false);
    expect(readdirSync(join(base, "new/runs"))).toEqual(["b"]);
    expect(readdirSync(join(base, "new"))).toEqual(["runs"]);
  });

  test("loses the temporary files that ended processes left of a file when that file is written", () => {
    writeFileSync(join(path, "a.0123456789abcdef.partial"), "");
    writeFileSync(join(path, "b.0123456789abcdef.partial"), "");
    folder.replace("a", "");
    expect(folder.names().sort()).toEqual(["a", "b.0123456789abcdef.partial"]);
  });

  test("is written although a folder has the name of a temporary file", () => {
    mkdirSync(join(path, "a.0123456789abcdef.partial"));
    folder.replace("a", "one");
    expect(content("a")).toBe("one");
  });

  test("loses the temporary folders of ended processes when another folder is made", () => {
    const [old, other, recent] = ["1", "2", "3"].map((digit) => `.a.${digit.repeat(16)}.partial`) as [
      string,
      string,
      string,
    ];
    for (const name of [old, other, recent]) {
      mkdirSync(join(path, name));
      writeFileSync(join(path, name, "run.json"), "{}");
    }
    writeFileSync(join(path, other, "of another program"), "");
    const hours = Date.now() / 1000 - 2 * 3600;
    for (const name of [old, other]) utimesSync(join(path, name), hours, hours);
    expect(folder.makeFolderWith("b", { "run.json": "{}", "events.jsonl": "" })).toBe(true);
    expect(folder.names().sort()).toEqual([other, recent, "b"]);
    expect(readdirSync(join(path, other))).toEqual(["of another program", "run.json"]);
  });
});

describe.runIf(process.platform === "linux")("a folder that is held", () => {
  test("stays the same folder when it is renamed, whatever takes its place", () => {
    const held = holdFolder(new Folder(path));
    const inner = held.makeFolder("checkpoints");
    const away = join(base, "away");
    renameSync(path, away);
    mkdirSync(join(base, "other/checkpoints"), { recursive: true });
    symlinkSync(join(base, "other"), path);
    held.replace("a", "mine");
    inner.replace("b", "mine");
    expect([held.path, inner.path]).toEqual([away, join(away, "checkpoints")]);
    expect([...readdirSync(away), ...readdirSync(join(away, "checkpoints"))].sort()).toEqual([
      "a",
      "b",
      "checkpoints",
    ]);
    expect(readdirSync(join(base, "other"), { recursive: true })).toEqual(["checkpoints"]);
  });

  test("is replaced by the folder that takes its place after it was removed", () => {
    const held = holdFolder(new Folder(path));
    rmSync(path, { recursive: true });
    expect(() => held.create("a", "")).toThrow("ENOENT");
    expect(held.path).toBe(path);
    mkdirSync(path);
    held.create("a", "mine");
    expect(content("a")).toBe("mine");
  });

  test("refuses a folder in it that is a link", () => {
    const inner = holdFolder(new Folder(path)).folder("checkpoints");
    mkdirSync(join(base, "other"));
    symlinkSync(join(base, "other"), join(path, "checkpoints"));
    expect(() => inner.create("a", "")).toThrow(`${join(path, "checkpoints")} is a symbolic link`);
    expect(readdirSync(join(base, "other"))).toEqual([]);
  });
});

describe.each<[string, () => void]>([
  ["a symbolic link", () => symlinkSync(secret, join(path, "a"))],
  [
    "a file that has other names too (a hard link, as in a backup by cp -al)",
    () => linkSync(secret, join(path, "a")),
  ],
])("%s", (what, put) => {
  beforeEach(put);

  test("is neither read nor written", () => {
    for (const use of [
      () => folder.read("a", 100),
      () => folder.open("a"),
      () => folder.checkFile("a"),
      () => folder.openToAppend("a"),
      () => new AppendFile(folder, "a"),
    ])
      expect(use).toThrow(`a is ${what}`);
    const before = statSync(secret).mtimeMs;
    expect(() => folder.touch("a")).toThrow(`a is ${what}`);
    expect(statSync(secret).mtimeMs).toBe(before);
  });

  test("is replaced and removed itself, and its target stays", () => {
    folder.replace("a", "mine");
    expect(lstatSync(join(path, "a")).isFile()).toBe(true);
    expect(content("a")).toBe("mine");
    rmSync(join(path, "a"));
    put();
    folder.remove("a");
    expect(readFileSync(secret, "utf8")).toBe("secret");
  });
});

describe("a lock", () => {
  const lock = () => join(path, "lock");

  test("exists while the change runs, and not afterwards", async () => {
    expect(await withLock(folder, "lock", () => existsSync(lock()))).toBe(true);
    expect(existsSync(lock())).toBe(false);
  });

  test("is removed after a change that failed", async () => {
    const failing = withLock(folder, "lock", () => {
      throw new Error("failed");
    });
    await expect(failing).rejects.toThrow("failed");
    expect(existsSync(lock())).toBe(false);
  });

  test.each([
    ["long ago", 1],
    ["in the future", 4e9],
  ])("of an ended process is taken at once where the lock's time is %s", async (_, time) => {
    writeFileSync(lock(), "");
    utimesSync(lock(), time, time);
    // With a clock that stands still, no lock is taken after a time.
    vi.spyOn(performance, "now").mockReturnValue(0);
    expect(await withLock(folder, "lock", () => "done")).toBe("done");
    expect(folder.names()).toEqual([]);
  });

  test("leaves no probe of an ended process", async () => {
    writeFileSync(join(path, "lock.partial"), "");
    writeFileSync(lock(), "");
    utimesSync(lock(), 1, 1);
    expect(await withLock(folder, "lock", () => "done")).toBe("done");
    expect(folder.names()).toEqual([]);
  });

  test("is not taken if a link is in its place", async () => {
    symlinkSync(join(base, "nothing"), lock());
    await expect(withLock(folder, "lock", () => "done")).rejects.toThrow("lock is a symbolic link");
    expect(existsSync(join(base, "nothing"))).toBe(false);
  });
});
