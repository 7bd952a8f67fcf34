import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, cpSync, existsSync, mkdtempSync, openSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { foldEvents } from "../../../src/runs/applyEvent";
import { removeFolder } from "../../support/removeFolder";
import { cliPath, parseLines, shellCode, trainSample } from "./runCli";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "output-"));
});
afterEach(() => removeFolder(folder));

const short = [...trainSample, "--limit-train-batches", "5", "--epochs", "20"];
const endless = short.with(-1, "10000");

const recordedRun = join(import.meta.dirname, "../../fixtures/format-1/2026-11-28_08-49-05");

function recorded() {
  const runs = join(folder, ".fitting-room/runs");
  const [run] = readdirSync(runs).filter((name) => !name.startsWith("."));
  return foldEvents(parseLines(readFileSync(join(runs, run!, "events.jsonl"), "utf8")));
}

/**
 * Runs the command line with its stdout on a device that is always full.
 * @param during called with the process after its start
 */
async function intoFullDisk(args: string[], during?: (child: ChildProcess) => Promise<void>) {
  const full = openSync("/dev/full", "w");
  const child = spawn(process.execPath, [cliPath, ...args], { cwd: folder, stdio: ["ignore", full, "pipe"] });
  closeSync(full);
  let stderr = "";
  child.stderr!.on("data", (text) => {
    stderr += text;
  });
  const closed = once(child, "close");
  await during?.(child);
  const [code] = await closed;
  return { code, stderr };
}

// Only Linux has /dev/full.
describe.runIf(process.platform === "linux")("output that cannot be written", () => {
  const told =
    /^The output of the command that trains cannot be written \(the disk is full, ENOSPC\)\. The run keeps everything: \S+$/m;

  test.each([[[]], [["--json"]]])("does not end a run: train %s", async (options) => {
    const { code, stderr } = await intoFullDisk([...short, ...options]);
    expect(code).toBe(1);
    expect(stderr).toMatch(told);
    const { status, epochs, weights } = recorded();
    expect([status, epochs.length, weights]).toEqual(["finished", 20, "model.safetensors"]);
  });

  test("is a warning of the run that goes on", async () => {
    const { stderr } = await intoFullDisk(endless, async (child) => {
      await expect.poll(() => recorded().warnings).toHaveLength(1);
      const { length } = recorded().epochs;
      await expect.poll(() => recorded().epochs.length).toBeGreaterThan(length);
      child.kill("SIGINT");
    });
    expect(stderr.split("\n")[0]).toMatch(told);
    const { status, warnings, weights } = recorded();
    expect([status, weights]).toEqual(["stopped", "model.safetensors"]);
    expect(warnings).toEqual([
      "The output of the command that trains could not be written (the disk is full, ENOSPC); the run itself is whole.",
    ]);
  });

  test.each([[["runs"]], [["runs", "--json"]], [["--help"]], [["train", "--help"]], [["--version"]]])(
    "makes a command fail: %s",
    async (args) => {
      cpSync(recordedRun, join(folder, ".fitting-room/runs", basename(recordedRun)), { recursive: true });
      expect(await intoFullDisk(args)).toEqual({
        code: 1,
        stderr: "The output could not be written (the disk is full, ENOSPC).\n",
      });
    },
  );
});

// The exit codes are 130 and 141: 128 plus the number of SIGINT or SIGPIPE, as usual on Unix but not on Windows.
describe.skipIf(process.platform === "win32")("a reader that closes the pipe", () => {
  /** Runs the command line and closes the pipe of its stdout when `until` was read, or at once without `until`. */
  async function leaving(args: string[], until?: string) {
    const child = spawn(process.execPath, [cliPath, ...args], {
      cwd: folder,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stderr = "";
    child.stderr.on("data", (text) => {
      stderr += text;
    });
    if (until === undefined) child.stdout.destroy();
    else {
      let stdout = "";
      child.stdout.on("data", (text) => {
        stdout += text;
        if (stdout.includes(until)) child.stdout.destroy();
      });
    }
    const [code] = await once(child, "close");
    return { code, stderr };
  }

  test("stops a training, with its weights", async () => {
    expect(await leaving(endless, "Epoch 2\n")).toEqual({ code: 130, stderr: "" });
    expect(recorded()).toMatchObject({ status: "stopped", weights: "model.safetensors", warnings: [] });
  });

  test("ends a listing with the exit code of SIGPIPE", async () => {
    expect(await leaving(["runs"])).toEqual({ code: 141, stderr: "" });
  });

  test.runIf(existsSync("/dev/stdout"))(
    "ends an export to the path of that pipe with the same exit code",
    async () => {
      cpSync(recordedRun, join(folder, ".fitting-room/runs", basename(recordedRun)), { recursive: true });
      const afterReader = 'trap "" PIPE; while echo; do :; done 2>/dev/null; "$@"; echo "code $?" >&2';
      const args = [process.execPath, cliPath, "export", "--output", "/dev/stdout"];
      const { stderr } = await promisify(execFile)(
        "bash",
        ["-c", `{ ${afterReader}; } | true`, "bash", ...args],
        { cwd: folder },
      );
      expect(stderr).toBe("code 141\n");
    },
  );
});

// The command line recognizes a closed stream by how the stream was opened, which only Linux shows.
describe.runIf(process.platform === "linux")("a stream that a shell has closed", () => {
  const execute = promisify(execFile);
  /** Runs the command line in a shell, which then adds a line with the exit code to the returned stdout. */
  const inShell = async (command: string) => {
    const script = `"${process.execPath}" "${cliPath}" ${command}; echo "code $?" >&3`;
    const { stdout, stderr } = await execute("sh", ["-c", `exec 3>&1; ${script}`], { cwd: folder });
    return { stdout, stderr };
  };
  const unwritten = "The output could not be written (it is closed, EBADF).\n";

  test.each(["runs", "runs --json", "export", "marks", "--version", "train --help"])(
    "makes %s fail where it is stdout",
    async (command) => {
      expect(await inShell(`${command} >&-`)).toEqual({ stdout: "code 1\n", stderr: unwritten });
    },
  );

  test("changes nothing where it is stderr, or where the output is discarded", async () => {
    const { stdout } = await inShell("runs 2>&-");
    expect(stdout).toMatch(/^There are no runs in .*\ncode 0\n$/);
    expect(await inShell("runs >/dev/null")).toEqual({ stdout: "code 0\n", stderr: "" });
    // With `ignore`, as with `DEVNULL` in Python, the command's stdout is /dev/null, opened as Node.js opens it instead
    // of a closed stream. The shell's own stdout is the same, so the command's stdout does not count as closed.
    const script = `"${process.execPath}" "${cliPath}" runs; exit $?`;
    const child = spawn("sh", ["-c", script], { cwd: folder, stdio: ["ignore", "ignore", "ignore"] });
    expect(await once(child, "close")).toEqual([0, null]);
  });

  test("does not end a run, even where it is both", async () => {
    expect((await inShell(`${short.join(" ")} >&- 2>&-`)).stdout).toBe("code 1\n");
    const { status, epochs } = recorded();
    expect([status, epochs.length]).toEqual(["finished", 20]);
  });
});

test("a command that awaits a promise that never settles has failed, with a message", async () => {
  const never = join(import.meta.dirname, "../../faults/preload/endlessWait.cjs");
  const command = [`--require=${never}`, cliPath, "runs"];
  await expect(promisify(execFile)(process.execPath, command, { cwd: folder })).rejects.toMatchObject({
    code: 1,
    stdout: "",
    stderr: "The command ended before its work was done. Please report this.\n",
  });
});

describe.skipIf(process.platform === "win32")("SIGHUP", () => {
  test("does not end a run without a terminal, as with nohup", async () => {
    const args = [cliPath, ...endless, "--json"];
    const child = spawn("nohup", [process.execPath, ...args], { cwd: folder });
    let epochs = 0;
    let hungUpAt = Number.POSITIVE_INFINITY;
    // A process that is about to end handles no signals: a second SIGINT could kill it.
    let isStopped = false;
    let rest = "";
    child.stdout.on("data", (text) => {
      const lines = (rest + text).split("\n");
      rest = lines.pop()!;
      epochs += lines.filter((line) => line.includes('"type":"epoch"')).length;
      if (epochs > 0 && hungUpAt === Number.POSITIVE_INFINITY) {
        child.kill("SIGHUP");
        child.kill("SIGHUP");
        hungUpAt = epochs;
      } else if (!isStopped && epochs > hungUpAt + 10) isStopped = child.kill("SIGINT");
    });
    const [code, signal] = await once(child, "close");
    expect(shellCode(code, signal)).toBe(130);
    expect(recorded().status).toBe("stopped");
  });
});
