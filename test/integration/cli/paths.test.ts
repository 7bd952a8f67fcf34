import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, writeFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { removeFolder } from "../../support/removeFolder";
import { cliPath, parseLines, runCli, trainSample } from "./runCli";

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "paths-")));
  mkdirSync(join(folder, "home"));
  mkdirSync(join(folder, "here"));
});
afterEach(() => removeFolder(folder));

const small = [...trainSample, "--epochs", "1", "--limit-train-batches", "2"];
/** Part of the message that refuses to resume a run after its last epoch. The message shows that the run was found. */
const hasAllEpochs = (id: string) => `The run ${id} has done all its epochs`;
const at = (...names: string[]) => join(folder, ...names);
const here = () => at("here");
const run = (args: string[], environment: Record<string, string> = {}) =>
  runCli(args, here(), { HOME: at("home"), ...environment });
const refused = async (args: string[], environment?: Record<string, string>) => {
  const { code, stdout, stderr } = await run(args, environment);
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr.trimEnd().split("\n")).toHaveLength(1);
  expect(readdirSync(here())).toEqual([]);
  return stderr.trimEnd().replaceAll(folder, "FOLDER");
};

// biome-ignore-start lint/suspicious/noTemplateCurlyInString: VS Code's variables
/** Options that run the command as the user "nobody" if this user is root, for whom a folder's mode has no effect. */
const nobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

test.runIf(process.platform === "linux")(
  "a relative path in XDG_CACHE_HOME is ignored, and no folder is made in the current folder",
  async () => {
    const options = [...small, "--runs", at("runs")];
    expect(await run(options, { XDG_CACHE_HOME: "~/c" })).toMatchObject({ code: 0, stderr: "" });
    expect(readdirSync(here())).toEqual([]);
    expect(readdirSync(at("home", ".cache"))).toEqual(["fitting-room"]);
  },
);

test.runIf(process.platform !== "win32").each(["", "h"])(
  "~ is the user's home folder where HOME is %j",
  async (HOME) => {
    const home = join(userInfo().homedir, "no-runs-are-here");
    const message = `There is no folder ${home}; --runs must be the path of one that holds runs.\n`;
    expect(await run(["runs", "--runs=~/no-runs-are-here"], { HOME })).toMatchObject({
      code: 2,
      stderr: message,
    });
  },
);

describe("a path in an option that the shell did not expand", () => {
  test.each([
    ["~/fits", "home/fits"],
    ["${userHome}/fits", "home/fits"],
    ["${env:FITS}/x", "home/y/x"],
    ["fits", "here/fits"],
    ["./~bob", "here/~bob"],
  ])("%s is %s", async (written, path) => {
    const { code } = await run([...small, `--runs=${written}`], { FITS: at("home", "y") });
    expect(code).toBe(0);
    const runs = readdirSync(at(path)).filter((name) => !name.startsWith("."));
    expect(runs).toHaveLength(1);
    expect(readdirSync(here())).toEqual(
      path.startsWith("here/") ? [path.slice("here/".length).split("/")[0]] : [],
    );
    const resumed = await run(["resume", runs[0]!, `--runs=${written}`], { FITS: at("home", "y") });
    expect(resumed.stderr).toContain(hasAllEpochs(runs[0]!));
  });

  test("names a run to resume", async () => {
    await run([...small, "--runs=~/fits"]);
    const [id] = readdirSync(at("home", "fits")).filter((name) => !name.startsWith("."));
    expect((await run(["resume", `~/fits/${id}`])).stderr).toContain(hasAllEpochs(id!));
  });

  test.each([
    [[...small, "--runs=~bob/x"], "--runs begins with ~bob, and only ~ alone stands for a home folder"],
    [
      ["runs", "--runs=${env:NOT_SET}"],
      "--runs holds ${env:NOT_SET}, and the environment variable NOT_SET is not set.",
    ],
    [
      ["train", "--data=${workspaceFolder}/x"],
      "--data holds ${workspaceFolder}, and there is no workspace in a terminal",
    ],
    [["train", "--data", ""], '--data must be a path, not "".'],
    [["resume", "x", "--data="], '--data must be a path, not "".'],
    [["fork", "x", "--checkpoint=${foo}"], "--checkpoint holds ${foo}, a variable that cannot be used here"],
  ])("%j is refused by name, and no folder and no run is made", async (args, why) => {
    expect(await refused(args)).toContain(why);
  });
});
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: VS Code's variables

describe("--data that cannot be used ends with 2, and makes no run:", () => {
  const advice = "; choose a folder that holds Fashion-MNIST's four files, or none to have them downloaded.";

  test("a folder that does not exist", async () => {
    expect(await refused(["train", "--data", "../nowhere"])).toBe(
      `--data cannot be used: The data set folder FOLDER/nowhere does not exist${advice}`,
    );
  });

  test("a file", async () => {
    writeFileSync(at("file"), "");
    expect(await refused(["train", "--data", "../file"])).toBe(
      `--data cannot be used: The data set location FOLDER/file is a file, not a folder${advice}`,
    );
  });

  test("the address of a folder, which stands for its path", async () => {
    expect(await refused(["train", "--data", `${pathToFileURL(at("no where"))}`])).toBe(
      `--data cannot be used: The data set folder FOLDER/no where does not exist${advice}`,
    );
  });

  test("a folder of another format", async () => {
    mkdirSync(at("csv"));
    writeFileSync(at("csv", "fashion-mnist_train.csv"), "label,pixel1");
    expect(await refused(["train", "--data", "../csv"])).toContain(
      "CSV files (such as fashion-mnist_train.csv), which cannot be read",
    );
  });

  test("for a resumed run, whose log stays unchanged", async () => {
    const { stdout } = await run([...small, "--json", "--runs", "../runs"]);
    const [id] = readdirSync(at("runs")).filter((name) => !name.startsWith("."));
    expect(
      await refused(["resume", id!, "--runs", "../runs", "--epochs", "2", "--data", "../nowhere"]),
    ).toContain("which is built in");
    const listed = await run(["runs", "--json", "--runs", "../runs"]);
    expect(JSON.parse(listed.stdout)).toMatchObject({ status: "finished" });
    expect(parseLines(stdout).at(-1)).toMatchObject({ type: "ended", status: "finished" });
  });

  test.skipIf(process.platform === "win32").each([
    ["that may not be read", ["closed"], "closed"],
    ["below one that may not be searched", ["closed", "inner"], "closed"],
    ["with one of torchvision's folders that may not be searched", [], "closed"],
  ])("a folder %s is reported as a refused permission, not as missing", async (_, names, culprit) => {
    chmodSync(folder, 0o755);
    mkdirSync(at("data", "FashionMNIST"), { recursive: true });
    mkdirSync(at("data", "closed", "inner"), { recursive: true });
    if (names.length === 0) mkdirSync(at("data", "closed", "FashionMNIST"));
    chmodSync(at("data", "closed"), 0o000);
    try {
      const { code, stderr } = await runCli(["train", "--data", at("data", ...names)], here(), {}, nobody);
      expect(stderr).toBe(
        `--data cannot be used: The data set folder ${at("data", ...names)} cannot be read: permission is denied (EACCES) on ${at("data", culprit)}${advice}\n`,
      );
      expect(code).toBe(2);
    } finally {
      chmodSync(at("data", "closed"), 0o755);
    }
  });
});

test.skipIf(process.platform === "win32")(
  "a folder for runs below one that may not be searched is reported as a refused permission, not as missing",
  async () => {
    chmodSync(folder, 0o755);
    mkdirSync(at("closed", "runs"), { recursive: true });
    chmodSync(at("closed"), 0o000);
    try {
      const { code, stdout, stderr } = await runCli(
        ["runs", "--runs", at("closed", "runs")],
        here(),
        {},
        nobody,
      );
      expect(stderr).toBe(
        `The runs folder ${at("closed", "runs")} cannot be read (permission is denied, EACCES); allow your user to read it.\n`,
      );
      expect(stdout).toBe("");
      expect(code).toBe(1);
    } finally {
      chmodSync(at("closed"), 0o755);
    }
  },
);

test("the largest seed is recorded exactly", async () => {
  const { code, stdout } = await run([...small, "--json", "--seed", "18446744073709551615"]);
  expect(code).toBe(0);
  expect(parseLines(stdout)[0]).toMatchObject({ config: { seed: "18446744073709551615" } });
  const runs = join(here(), ".fitting-room/runs");
  const [id] = readdirSync(runs).filter((name) => !name.startsWith("."));
  const resumed = await run(["resume", id!, "--epochs", "2", "--json"]);
  expect(resumed.code).toBe(0);
  expect(parseLines(resumed.stdout)[0]).toMatchObject({
    type: "resumed",
    config: { seed: "18446744073709551615" },
  });
});

test
  .skipIf(process.platform === "win32")
  .each([
    ["runs"],
    ["runs --runs /"],
    ["train --sample"],
    ["train --sample --runs /runs"],
    ["resume /run"],
    ["fork /run"],
  ])("a current folder that is gone is named by %s", async (command) => {
  const gone = at("gone");
  mkdirSync(gone);
  const script = 'rmdir "$PWD"; exec "$@"';
  const args = ["-c", script, "sh", process.execPath, cliPath, ...command.split(" ")];
  const { status, stdout, stderr } = spawnSync("sh", args, { cwd: gone, encoding: "utf8" });
  expect({ status, stdout, stderr }).toEqual({
    status: 2,
    stdout: "",
    stderr: "The current folder is gone; change to another one.\n",
  });
});

describe.runIf(process.platform === "linux")("a name that is no valid UTF-8 is refused as", () => {
  /** Runs a script of the shell in which FIT is the command line and `$x` a folder whose name is the bytes x, 255. */
  const withBytes = (script: string) => {
    const all = `x=$(printf 'x\\377'); mkdir "$x" 2>/dev/null; ${script}`;
    const { status, stdout, stderr } = spawnSync(
      "sh",
      ["-c", all.replace("FIT", `"${process.execPath}" "${cliPath}"`)],
      { cwd: here(), encoding: "utf8" },
    );
    expect(readdirSync(here(), "buffer")).toEqual([Buffer.from([0x78, 0xff])]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    return stderr.replaceAll(here(), "HERE");
  };

  test.each([
    ["--runs", 'runs --runs "$x/runs"'],
    ["--runs", 'train --sample --runs "$x"'],
    ["--data", 'train --data "$x"'],
    ["--exclude", 'train --sample --exclude "$x/a.csv"'],
    ["--output", 'export --output "$x/a.csv"'],
    ["The image", 'predict a "$x/a.png"'],
  ])("the path of %s, by %s", (named, args) => {
    expect(withBytes(`FIT ${args}`)).toBe(
      `${named} leads to HERE/x\ufffd, whose name is no valid UTF-8; rename it.\n`,
    );
  });

  test("the name of a new file", () => {
    expect(withBytes('FIT export --output "../$x.csv"')).toBe(
      `--output leads to ${at("x\ufffd.csv")}, whose name is no valid UTF-8; rename it.\n`,
    );
    expect(readdirSync(folder).sort()).toEqual(["here", "home"]);
  });

  test("the folder of a run", () => {
    expect(withBytes('FIT resume "$x/a"')).toBe(
      "The run in HERE/x\ufffd is not opened: the name of its folder is no valid UTF-8; rename it.\n",
    );
  });

  test.each(["runs", "train --sample", "runs --runs /"])("the current folder, by %s", (args) => {
    expect(withBytes(`cd "$x"; FIT ${args}`)).toBe(
      "The current folder cannot be used: the name of HERE/x\ufffd is no valid UTF-8; rename it.\n",
    );
  });
});

test.each(["runs", "star a", "train --sample", "resume a", "fork a", "evaluate a", "marks"])(
  "%s refuses a file as the folder of runs",
  async (command) => {
    writeFileSync(at("file"), "");
    for (const [given, path] of [
      ["../file", "FOLDER/file"],
      ["../file/runs", "FOLDER/file/runs"],
    ] as const)
      expect(await refused([...command.split(" "), "--runs", given])).toBe(
        `${path} is no folder; --runs must be the path of one.`,
      );
  },
);
