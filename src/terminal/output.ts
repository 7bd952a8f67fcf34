/** All that the command line prints: each line is inert before it leaves for the terminal. */
import { inLine, inSentence } from "../runs/inert";

/** A line on stdout. JSON that is inert already is printed as it is. */
export function print(line: string): void {
  printTo(process.stdout, line);
}

/** A message on stderr, on one line. */
export function printError(message: string): void {
  process.stderr.write(`${inSentence(message)}\n`);
}

export function printTo(out: NodeJS.WritableStream, line: string): void {
  out.write(`${inLine(line)}\n`);
}

/** A last line that is redrawn in its place, below those that stay. */
export class StatusLine {
  private constructor(private readonly update: { (text: string): void; clear(): void }) {}

  static async on(out: NodeJS.WriteStream): Promise<StatusLine> {
    const { createLogUpdate } = await import("log-update");
    return new StatusLine(createLogUpdate(out, { showCursor: true }));
  }

  show(line: string): void {
    this.update(inLine(line));
  }

  clear(): void {
    this.update.clear();
  }
}
