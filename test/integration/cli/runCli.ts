import { type ChildProcess, spawn } from "node:child_process";
import { constants } from "node:os";
import { join } from "node:path";
import { expect } from "vitest";
import { decodeLine } from "../../../src/runs/logLine";
import type { RunEvent } from "../../../src/runs/RunEvent";

export const cliPath = join(import.meta.dirname, "../../../dist/cli.js");

/**
 * The first arguments of a short training. The kernels are named, since a choice by speed takes time and may differ in
 * the next process. The training has one thread, since several would wait for each other on a busy machine.
 */
export const trainSample = ["train", "--sample", "--hidden", "16", "--threads", "1"].concat([
  "--kernels",
  "wasm-simd128",
]);

export interface Finished {
  /** As a shell gives it: for a process that a signal has ended, 128 plus the number of the signal. */
  code: number | null;
  stdout: string;
  stderr: string;
}

/**
 * Starts the built command line as a job of its own, as in a terminal.
 * @param environment variables beside those of this process
 * @param user default: this process's user; only root can name another one
 */
export function startCli(
  args: string[],
  cwd: string,
  environment: Record<string, string> = {},
  user: { uid?: number; gid?: number } = {},
) {
  const env = { ...process.env, ...environment };
  const child = spawn(process.execPath, [cliPath, ...args], { cwd, env, detached: true, ...user });
  return { child, finished: finished(child) };
}

export function runCli(...given: Parameters<typeof startCli>): Promise<Finished> {
  return startCli(...given).finished;
}

/** The events in the text of a log or in the output of `--json`. A damaged line fails the test. */
export function parseLines(text: string): RunEvent[] {
  const lines = text.trimEnd().split("\n");
  return lines.map((line) => decodeLine(line) ?? expect.fail(`a damaged line: ${line}`));
}

function finished(child: ChildProcess): Promise<Finished> {
  let stdout = "";
  let stderr = "";
  child.stdout?.on("data", (chunk) => {
    stdout += chunk;
  });
  child.stderr?.on("data", (chunk) => {
    stderr += chunk;
  });
  return new Promise((resolve) =>
    child.on("close", (code, signal) => resolve({ code: shellCode(code, signal), stdout, stderr })),
  );
}

/** The exit code of a process as a shell gives it, from the arguments of the event `close`. */
export function shellCode(code: number | null, signal: NodeJS.Signals | null): number | null {
  return signal === null ? code : 128 + constants.signals[signal];
}
