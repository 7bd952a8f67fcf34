import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

export interface ChildOptions {
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  /** Called for every line of standard output, with the time (s) since the process was started. */
  onLine?: (line: string, seconds: number) => void;
}

/**
 * Runs a program to its end.
 * @returns its standard output
 * @throws Error with a one-sentence message if the program cannot start or does not end with exit code 0
 */
export async function runChild(
  command: string,
  args: readonly string[],
  options: ChildOptions = {},
): Promise<string> {
  const { env, cwd, onLine } = options;
  const began = performance.now();
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const lines: string[] = [];
  createInterface({ input: child.stdout }).on("line", (line) => {
    onLine?.(line, (performance.now() - began) / 1000);
    lines.push(line);
  });
  let stderr = "";
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
    stderr += chunk;
  });
  const end = await new Promise<string>((resolve, reject) => {
    child.once("error", (error) => reject(new Error(`${command} could not start: ${error.message}.`)));
    child.once("close", (code, signal) => resolve(signal ? `signal ${signal}` : `exit code ${code}`));
  });
  if (end !== "exit code 0") {
    const reason = explain(stderr);
    throw new Error(`${command} ${args[0] ?? ""} failed${reason ? `: ${reason}` : ` with ${end}.`}`);
  }
  return lines.join("\n");
}

/** The last line of stderr that contains "error", or else the last line; undefined if all lines are blank. */
function explain(stderr: string): string | undefined {
  const lines = stderr.split("\n").filter((line) => line.trim() !== "");
  return (lines.findLast((line) => /error/i.test(line)) ?? lines.at(-1))?.trim();
}
