import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { userTextOf } from "../../../src/runs/fileText";
import {
  encodeMarks,
  marksCsv,
  noMarks,
  parseMarksCsv,
  unfitImages,
  withMarks,
} from "../../../src/runs/marks";
import { changeMarks, marksFile, readMarks, withoutUnfit } from "../../../src/runs/marksFile";
import { resolveRunConfig } from "../../../src/runs/RunConfig";
import { RunStore } from "../../../src/runs/RunStore";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "marks-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

test("without a file, no image is marked", () => {
  expect(readMarks(folder, "sample")).toEqual(noMarks);
  expect(readMarks(join(folder, "missing"), "sample")).toEqual(noMarks);
});

test("marks are kept apart for each data set, and for its training and test sets; null removes a mark", async () => {
  await changeMarks(folder, "sample", "train", [
    [7, "wrongLabel"],
    [3, "fine"],
  ]);
  await changeMarks(folder, "sample", "test", [[7, "badImage"]]);
  await changeMarks(folder, "fashion-mnist", "train", [[1, "badImage"]]);
  const marks = await changeMarks(folder, "sample", "train", [[3, null]]);
  expect(marks).toEqual({ train: { 7: "wrongLabel" }, test: { 7: "badImage" } });
  expect(readMarks(folder, "sample")).toEqual(marks);
  expect(existsSync(join(folder, `${marksFile("sample")}.lock`))).toBe(false);
});

test("changes that are made at the same time are all kept", async () => {
  const changes = Array.from({ length: 20 }, (_, index) =>
    changeMarks(folder, "sample", "train", [[index, "badImage"]]),
  );
  await Promise.all(changes);
  expect(unfitImages(readMarks(folder, "sample"))).toEqual([...Array(20).keys()]);
});

test("a damaged file is neither read nor written", async () => {
  const path = join(folder, marksFile("sample"));
  for (const content of [
    "{",
    '{"format":2,"train":{},"test":{}}',
    '{"format":1,"train":{"-1":"fine"},"test":{}}',
  ]) {
    writeFileSync(path, content);
    const sentence = /\.sample\.marks\.json is damaged or of another version, .* correct or remove it\.$/;
    expect(() => readMarks(folder, "sample")).toThrow(sentence);
    await expect(changeMarks(folder, "sample", "train", [[1, "fine"]])).rejects.toThrow(sentence);
    expect(readFileSync(path, "utf8")).toBe(content);
  }
});

test.each([
  ["with a byte-order mark", "\ufeff"],
  ["without one", ""],
])("a file in UTF-16 %s is refused with that as the reason", async (_, mark) => {
  const path = join(folder, marksFile("sample"));
  writeFileSync(path, mark + encodeMarks(noMarks), "utf16le");
  const sentence = `${path} is UTF-16 text; save it as UTF-8.`;
  expect(() => readMarks(folder, "sample")).toThrow(sentence);
  await expect(changeMarks(folder, "sample", "train", [[1, "fine"]])).rejects.toThrow(sentence);
});

test.skipIf(process.platform === "win32")(
  "a link in the place of the file is refused until a copy is there",
  async () => {
    const path = join(folder, marksFile("sample"));
    await changeMarks(folder, "sample", "train", [[1, "badImage"]]);
    renameSync(path, `${path}-original`);
    symlinkSync(`${path}-original`, path);
    const sentence = `${path} cannot be read: it is a symbolic link; put a copy of what it stands for in its place, or remove it if it leads nowhere.`;
    expect(() => readMarks(folder, "sample")).toThrow(sentence);
    rmSync(path);
    linkSync(`${path}-original`, path);
    expect(() => readMarks(folder, "sample")).toThrow(
      /\(a hard link, .*\); put a copy of it in its place\.$/,
    );
    copyFileSync(path, `${path}-copy`);
    renameSync(`${path}-copy`, path);
    expect(unfitImages(readMarks(folder, "sample"))).toEqual([1]);
  },
);

test("the file of the marks does not count as a run", async () => {
  await changeMarks(folder, "sample", "train", [[1, "fine"]]);
  expect(await new RunStore(folder).list()).toEqual({ runs: [], refused: [] });
});

test("training images with a wrong label and bad ones are unfit, ascending", () => {
  const marks = withMarks(noMarks, "train", [
    [10, "badImage"],
    [9, "wrongLabel"],
    [8, "fine"],
  ]);
  expect(unfitImages(withMarks(marks, "test", [[1, "badImage"]]))).toEqual([9, 10]);
});

test("the marks as CSV have a line for each image", () => {
  const marks = withMarks(withMarks(noMarks, "train", [[10, "badImage"]]), "test", [[1, "fine"]]);
  expect([...marksCsv(marks)].join("")).toBe("set,index,mark\r\ntest,1,fine\r\ntrain,10,badImage\r\n");
});

test("marks as CSV are read as they were written, also as a spreadsheet saves them", () => {
  const marks = withMarks(withMarks(noMarks, "train", [[10, "badImage"]]), "test", [[1, "fine"]]);
  expect(parseMarksCsv([...marksCsv(marks)].join(""))).toEqual(marks);
  expect(parseMarksCsv('"set","index","mark"\n"test","1","fine"\n\ntrain, 10 ,badImage')).toEqual(marks);
  for (const separator of [";", "\t"])
    expect(parseMarksCsv([...marksCsv(marks)].join("").replaceAll(",", separator))).toEqual(marks);
  for (const separator of [";", "\t", ","])
    expect(
      parseMarksCsv(`sep=${separator}\r\n${[...marksCsv(marks)].join("").replaceAll(",", separator)}`),
    ).toEqual(marks);
  expect(parseMarksCsv("Set;INDEX;mark\r\ntest;1;fine\r\n;;\r\ntrain;10;badImage\r\n;;\r\n")).toEqual(marks);
  expect(parseMarksCsv("set,index,mark")).toEqual(noMarks);
});

test("a text file of a user is read as UTF-8, or as UTF-16 with a byte-order mark", () => {
  const text = "set,index,mark\r\n정";
  const swapped = Buffer.from(`\ufeff${text}`, "utf16le").swap16();
  for (const bytes of [
    Buffer.from(text),
    Buffer.from(`\ufeff${text}`),
    Buffer.from(`\ufeff${text}`, "utf16le"),
    swapped,
  ])
    expect(userTextOf(bytes)).toBe(text);
});

test.each([
  ["", 'line 1 must be set,index,mark, not ""'],
  ["train,1,fine", 'line 1 must be set,index,mark, not "train,1,fine"'],
  ["set,index,mark\nvalidation,1,fine", "line 2 must have "],
  ["set,index,mark\r\ntrain,1,fine\r\n\r\ntrain,-1,fine", "line 4 must have "],
  ["set,index,mark\ntrain,01,fine", "line 2 must have "],
  ["set,index,mark\ntrain,1.5,fine", "line 2 must have "],
  [
    "set,index,mark\ntrain,1,good",
    'must have test or train, a number of an image from 0, and wrongLabel, badImage or fine, not "train,1,good"',
  ],
  ["set;index;mark\r\ntrain;1;wrong label", 'not "train;1;wrong label"'],
  ['set,index,mark\n"train","1","good"', String.raw`not "\"train\",\"1\",\"good\""`],
  ["sep=;\nset;index;mark\ntrain;1;good", "line 3 must have test or train, "],
  ["sep=;\nset,index,mark", 'line 2 must be set;index;mark, not "set,index,mark"'],
  ["sep=;", 'line 2 must be set;index;mark, not ""'],
  ["set,index,mark\ntrain,1,fine,why", "line 2 must have "],
  ["set,index,mark\ntrain,1", "line 2 must have "],
  [
    "set,index,mark\ntrain,1,fine\ntrain,1,fine\ntrain,1,badImage",
    "line 4 gives an image the mark badImage that has fine from a line before",
  ],
])("of the marks as CSV %j, the first bad line is named", (text, message) => {
  expect(() => parseMarksCsv(text)).toThrow(message);
});

test("a run leaves out the images that its configuration names and those marked as unfit when it starts", async () => {
  await changeMarks(folder, "fashion-mnist", "train", [
    [30, "badImage"],
    [4, "wrongLabel"],
    [5, "fine"],
  ]);
  const own = resolveRunConfig({ dataset: { exclude: [30, 7] } });
  expect(withoutUnfit(own, folder)).toEqual({ ...own, dataset: { ...own.dataset, exclude: [4, 7, 30] } });
  writeFileSync(join(folder, marksFile("fashion-mnist")), "{");
  expect(() => withoutUnfit(own, folder)).toThrow("no marks are read");
});
