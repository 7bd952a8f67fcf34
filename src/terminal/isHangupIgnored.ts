import { readFileSync } from "node:fs";
import { isatty } from "node:tty";

/** SIGHUP's bit in the masks of signals that Linux shows of a process. */
const HANGUP = 1n;

/**
 * Whether the loss of a terminal is not to end a run. `nohup` has its command ignore SIGHUP, which Node undoes when it
 * starts and tells nobody. What remains to be seen: `nohup` leaves none of the three streams on a terminal, as a run
 * has none that is nobody's in a terminal; BSD's leaves stdin there, and shells tell the command that they started.
 */
export function isHangupIgnored(environment: NodeJS.ProcessEnv = process.env): boolean {
  if (![0, 1, 2].some(isatty)) return true;
  return /(^|\/)nohup$/.test(environment._ ?? "") || doesParentIgnoreHangup();
}

/** As after `trap '' HUP` in a shell, whose commands ignore it too. Only Linux tells. */
function doesParentIgnoreHangup(): boolean {
  try {
    const status = readFileSync(`/proc/${process.ppid}/status`, "utf8");
    const ignored = /^SigIgn:\s*([0-9a-f]+)$/m.exec(status)?.[1];
    return ignored !== undefined && (BigInt(`0x${ignored}`) & HANGUP) !== 0n;
  } catch {
    return false;
  }
}
