import { readFileSync } from "node:fs";
import { isatty } from "node:tty";

/** The bit of SIGHUP in a signal mask of `/proc`. */
const HANGUP = 1n;

/**
 * Whether closing the terminal must not end the run. `nohup` makes its command ignore SIGHUP, but Node resets this at
 * its start. One of three signs suffices: stdin, stdout and stderr are all not terminals; the variable `_` names
 * `nohup`, for BSD, where `nohup` leaves stdin on the terminal; the parent process ignores SIGHUP.
 */
export function isHangupIgnored(environment: NodeJS.ProcessEnv = process.env): boolean {
  if (![0, 1, 2].some(isatty)) return true;
  return /(^|\/)nohup$/.test(environment._ ?? "") || doesParentIgnoreHangup();
}

/**
 * Whether the parent process ignores SIGHUP, as after `trap '' HUP` in a shell. Known on Linux only; false elsewhere.
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
