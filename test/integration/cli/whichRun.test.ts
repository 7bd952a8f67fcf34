import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { removeFolder } from "../../support/removeFolder";
import { RunFolder } from "../../unit/host/runFolder";
import { checkpoint, dataset, ended, started } from "../../unit/runs/exampleEvents";
import { runCli } from "./runCli";

/** The ids of two runs that were made in the same second. */
const [first, second] = ["2026-01-01_00-00-01", "2026-01-01_00-00-01_2"];
/** Options that run the command as the user "nobody" if this user is root, for whom file modes have no effect. */
const nobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "which-run-"));
  chmodSync(folder, 0o755);
  if (nobody.uid) chownSync(folder, nobody.uid, nobody.gid);
  for (const [index, id] of [first, second].entries()) {
    const run = new RunFolder(folder, id!, index).append(started, ended("finished"));
    if (nobody.uid)
      for (const path of [run.folder, ...readdirSync(run.folder).map((name) => join(run.folder, name))])
        chownSync(path, nobody.uid, nobody.gid);
  }
});

afterEach(() => removeFolder(folder));

const run = (...args: string[]) => runCli([...args, "--runs", folder], folder, {}, nobody);

describe("an id of a run that is not there names no other run", () => {
  test("that was made in the same second", async () => {
    expect((await run("delete", first)).code).toBe(0);
    for (const command of ["delete", "star", "evaluate", "resume"]) {
      const { code, stderr } = await run(command, first);
      expect(stderr).toBe(`${first} is in the trash; restore --runs ${folder} ${first} brings it back.\n`);
      expect(code).toBe(2);
    }
    expect(readdirSync(folder)).toContain(second);
    expect((await run("star", "2026-01-01_00-00")).stdout).toContain(second);
  });

  test("of the trash", async () => {
    expect((await run("delete", first, second)).code).toBe(0);
    expect((await run("restore", first)).code).toBe(0);
    const { code, stderr } = await run("restore", first);
    expect(stderr).toBe(`There is no run ${first} in the trash of ${folder}.\n`);
    expect(code).toBe(2);
    expect(readdirSync(join(folder, ".trash"))).toEqual([second]);
  });
});

test("a run elsewhere is not deleted from a folder that has no runs folder", async () => {
  const here = mkdtempSync(join(tmpdir(), "elsewhere-"));
  try {
    expect(await runCli(["delete", join(folder, first)], here)).toEqual({
      code: 2,
      stdout: "",
      stderr: `${join(folder, first)} is not in the runs folder ${join(realpathSync(here), ".fitting-room/runs")}; name its folder with --runs.\n`,
    });
  } finally {
    removeFolder(here);
  }
});

describe.skipIf(process.platform === "win32")(
  "files that the user has no permission to see are not reported as missing:",
  () => {
    test("a run", async () => {
      chmodSync(join(folder, first), 0o000);
      try {
        for (const command of ["delete", "star", "evaluate", "resume", "fork", "export"]) {
          const { code, stderr } = await run(command, first);
          expect(stderr).toBe(
            `The run in ${join(folder, first)} cannot be read (permission is denied, EACCES); allow your user to read it.\n`,
          );
          expect(code).toBe(1);
        }
      } finally {
        chmodSync(join(folder, first), 0o755);
      }
      expect(readdirSync(folder).sort()).toEqual([first, second]);
    });

    test.each(["checkpoints", "evaluation"])("a run's folder %s, which is named", async (name) => {
      const inner = join(folder, first, name);
      mkdirSync(inner, { mode: 0o000 });
      chmodSync(inner, 0o000);
      for (const command of ["star", "evaluate", "inspect", "resume", "export"]) {
        const { code, stderr } = await run(command, first);
        const labelled = command === "star";
        expect(stderr).toBe(
          labelled
            ? ""
            : `The run in ${join(folder, first)} cannot be read: its folder ${name} cannot be opened (permission is denied, EACCES); allow your user to read it.\n`,
        );
        expect(code).toBe(labelled ? 0 : 1);
      }
    });

    test("a run's labels", async () => {
      const labels = join(folder, first, "labels.json");
      writeFileSync(labels, '{"format":1,"note":"kept"}');
      chmodSync(labels, 0o000);
      const { code, stderr } = await run("star", first);
      expect(stderr).toBe(
        `Nothing is written to ${labels}, since it cannot be read (permission is denied, EACCES); allow your user to read it.\n`,
      );
      expect(code).toBe(1);
      expect(readFileSync(labels, "utf8")).toBe('{"format":1,"note":"kept"}');
      // The run with this name could be the one whose labels cannot be read.
      expect(await run("evaluate", "brisk-linen")).toMatchObject({
        code: 2,
        stderr: `There is no run in ${join(folder, "brisk-linen")}, and another run may have that name: ${labels} cannot be read (permission is denied, EACCES); allow your user to read it.\n`,
      });
    });

    test("a run's log, which is to be made readable", async () => {
      const log = join(folder, first, "events.jsonl");
      chmodSync(log, 0o000);
      for (const args of [
        ["resume", first, "--epochs", "9"],
        ["evaluate", first],
        ["fork", first],
      ])
        expect(await run(...args)).toEqual({
          code: 1,
          stdout: "",
          stderr: `The run in ${join(folder, first)} cannot be read: events.jsonl cannot be opened (permission is denied, EACCES); allow your user to read it.\n`,
        });
    });

    test("a run's weights, which are to be made readable", async () => {
      const weights = join(folder, first, "model.safetensors");
      const end = { ...checkpoint(1), file: "model.safetensors", reason: "end" as const };
      const { log } = new RunFolder(folder, "trained", 3).append(started, dataset, checkpoint(1), end);
      renameSync(log, join(folder, first, "events.jsonl"));
      writeFileSync(weights, "");
      chmodSync(weights, 0o000);
      expect(await run("inspect", first)).toMatchObject({
        code: 1,
        stderr: `The weights in ${weights} cannot be used: permission is denied, EACCES; allow your user to read that file.\n`,
      });
    });

    test("a checkpoint, whose reason is in words", async () => {
      const inner = join(folder, first, "checkpoints");
      mkdirSync(inner);
      const file = join(inner, "step-000004.safetensors");
      writeFileSync(file, "");
      chmodSync(file, 0o000);
      const { code, stderr } = await run("resume", first, "--epochs", "9");
      expect(stderr).toContain(`The checkpoint ${file} cannot be used: permission is denied, EACCES`);
      expect(code).toBe(1);
    });

    test("a run's log", async () => {
      const log = join(folder, first, "events.jsonl");
      chmodSync(log, 0o000);
      const { code, stderr } = await run("suspects", first);
      expect(stderr).toMatch(/permission is denied, EACCES/);
      expect(code).toBe(1);
    });

    test("the runs folder", async () => {
      chmodSync(folder, 0o000);
      try {
        for (const command of ["delete", "star", "evaluate", "resume", "fork", "export"]) {
          const { code, stderr } = await runCli([command, first, "--runs", folder], tmpdir(), {}, nobody);
          expect(stderr).toBe(
            `The runs folder ${folder} cannot be read (permission is denied, EACCES); allow your user to read it.\n`,
          );
          expect(code).toBe(1);
        }
      } finally {
        chmodSync(folder, 0o755);
      }
    });
  },
);

describe("a wrong runs folder", () => {
  test("that is the folder of a run is refused, and the right one is named", async () => {
    const path = join(folder, first);
    for (const args of [["runs"], ["empty-trash"], ["train", "--sample"]]) {
      const { code, stdout, stderr } = await runCli([...args, "--runs", path], folder, {}, nobody);
      expect({ code, stdout, stderr }).toEqual({
        code: 2,
        stdout: "",
        stderr: `${path} belongs to a run; choose the folder ${realpathSync(folder)}, which holds the run.\n`,
      });
    }
  });

  test.skipIf(process.platform === "win32")(
    "that is a link that leads nowhere is named as that",
    async () => {
      const link = join(folder, "link");
      symlinkSync(join(folder, "nothing"), link);
      const { code, stderr } = await runCli(["runs", "--runs", link], folder, {}, nobody);
      expect(stderr).toBe(
        `The runs folder ${link} is a link that leads nowhere; connect the disk that it leads to, or choose another folder.\n`,
      );
      expect(code).toBe(2);
    },
  );

  test("that would be in the folder of a run, where the command is started, is refused", async () => {
    const path = realpathSync(join(folder, first));
    writeFileSync(join(path, "model.safetensors"), "");
    const inner = join(path, ".fitting-room/runs");
    for (const args of [
      ["train", "--sample"],
      ["fork", "."],
    ]) {
      const { code, stderr } = await runCli(args, path);
      expect(stderr).toBe(
        `${inner} belongs to a run; choose the folder ${realpathSync(folder)}, which holds the run.\n`,
      );
      expect(code).toBe(2);
    }
    expect(readdirSync(path)).not.toContain(".fitting-room");
  });

  test("that is the parent of the right one is reported, and the right one is named", async () => {
    const inner = join(folder, "my runs");
    mkdirSync(inner);
    for (const id of [first, second]) renameSync(join(folder, id), join(inner, id));
    for (const args of [["runs"], ["runs", "--json"], ["export", "--format", "json"]]) {
      const { code, stderr } = await run(...args);
      expect({ code, stderr }).toEqual({
        code: 0,
        stderr: `There are no runs in ${folder}, but ${inner} holds runs; name it with --runs '${inner}'.\n`,
      });
    }
  });
});

test("a run is found by its name in the other Unicode form, and no other run gets this name", async () => {
  expect((await run("rename", first, "실험".normalize("NFD"))).code).toBe(0);
  expect((await run("star", "실험")).stdout).toContain(first);
  const { code, stderr } = await run("rename", second, "실험");
  expect(stderr).toBe(`The name 실험 belongs to the run ${first}; choose another one.\n`);
  expect(code).toBe(1);
});

const folders = (): Record<string, string> => ({
  runs: folder,
  trash: join(folder, ".trash"),
  run: join(folder, second),
});

test.skipIf(process.platform === "win32").each([
  ["runs", "delete", `The run in RUN cannot be deleted (DENIED); make RUNS writable.`],
  ["trash", "delete", `The run in RUN cannot be deleted (DENIED); make TRASH writable.`],
  ["run", "delete", `The run in RUN cannot be deleted (DENIED); make it writable.`],
  ["trash", "restore", `The run ID cannot be restored (DENIED); make TRASH writable.`],
  ["run", "note", `RUN/labels.json cannot be written (DENIED); make RUN writable.`],
])("the folder %s that may not be written is named by %s", async (name, command, message) => {
  expect((await run("delete", first)).code).toBe(0);
  const { runs, trash, run: path, [name]: denied } = folders();
  chmodSync(denied!, 0o555);
  try {
    const id = command === "restore" ? first : second;
    const { code, stderr } = await run(command, id, ...(command === "note" ? ["A note."] : []));
    const shown = stderr
      .replace("permission is denied, EACCES", "DENIED")
      .replaceAll(path!, "RUN")
      .replaceAll(trash!, "TRASH")
      .replaceAll(runs!, "RUNS")
      .replaceAll(first, "ID");
    expect({ code, shown }).toEqual({ code: 1, shown: `${message}\n` });
  } finally {
    chmodSync(denied!, 0o755);
  }
});

describe("the trash", () => {
  const inTrash = (...names: string[]) => join(folder, ".trash", ...names);

  test.skipIf(process.platform === "win32")("has a run that may not be read, and is not empty", async () => {
    expect((await run("delete", first)).code).toBe(0);
    chmodSync(inTrash(first), 0o000);
    try {
      const emptied = await run("empty-trash");
      expect(emptied.stderr).toBe(
        `The run ${first} cannot be removed (permission is denied, EACCES); make it writable.\n`,
      );
      expect(emptied.code).toBe(1);
      const restored = await run("restore", first);
      expect(restored.stderr).toBe(
        `The run ${first} cannot be restored (permission is denied, EACCES); make it writable.\n`,
      );
      expect(restored.code).toBe(1);
    } finally {
      chmodSync(inTrash(first), 0o755);
    }
  });

  test("keeps the remaining files of a run whose removal was interrupted until the trash is emptied", async () => {
    expect((await run("delete", first)).code).toBe(0);
    mkdirSync(inTrash(first, "checkpoints"));
    for (const name of ["run.json", "events.jsonl"]) rmSync(inTrash(first, name));
    mkdirSync(inTrash("mine"));
    writeFileSync(inTrash("mine", "file"), "");
    const restored = await run("restore", first);
    expect(restored.stderr).toBe(
      `The run ${first} cannot be restored (run.json and events.jsonl are missing there).\n`,
    );
    expect(restored.code).toBe(1);
    expect(await run("empty-trash")).toEqual({
      code: 0,
      stdout: `${first} is removed: ${first}\n`,
      stderr: "",
    });
    expect(readdirSync(inTrash())).toEqual(["mine"]);
  });

  test("gives back a run that is named by its folder there", async () => {
    for (const named of [inTrash(first), `${first}/`, join(".trash", first), `${inTrash(first)}/`]) {
      expect((await run("delete", first)).code).toBe(0);
      const { stderr, stdout } = await run("restore", named);
      expect({ stderr, stdout }).toEqual({ stderr: "", stdout: `Run ${first} is restored: ${first}\n` });
    }
    expect(await run("restore", inTrash(first))).toMatchObject({
      code: 2,
      stderr: `There is no run ${inTrash(first)} in the trash of ${folder}.\n`,
    });
  });

  test("holds runs that no command changes, and they are read", async () => {
    expect((await run("delete", first)).code).toBe(0);
    const log = readFileSync(inTrash(first, "events.jsonl"));
    const entries = readdirSync(inTrash(first));
    for (const [command, ...values] of [
      ["resume", "--epochs", "9"],
      ["rename", "x"],
      ["tag", "--add", "x"],
      ["note", "x"],
      ["star"],
      ["archive"],
      ["delete"],
    ] as const)
      expect(await run(command, inTrash(first), ...values)).toEqual({
        code: 2,
        stdout: "",
        stderr: `${inTrash(first)} is in the trash; restore --runs ${realpathSync(folder)} ${first} brings it back.\n`,
      });
    expect(readFileSync(inTrash(first, "events.jsonl"))).toEqual(log);
    expect(readdirSync(inTrash(first))).toEqual(entries);
    expect((await run("export", inTrash(first))).code).toBe(0);
  });

  test.skipIf(process.platform === "win32")("takes a run of a runs folder that a link names", async () => {
    const link = `${folder}-link`;
    symlinkSync(folder, link);
    const { code, stderr } = await runCli(
      ["delete", join(folder, first), "--runs", link],
      tmpdir(),
      {},
      nobody,
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    rmSync(link);
  });
});
