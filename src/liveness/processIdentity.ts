/**
 * Which process a process id denotes. The system reuses an id after a restart of the machine or once its process is
 * gone, and a container has ids of its own. An id therefore denotes a process only together with the host, the boot,
 * the PID namespace and the start time of the process.
 *
 * Linux provides all of them. On other systems the socket and the heartbeat decide whether a process is alive.
 */

import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";
import * as l10n from "@vscode/l10n";
import * as v from "valibot";

/**
 * Members of `trainer.json`. The last three are null where the system does not provide them, and missing in older
 * files.
 */
export const processEntries = {
  pid: v.pipe(v.number(), v.safeInteger(), v.minValue(2)),
  /** The machine that the process runs on. */
  host: v.string(),
  /** The boot of the machine, as a UUID. */
  boot: v.optional(v.nullable(v.string()), null),
  /** The PID namespace of the id, as `pid:[4026531836]`. */
  pidNamespace: v.optional(v.nullable(v.string()), null),
  /** Start time of the process: ticks of the system's clock since the boot, in decimal digits. */
  processStart: v.optional(v.nullable(v.string()), null),
};
const schema = v.object(processEntries);
export type ProcessIdentity = v.InferOutput<typeof schema>;

type Known = { [member in keyof ProcessIdentity]: NonNullable<ProcessIdentity[member]> };

/** The identity of this process. */
export function ownIdentity(): ProcessIdentity {
  const { pid } = process;
  const own = { pid, host: hostname(), boot: null, pidNamespace: null, processStart: null };
  try {
    // `/proc` may belong to another PID namespace, whose ids denote other processes.
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

/**
 * True if a recorded process runs, also if it is suspended. Undefined where this cannot be decided: for another host,
 * boot or PID namespace, for a process that may be hidden, and where the system does not provide all members of an
 * identity.
 */
export function isRunning(recorded: ProcessIdentity): boolean | undefined {
  const own = ownIdentity();
  if (!isKnown(recorded) || !isKnown(own)) return undefined;
  if (recorded.host !== own.host || !isSameBoot(recorded, own)) return undefined;
  if (recorded.pidNamespace !== own.pidNamespace) return undefined;
  try {
    const { start, state } = readStatus(recorded.pid);
    // A process in the state Z (zombie), X or x (dead) has ended.
    return start === recorded.processStart && !/[ZXx]/.test(state);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // `/proc` may hide the processes of other users.
    return (code === "ENOENT" || code === "ESRCH") && isFree(recorded.pid) ? false : undefined;
  }
}

/**
 * Whether a recorded process runs or ran under the same kernel as this one. Where the system does not provide all
 * members of an identity, the host name decides.
 */
export function isOfThisKernel(recorded: ProcessIdentity): boolean {
  const own = ownIdentity();
  return isKnown(recorded) && isKnown(own) ? isSameBoot(recorded, own) : recorded.host === own.host;
}

/**
 * A recorded process in words for a message: its id, with its host if that is not this machine. A process of another
 * PID namespace on this host is named without its id.
 */
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
 * Ends a recorded process with SIGKILL. Node has no handle of a process that it did not start, so that the id could
 * be reused between the check and the signal. This risk is accepted: the system would have to use up all ids within
 * microseconds.
 * @param isConnected whether this process has a connection on which the recorded process has proven its identity
 * @returns false if no process was signalled: the recorded one cannot be identified, has ended, or is another user's
 */
export function killProcess(recorded: ProcessIdentity, isConnected: boolean): boolean {
  // On other systems than Linux, all processes share one range of ids, and the connection ends with the process. The
  // host and the connection therefore identify the process.
  const isIt =
    process.platform === "linux" ? isRunning(recorded) === true : isConnected && recorded.host === hostname();
  if (!isIt) return false;
  try {
    return process.kill(recorded.pid, "SIGKILL");
  } catch {
    // The process has just ended, or belongs to another user.
    return false;
  }
}

function isKnown(identity: ProcessIdentity): identity is Known {
  return identity.boot !== null && identity.pidNamespace !== null && identity.processStart !== null;
}

function isSameBoot(a: Known, b: Known): boolean {
  return a.boot === b.boot;
}

/**
 * The state of a process, as a letter, and its start time in ticks.
 * @throws Error of the file system if the process does not exist or is hidden
 */
function readStatus(pid: number): { state: string; start: string } {
  const status = readFileSync(`/proc/${pid}/stat`, "utf8");
  // The second field is the program's name in brackets, which may hold any character.
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
