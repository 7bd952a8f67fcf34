import { readFileSync } from "node:fs";
import { isatty } from "node:tty";

/** The bit of SIGHUP in a signal mask of `/proc`. */
const HANGUP = 1n;

/**
 * Whether closing the terminal must not end the run. `nohup` makes its command ignore SIGHUP, but Node resets this at
 * its start. The result is true if one of three conditions holds: (1) None of stdin, stdout and stderr is a terminal.
 * (2) The variable `_` names `nohup`. This is for BSD, where `nohup` leaves stdin on the terminal. (3) The parent
 * process ignores SIGHUP.
 */
export function isHangupIgnored(environment: NodeJS.ProcessEnv = process.env): boolean {
  if (![0, 1, 2].some(isatty)) return true;
  return /(^|\/)nohup$/.test(environment._ ?? "") || doesParentIgnoreHangup();
}

/**
 * Whether the parent process ignores SIGHUP, as after `trap '' HUP` in a shell. Always false on platforms other than
 * Linux.
 */
function doesParentIgnoreHangup(): boolean {
  try {
    const status = readFileSync(`/proc/${process.ppid}/status`, "utf8");
    const ignored = /^SigIgn:\s*([0-9a-f]+)$/m.exec(status)?.[1];
    return ignored !== undefined && (BigInt(`0x${ignored}`) & HANGUP) !== 0n;
  } catch {
    return false;
  }
}
