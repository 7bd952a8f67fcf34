import { closeSync, constants, openSync, writeSync } from "node:fs";
import type { Output } from "./Output";

/**
 * Prints a line that the user must see. If the output is a file or cannot be written, also writes the line to the
 * controlling terminal.
 * @returns whether the line was received by a terminal or by a program that reads the output
 */
export async function showUser(text: string, errors: Output): Promise<boolean> {
  errors.line(text);
  await errors.flush();
  return (errors.isRead && !errors.problem) || writeToTerminal(text);
}

/**
 * Writes a line to the controlling terminal of this process, even if the output goes elsewhere.
 * @returns false if this fails, for example because there is no terminal
 */
function writeToTerminal(text: string): boolean {
  let terminal: number | undefined;
  try {
    terminal = openSync("/dev/tty", constants.O_WRONLY);
    writeSync(terminal, `${text}\n`);
    return true;
  } catch {
    return false;
  } finally {
    if (terminal !== undefined) closeSync(terminal);
  }
}
