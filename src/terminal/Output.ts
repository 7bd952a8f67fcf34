import { writeSync } from "node:fs";
import { Socket } from "node:net";
import { clearLine, cursorTo } from "node:readline";
import * as l10n from "@vscode/l10n";
import { explainDiskTrouble } from "../files/diskTrouble";
import { inLine, inSentence } from "../runs/inert";
import { isUtf8Locale, statusWidth } from "./environment";
import { toAscii } from "./toAscii";

/** What an output could not take, by the system's code, for example `ENOSPC`. */
export type OutputProblem = NodeJS.ErrnoException;

export interface OutputOptions {
  /** Called before each line, for another output on the same terminal. */
  before?: () => void;
  environment?: NodeJS.ProcessEnv;
}

/**
 * One of this process's output streams: the only way in which the command line prints. What cannot be written is lost,
 * and a fact to be asked for; it ends nothing by itself.
 */
export class Output {
  /** Why nothing more is written. */
  problem: OutputProblem | undefined;
  /** Resolves with the first problem. */
  readonly failed: Promise<OutputProblem>;
  private markFailed: (problem: OutputProblem) => void = () => {};
  private readonly before: () => void;
  private readonly environment: NodeJS.ProcessEnv;
  private readonly isAscii: boolean;
  private unwritten = 0;
  private status = "";
  private waiting: (() => void)[] = [];

  constructor(
    private readonly stream: NodeJS.WriteStream & { readonly fd: number },
    { before = () => {}, environment = process.env }: OutputOptions = {},
  ) {
    this.before = before;
    this.environment = environment;
    this.isAscii = !isUtf8Locale(environment);
    this.failed = new Promise((resolve) => {
      this.markFailed = resolve;
    });
    stream.on("error", (error) => this.fail(error));
  }

  /** Whether what is written is read as it comes, by a user or by a program; a file is not. */
  get isRead(): boolean {
    return this.stream instanceof Socket;
  }

  /** Whether a reader such as `head` has had enough. */
  get isUnwanted(): boolean {
    return this.problem?.code === "EPIPE" || this.problem?.code === "ECONNRESET";
  }

  /** Why nothing more is written, for a sentence. */
  get reason(): string {
    const { code } = this.problem ?? {};
    if (code === "EIO" && this.stream.isTTY) return l10n.t("the terminal is gone, EIO");
    return explainDiskTrouble(this.problem).reason;
  }

  /** A line for people, inert, in the characters of their locale. */
  line(text: string): void {
    this.before();
    this.clearStatus();
    this.write(`${this.shown(text)}\n`);
  }

  /** A message, which may have several lines, on one. */
  sentence(text: string): void {
    this.line(inSentence(text));
  }

  /** Text that is inert already, as it is. */
  write(text: string): void {
    if (this.problem) return;
    if (this.stream instanceof Socket) {
      this.unwritten++;
      this.stream.write(text, (error) => this.written(error));
    } else this.writeWhole(Buffer.from(text));
  }

  /** Whether there is a last line that can be redrawn, now that the terminal is as wide as it is. */
  get hasStatus(): boolean {
    return !this.problem && statusWidth(this.stream, this.environment) !== undefined;
  }

  /**
   * Draws the last line of a terminal anew; elsewhere nothing.
   * @param lineOf the line for so many columns; what it has more is cut off
   */
  showStatus(lineOf: (columns: number) => string): void {
    const columns = statusWidth(this.stream, this.environment);
    if (columns === undefined || this.problem) {
      this.clearStatus();
      return;
    }
    // One that fills the last column would wrap, and could not be redrawn in its place.
    const text = this.shown(lineOf(columns - 1)).slice(0, columns - 1);
    if (text === this.status) return;
    if (this.status !== "") cursorTo(this.stream, 0);
    this.write(text);
    clearLine(this.stream, 1);
    this.status = text;
  }

  /** Makes room for a line, of this output or of another one on the same terminal. */
  clearStatus(): void {
    if (this.status === "") return;
    this.status = "";
    if (this.problem) return;
    cursorTo(this.stream, 0);
    clearLine(this.stream, 1);
  }

  /** Resolves when the system has taken or refused everything. */
  flush(): Promise<void> {
    if (this.unwritten === 0 || this.problem) return Promise.resolve();
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  private shown(text: string): string {
    return this.isAscii ? toAscii(inLine(text)) : inLine(text);
  }

  private written(error: OutputProblem | null | undefined): void {
    if (error) this.fail(error);
    this.unwritten--;
    if (this.unwritten === 0) this.wake();
  }

  /** Node drops, without an error, what a file does not take when it takes the beginning. */
  private writeWhole(bytes: Buffer): void {
    try {
      for (let done = 0; done < bytes.length; ) done += writeSync(this.stream.fd, bytes, done);
    } catch (error) {
      this.fail(error as OutputProblem);
    }
  }

  private fail(problem: OutputProblem): void {
    if (this.problem) return;
    this.problem = problem;
    this.wake();
    this.markFailed(problem);
  }

  private wake(): void {
    for (const resolve of this.waiting.splice(0)) resolve();
  }
}
