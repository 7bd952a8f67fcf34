/**
 * Which process a process id means. The system gives a number out again, after a restart of the machine or once its
 * process is gone, and a container has numbers of its own: a number means a process only together with the host, the
 * boot, the PID namespace and the time at which the process started.
 *
 * Linux tells all of them. Elsewhere a recorded number is not believed, and the socket and the heartbeat decide.
 */

import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";
import * as l10n from "@vscode/l10n";
import * as v from "valibot";

/** Members of `trainer.json`; the last three are null where the system does not tell, and missing in older files. */
export const processEntries = {
  pid: v.pipe(v.number(), v.safeInteger(), v.minValue(2)),
  /** The machine that the process runs on. */
  host: v.string(),
  /** Which start of the machine, as a UUID. */
  boot: v.optional(v.nullable(v.string()), null),
  /** In which the number was given out, as `pid:[4026531836]`. */
  pidNamespace: v.optional(v.nullable(v.string()), null),
  /** When the process started, in ticks of the system's clock since the boot, in decimal digits. */
  processStart: v.optional(v.nullable(v.string()), null),
};
const schema = v.object(processEntries);
export type ProcessIdentity = v.InferOutput<typeof schema>;

type Known = { [member in keyof ProcessIdentity]: NonNullable<ProcessIdentity[member]> };

/** This process's. */
export function ownIdentity(): ProcessIdentity {
  const { pid } = process;
  const own = { pid, host: hostname(), boot: null, pidNamespace: null, processStart: null };
  try {
    // Where `/proc` is another namespace's, its numbers are other processes'.
    if (process.platform !== "linux" || readlinkSync("/proc/self") !== String(pid)) return own;
    return {
      ...own,
      boot: readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim(),
      pidNamespace: readlinkSync("/proc/self/ns/pid"),
      processStart: readStatus(pid).start,
    };
  } catch {
    return own;
  }
}

/** Whether a recorded process runs, one that is suspended included; undefined where its number cannot tell. */
export function isRunning(recorded: ProcessIdentity): boolean | undefined {
  const own = ownIdentity();
  if (!isKnown(recorded) || !isKnown(own)) return undefined;
  if (recorded.host !== own.host || !isSameBoot(recorded, own)) return undefined;
  if (recorded.pidNamespace !== own.pidNamespace) return undefined;
  try {
    const { start, state } = readStatus(recorded.pid);
    // A zombie has ended and waits for its parent to ask how.
    return start === recorded.processStart && !/[ZXx]/.test(state);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // Other users' processes may be hidden, and look as if there were none.
    return (code === "ENOENT" || code === "ESRCH") && isFree(recorded.pid) ? false : undefined;
  }
}

/** Whether a recorded process is or was under the kernel that runs this one; without its boot the host tells. */
export function isOfThisKernel(recorded: ProcessIdentity): boolean {
  const own = ownIdentity();
  return isKnown(recorded) && isKnown(own) ? isSameBoot(recorded, own) : recorded.host === own.host;
}

/** A recorded process, for a sentence to a user: by its number only where that means it. */
export function describeProcess(recorded: ProcessIdentity): string {
  const own = ownIdentity();
  const { pid, host } = recorded;
  if (host !== own.host) return l10n.t("process {0} on {1}", pid, host);
  if (!isKnown(recorded) || !isKnown(own)) return l10n.t("process {0}", pid);
  if (!isSameBoot(recorded, own)) return l10n.t("process {0} on another machine of the name {1}", pid, host);
  const isNumberedHere = recorded.pidNamespace === own.pidNamespace;
  return isNumberedHere
    ? l10n.t("process {0}", pid)
    : l10n.t("a process of another container or PID namespace");
}

/**
 * Ends a recorded process with SIGKILL. Node has no handle of a process that it has not started: between the look at
 * the process and the signal it could end and its number be given out again, for which a system would have to use up
 * all its numbers within microseconds.
 * @param isConnected whether this process holds a connection that the trainer has proven itself on
 * @returns whether it was signalled; false where it is not known to be that process
 */
export function killProcess(recorded: ProcessIdentity, isConnected: boolean): boolean {
  // Elsewhere than on Linux all processes have their numbers from one place, and the connection ends with the process.
  const isIt =
    process.platform === "linux" ? isRunning(recorded) === true : isConnected && recorded.host === hostname();
  if (!isIt) return false;
  try {
    return process.kill(recorded.pid, "SIGKILL");
  } catch {
    // It has gone at this very moment, or is another user's.
    return false;
  }
}

function isKnown(identity: ProcessIdentity): identity is Known {
  return identity.boot !== null && identity.pidNamespace !== null && identity.processStart !== null;
}

function isSameBoot(a: Known, b: Known): boolean {
  return a.boot === b.boot;
}

/** @throws Error of the file system, where there is no such process or it is hidden */
function readStatus(pid: number): { state: string; start: string } {
  const status = readFileSync(`/proc/${pid}/stat`, "utf8");
  // The second field is the program's name in brackets, with whatever is in it.
  const fields = status.slice(status.lastIndexOf(")") + 2).split(" ");
  return { state: fields[0]!, start: fields[19]! };
}

function isFree(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "ESRCH";
  }
}
