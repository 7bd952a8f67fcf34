import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { cliPath } from "./runCli";

export interface TerminalOptions {
  cwd: string;
  columns?: number;
  /** Environment variables of the command, beside this process's variables that are not in {@link read}. */
  environment?: Record<string, string>;
  /** Text after the command in the shell: redirections, further commands. */
  after?: string;
  /** Text before the command in the shell, for example `nohup`. */
  before?: string;
}

/** Environment variables on which the output of the command line depends. */
const read = ["CI", "TERM", "NO_COLOR", "FORCE_COLOR", "LC_ALL", "LC_CTYPE", "LANG", "COLUMNS"];

/** The built command line in a pseudo-terminal, made by `script`. Only Linux's `script` has the options in use. */
export class Terminal {
  static readonly isPossible = process.platform === "linux";
  /** All output, with `\e` for the escape character. */
  text = "";
  /** The exit code, once the command and its terminal are gone. */
  readonly ended: Promise<number | null>;
  private readonly script: ChildProcess;
  private readonly cwd: string;
  private check = () => {};

  constructor(args: string[], { cwd, columns = 80, environment, before = "", after = "" }: TerminalOptions) {
    this.cwd = cwd;
    const command = `${before} "${process.execPath}" "${cliPath}" ${args.join(" ")} ${after}`;
    const lines = [`stty cols ${columns} rows 24`, "tty > tty", command];
    const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !read.includes(name)));
    this.script = spawn("script", ["-qefc", lines.join("\n"), "/dev/null"], {
      cwd,
      env: { ...env, TERM: "xterm", LC_ALL: "C.UTF-8", ...environment },
      stdio: ["pipe", "pipe", "inherit"],
    });
    this.script.stdout!.setEncoding("utf8").on("data", (text: string) => {
      this.text += text.replaceAll("\u001b", "\\e");
      this.check();
    });
    this.ended = new Promise((resolve) => this.script.once("close", resolve));
  }

  until(condition: (text: string) => boolean): Promise<void> {
    return new Promise((resolve) => {
      this.check = () => condition(this.text) && resolve();
      this.check();
    });
  }

  press(keys: string): void {
    this.script.stdin!.write(keys);
  }

  /** Sets the width (columns) of the terminal. The system then sends SIGWINCH to the command. */
  resize(columns: number): void {
    spawn("stty", ["-F", readFileSync(join(this.cwd, "tty"), "utf8").trim(), "cols", String(columns)]);
  }

  /** Closes the pseudo-terminal, as closing a window or losing a connection does. */
  close(): void {
    this.script.kill("SIGKILL");
  }
}
