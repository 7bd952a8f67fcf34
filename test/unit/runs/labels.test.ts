import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Folder } from "../../../src/files/Folder";
import { undoChange, withTags } from "../../../src/runs/labelChanges";
import {
  decodeLabels,
  encodeLabels,
  noLabels,
  noteIn,
  type RunLabels,
  runName,
  tagsIn,
  whyNoName,
} from "../../../src/runs/labels";
import { changeLabels, readLabels } from "../../../src/runs/labelsFile";

let run: string;
beforeEach(() => {
  run = mkdtempSync(join(tmpdir(), "labels-"));
});
afterEach(() => {
  rmSync(run, { recursive: true });
});

const labels: RunLabels = {
  name: "brisk-linen",
  tags: ["baseline", "no shuffle"],
  note: "First line.\n\tSecond line.",
  starred: true,
  archived: false,
  color: 3,
};
const write = (content: string) => writeFileSync(join(run, "labels.json"), content);
const read = () => readLabels(new Folder(run));
const withFormat = (more: object) => JSON.stringify({ format: 1, ...more });

describe("labels.json", () => {
  test("is written and read back unchanged", async () => {
    await changeLabels(run, () => labels);
    expect(read()).toEqual({ labels });
    expect(readdirSync(run)).toEqual(["labels.json"]);
  });

  test("may be missing or have only some members", () => {
    expect(read()).toEqual({ labels: noLabels });
    write(withFormat({ name: "brisk-linen" }));
    expect(read()).toEqual({ labels: { ...noLabels, name: "brisk-linen" } });
  });

  test.each([
    ["not JSON", "{"],
    ["empty", ""],
    ["null", "null"],
    ["of another version", JSON.stringify({ format: 2 })],
    ["without a format", "{}"],
    ["with an empty name", withFormat({ name: "" })],
    ["with a name of 101 characters", withFormat({ name: "x".repeat(101) })],
    ["with a name of two lines", withFormat({ name: "a\nb" })],
    ["with a name that is drawn backwards", withFormat({ name: "a\u202eb" })],
    ["with spaces around the name", withFormat({ name: " a" })],
    ["with a control character in a note", withFormat({ note: "\u001b[2J" })],
    ["with a note of 10,001 characters", withFormat({ note: "x".repeat(10_001) })],
    ["with 51 tags", withFormat({ tags: Array.from({ length: 51 }, (_, i) => String(i)) })],
    ["with a comma in a tag", withFormat({ tags: ["a,b"] })],
    ["with a tag of 51 characters", withFormat({ tags: ["x".repeat(51)] })],
    ["with a number for a star", withFormat({ starred: 1 })],
    ["with a colour below 0", withFormat({ color: -1 })],
    ["with half a colour", withFormat({ color: 0.5 })],
    ["with a colour beyond any palette", withFormat({ color: 256 })],
  ])("that is %s counts as damaged", (_, content) => {
    write(content);
    const reading = read();
    expect(reading.labels).toEqual(noLabels);
    expect(reading.problem).toBe(
      "labels.json is damaged or of another version: the run is shown without its name, tags and note.",
    );
  });

  test("of any length is not read beyond a limit", () => {
    write(" ".repeat(300_000) + encodeLabels(labels));
    expect(read().problem).toMatch(/^labels\.json cannot be read \(it is longer than 262144 bytes\): /);
  });

  test("that is a link is not followed", () => {
    const elsewhere = join(run, "elsewhere");
    writeFileSync(elsewhere, encodeLabels(labels));
    symlinkSync(elsewhere, join(run, "labels.json"));
    expect(read()).toMatchObject({ labels: noLabels, problem: expect.stringContaining("a symbolic link") });
  });

  test("with members such as __proto__ is read as without them", () => {
    write('{"format":1,"__proto__":{"name":"Another"},"constructor":1}');
    expect(read()).toEqual({ labels: noLabels });
  });

  test("lists a tag once that the file lists twice", () => {
    expect(decodeLabels(withFormat({ tags: ["a", "b", "a"] })).tags).toEqual(["a", "b"]);
  });

  test("contains no invisible character when it is written", () => {
    expect(encodeLabels({ ...noLabels, note: "\u200d" })).not.toContain("\u200d");
  });

  test("belongs to a copy of the run, too", async () => {
    await changeLabels(run, () => labels);
    const copy = `${run}-copy`;
    cpSync(run, copy, { recursive: true });
    expect(readLabels(new Folder(copy)).labels).toEqual(labels);
    rmSync(copy, { recursive: true });
  });
});

describe("a change of labels", () => {
  test("is undone without undoing later changes", async () => {
    const before = await changeLabels(run, () => labels);
    const after = await changeLabels(run, (now) => ({
      ...now,
      name: "bold-tweed",
      tags: ["new"],
      starred: false,
    }));
    await changeLabels(run, (now) => ({ ...now, tags: ["new", "later"], note: "Later." }));
    await undoChange(run, before, after);
    expect(read().labels).toEqual({ ...labels, tags: ["new", "later"], note: "Later." });
  });

  test("keeps what another process has written before it", async () => {
    await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        changeLabels(run, (now) => ({ ...now, tags: [...now.tags, `tag ${i}`] })),
      ),
    );
    expect(read().labels.tags).toHaveLength(20);
  });

  test("writes nothing where nothing has changed", async () => {
    await changeLabels(run, (now) => ({ ...now, starred: false }));
    expect(readdirSync(run)).toEqual([]);
  });

  test("is refused where the file's content would be lost", async () => {
    write("{ my own notes");
    await expect(changeLabels(run, () => labels)).rejects.toThrow(
      `Nothing is written to ${join(run, "labels.json")}, since it is damaged or of another version, so that its content would be lost; correct or remove the file.`,
    );
    expect(readFileSync(join(run, "labels.json"), "utf8")).toBe("{ my own notes");
    expect(readdirSync(run)).toEqual(["labels.json"]);
  });

  test("is refused where the file is UTF-16 text, with that as the reason", async () => {
    const text = Buffer.from('\ufeff{"format":1}', "utf16le");
    writeFileSync(join(run, "labels.json"), text);
    await expect(changeLabels(run, () => labels)).rejects.toThrow(
      `Nothing is written to ${join(run, "labels.json")}, since it is UTF-16 text; save it as UTF-8.`,
    );
    expect(readFileSync(join(run, "labels.json"))).toEqual(text);
  });

  test.skipIf(process.platform === "win32")("is refused where the file is a link", async () => {
    symlinkSync("/etc/passwd", join(run, "labels.json"));
    await expect(changeLabels(run, () => labels)).rejects.toThrow(
      `Nothing is written to ${join(run, "labels.json")}, since it cannot be read (it is a symbolic link); put a copy of what it stands for in its place, or remove it if it leads nowhere.`,
    );
  });

  test("stores texts in the composed form of their letters (NFC)", async () => {
    const texts = { name: "실험", tags: ["기준", "a"], note: "première" };
    const decomposed = { name: "실험", tags: ["기준", "a"], note: "première" };
    for (const key of ["name", "note"] as const) decomposed[key] = texts[key].normalize("NFD");
    decomposed.tags = texts.tags.map((tag) => tag.normalize("NFD"));
    await changeLabels(run, (now) => ({ ...now, ...decomposed }));
    expect(JSON.parse(readFileSync(join(run, "labels.json"), "utf8"))).toMatchObject(texts);
    write(withFormat(decomposed));
    expect(read().labels).toMatchObject(texts);
    expect(withTags(read().labels, ["기준".normalize("NFD")], []).tags).toEqual(texts.tags);
    expect(withTags(read().labels, [], ["기준".normalize("NFD")]).tags).toEqual(["a"]);
  });

  test("counts the letters of a name in their composed form", async () => {
    const name = "가".repeat(100).normalize("NFD");
    expect(whyNoName(name)).toBeUndefined();
    write(withFormat({ name }));
    expect(read().labels.name).toHaveLength(100);
  });

  test("of a run that is gone fails in one sentence", async () => {
    const gone = join(run, "gone");
    await expect(changeLabels(gone, () => labels)).rejects.toThrow(
      `${join(gone, "labels.json")} cannot be written (its folder is not there, ENOENT); put that back.`,
    );
  });
});

test("a run without a name is shown by its time", () => {
  expect(runName(labels, "2026-01-02 03:04:05")).toBe("brisk-linen");
  expect(runName(noLabels, "2026-01-02 03:04:05")).toBe("2026-01-02 03:04:05");
});

describe("tags with commas between them", () => {
  test("are each counted once, without the spaces around them", () => {
    expect(tagsIn(" baseline,no shuffle ,,baseline, ")).toEqual(["baseline", "no shuffle"]);
  });

  test("are all kept: too many are refused instead of cut off", () => {
    const tags = tagsIn(Array.from({ length: 51 }, (_, index) => `tag ${index}`).join());
    expect(() => withTags(noLabels, tags, [])).toThrow("A run can have at most 50 tags.");
  });
});

test("a note is read from UTF-8 with any line ends, and from no other encoding", () => {
  const bytes = (...parts: (string | number[])[]) =>
    Buffer.concat(parts.map((part) => Buffer.from(part as string)));
  expect(noteIn(bytes("\ufeff첫 줄\r\n둘째 줄 \r\n"))).toBe("첫 줄\n둘째 줄");
  expect(noteIn(bytes("caf", [0xe9]))).toBeUndefined();
  // "메모" in EUC-KR, and "é" in UTF-16 with its byte-order mark.
  expect(noteIn(bytes([0xb8, 0xde, 0xb8, 0xf0]))).toBeUndefined();
  expect(noteIn(bytes([0xff, 0xfe, 0xe9, 0x00]))).toBeUndefined();
});
