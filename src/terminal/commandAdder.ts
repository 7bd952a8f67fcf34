import type { Command } from "commander";
import { runOptions } from "./options";

/** Called with a parsed command, its options and itself. */
export type Done<Found> = (found: Found, options: { runs: string; json?: boolean }, command: Command) => void;

/** A function that adds the options of every command, and an action that gives the parsed arguments to `done`. */
export function commandAdder<Found>(done: Done<Found>) {
  // biome-ignore lint/suspicious/noExplicitAny: Commander does not type the arguments of an action.
  return (command: Command, parse: (options: any, ...given: any[]) => Found): Command =>
    runOptions(command).action((...given) => {
      const self = given.pop() as Command;
      const { runs, json, ...options } = given.pop();
      done(parse(options, ...given), { runs, json }, self);
    });
}
