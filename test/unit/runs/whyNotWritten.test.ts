import {
  mkdirSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { whyNotWritten } from "../../../src/runs/whyNotWritten";
import { RunFolder } from "../host/runFolder";
import { started } from "./exampleEvents";

let base: string;
let runs: string;
beforeEach(() => {
  base = realpathSync(mkdtempSync(join(tmpdir(), "written-")));
  runs = join(base, "runs");
  mkdirSync(runs);
  new RunFolder(runs, "run", 0).append(started);
});
afterEach(() => rmSync(base, { recursive: true }));

const ofRuns = (path: string, folder = runs) =>
  `${path} belongs to the runs folder ${folder}; choose another file.`;

const own = [
  ".sample.marks.json",
  ".fashion-mnist.marks.json",
  ".sample.marks.json.lock",
  ".gitignore",
  ".gitattributes",
  ".names.lock",
  ".trash",
  ".trash/runs.csv",
  ".trash/run/runs.csv",
  ".trash/run/model.safetensors",
];

describe("a file for an export that is not written:", () => {
  test.each(own)("%s of a runs folder, whether it holds runs, deleted runs or neither", (name) => {
    expect(whyNotWritten(join(runs, name))).toBe(ofRuns(join(runs, name)));
    mkdirSync(join(runs, ".trash"));
    renameSync(join(runs, "run"), join(runs, ".trash", "run"));
    expect(whyNotWritten(join(runs, name))).toBe(ofRuns(join(runs, name)));
    const usual = join(base, ".fitting-room", "runs");
    mkdirSync(usual, { recursive: true });
    expect(whyNotWritten(join(usual, name))).toBe(ofRuns(join(usual, name), usual));
  });

  test("marks in a folder without runs", () => {
    const marks = join(base, ".sample.marks.json");
    expect(whyNotWritten(marks)).toBeUndefined();
    writeFileSync(marks, "");
    expect(whyNotWritten(marks)).toBe(ofRuns(marks, base));
  });

  test.skipIf(process.platform === "win32")(
    "a link that leads to a file of a run, or to a missing one",
    () => {
      for (const [name, target] of [
        ["to-record", "run.json"],
        ["to-nothing", "model.safetensors"],
      ] as const) {
        const link = join(base, name);
        symlinkSync(join(runs, "run", target), link);
        expect(whyNotWritten(link)).toBe(`${link} is a file of a run; choose another file.`);
      }
    },
  );
});

test.each([".gitignore", ".trash/runs.csv", "runs/runs.csv", "runs/.other.json", "runs/run/runs.csv"])(
  "%s beside a runs folder, or with a name of the user's, is written",
  (name) => {
    const path = join(base, name);
    mkdirSync(dirname(path), { recursive: true });
    expect(whyNotWritten(path)).toBeUndefined();
  },
);
