import { closeSync, constants, openSync, writeSync } from "node:fs";
import type { Output } from "./Output";

/**
 * Prints a line that the user must see before acting on it. If nobody reads the output, as with a file, writes the line
 * to the controlling terminal as well.
 * @returns whether a terminal or a program that reads the output received the line
 */
export async function showUser(text: string, errors: Output): Promise<boolean> {
  errors.line(text);
  await errors.flush();
  return (errors.isRead && !errors.problem) || writeToTerminal(text);
}

/**
 * Writes a line to the controlling terminal of this process, wherever the output goes. @returns false without a
 * terminal
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
