import { writeSync } from "node:fs";
import { Socket } from "node:net";
import { clearLine, cursorTo } from "node:readline";
import * as l10n from "@vscode/l10n";
import { explainDiskTrouble } from "../files/diskTrouble";
import { inLine, inSentence } from "../runs/inert";
import { cutToColumns } from "../text/columns";
import { isUtf8Locale, statusWidth } from "./environment";
import { toAscii } from "./toAscii";

/**
 * An error that occurred while writing to an output. Its `code` is that of the operating system, for example `ENOSPC`.
 */
export type OutputProblem = NodeJS.ErrnoException;

export interface OutputOptions {
  /** Called before lines are printed, to clear the status line of another output on the same terminal. */
  before?: () => void;
  environment?: NodeJS.ProcessEnv;
  /** Whether the stream was closed when the process began. */
  isClosed?: boolean;
}

/**
 * One of this process's output streams: stdout or stderr. A write error is recorded in `problem` and does not end the
 * process.
 */
export class Output {
  /** The first write error, or `EBADF` if the stream was closed when the process began. Nothing is written after it. */
  problem: OutputProblem | undefined;
  /** Resolves with {@link problem} as soon as there is one. */
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
    { before = () => {}, environment = process.env, isClosed = false }: OutputOptions = {},
  ) {
    this.before = before;
    this.environment = environment;
    this.isAscii = !isUtf8Locale(environment);
    this.failed = new Promise((resolve) => {
      this.markFailed = resolve;
    });
    if (isClosed) this.fail(Object.assign(new Error("EBADF"), { code: "EBADF" }));
    stream.on("error", (error) => this.fail(error));
  }

  /**
   * Whether a user or a program reads the output while it is written. True for terminals and pipes, false for files.
   */
  get isRead(): boolean {
    return this.stream instanceof Socket;
  }

  /** Whether the reader, such as `head`, has closed the pipe. */
  get isUnwanted(): boolean {
    return this.problem?.code === "EPIPE" || this.problem?.code === "ECONNRESET";
  }

  /** The reason for the write error, as a part of a sentence. */
  get reason(): string {
    const { code } = this.problem ?? {};
    if (code === "EBADF") return l10n.t("it is closed, EBADF");
    if (code === "EIO" && this.stream.isTTY) return l10n.t("the terminal is gone, EIO");
    return explainDiskTrouble(this.problem).reason;
  }

  /**
   * Prints a text as one line. Control characters in the text, line breaks included, become U+FFFD, so that they cannot
   * affect the terminal. If the locale is not UTF-8, {@link toAscii} also replaces the signs of this project's own
   * texts, such as `…`.
   */
  line(text: string): void {
    this.lines([text]);
  }

  /** Prints each text like {@link line}, and all of them in one write. */
  lines(texts: readonly string[]): void {
    if (texts.length === 0) return;
    this.before();
    this.clearStatus();
    this.write(asText(texts.map((text) => this.shown(text))));
  }

  /** Prints a message as one line. Whitespace with a line break becomes one space. */
  sentence(text: string): void {
    this.line(inSentence(text));
  }

  /** Writes text unchanged. The caller must have replaced control characters that could affect the terminal. */
  write(text: string): void {
    if (this.problem) return;
    if (this.stream instanceof Socket) {
      this.unwritten++;
      this.stream.write(text, (error) => this.written(error));
    } else this.writeWhole(Buffer.from(text));
  }

  /**
   * Whether the output can show a status line. False after a write error, and if {@link statusWidth} is undefined, for
   * example while the terminal is too narrow.
   */
  get hasStatus(): boolean {
    return !this.problem && statusWidth(this.stream, this.environment) !== undefined;
  }

  /**
   * Draws the status line. If the output cannot show one ({@link hasStatus}), clears an earlier status line.
   * @param lineOf returns the line for a number of columns; a longer line is cut off
   */
  showStatus(lineOf: (columns: number) => string): void {
    const columns = statusWidth(this.stream, this.environment);
    if (columns === undefined || this.problem) {
      this.clearStatus();
      return;
    }
    // A text that fills the last column would wrap to a second line, which could not be redrawn.
    const text = cutToColumns(this.shown(lineOf(columns - 1)), columns - 1);
    if (text === this.status) return;
    if (this.status !== "") cursorTo(this.stream, 0);
    this.write(text);
    clearLine(this.stream, 1);
    this.status = text;
  }

  /** Clears the status line, so that this output or another one on the same terminal can print a line. */
  clearStatus(): void {
    if (this.status === "") return;
    this.status = "";
    if (this.problem) return;
    cursorTo(this.stream, 0);
    clearLine(this.stream, 1);
  }

  /** Resolves when the operating system has taken all output, or when a write has failed. */
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

  /**
   * Writes to a file until all bytes are written. Node's own stream would write only a part if the operating system
   * takes only a part, and would report no error.
   */
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

/** Joins lines to a text. Each line gets a line break at its end. */
export function asText(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join("");
}
