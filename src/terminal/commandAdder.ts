import type { Command } from "commander";
import { runOptions } from "./options";

/**
 * A function that receives the parsed arguments of a command, the values of `--runs` and `--json`, and Commander's
 * object for the command.
 */
export type Done<Found> = (found: Found, options: { runs: string; json?: boolean }, command: Command) => void;

/**
 * Returns a function that adds two things to a command: the options `--runs` and `--json`, and an action that parses
 * the arguments with `parse` and calls `done`.
 */
export function commandAdder<Found>(done: Done<Found>) {
  // biome-ignore lint/suspicious/noExplicitAny: Commander does not type the arguments of an action.
  return (command: Command, parse: (options: any, ...given: any[]) => Found): Command =>
    runOptions(command).action((...given) => {
      const self = given.pop() as Command;
      const { runs, json, ...options } = given.pop();
      done(parse(options, ...given), { runs, json }, self);
    });
}
