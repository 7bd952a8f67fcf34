import { closeSync, constants, openSync, writeSync } from "node:fs";
import type { Output } from "./Output";

/**
 * Prints a line that the user must have seen before acting on it.
 * @returns whether it came to a terminal, or to a program that reads it; a file is read by nobody now
 */
export async function showUser(text: string, errors: Output): Promise<boolean> {
  errors.line(text);
  await errors.flush();
  return (errors.isRead && !errors.problem) || writeToTerminal(text);
}

/** The terminal that this process belongs to, wherever its output goes. */
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
