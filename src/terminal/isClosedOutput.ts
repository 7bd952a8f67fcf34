import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";

/**
 * Constants for the `flags` of an open file in `/proc`: the access mode "for reading and writing", and the mask of the
 * access mode.
 */
const [READ_WRITE, ACCESS_MODE] = [2, 3];

/** The names of shells as Linux reports them. */
const shell = /^-?(ba|da|a|z|k|mk|fi)?sh$|^busybox$/;

/**
 * Whether a shell started this process with a closed output stream, for example with `>&-`. Node.js opens `/dev/null`
 * for reading and writing in place of a closed stream. Programs such as Python open `/dev/null` in the same way to
 * discard the output, but a shell opens it for writing only. A stream that is `/dev/null`, open for reading and
 * writing, therefore counts as closed only if the parent process is a shell whose own stream is not of this kind.
 * Always false on platforms other than Linux.
 */
export function isClosedOutput(fd: 1 | 2): boolean {
  try {
    const { ppid } = process;
    return (
      isReplaced("self", fd) &&
      !isReplaced(ppid, fd) &&
      shell.test(readFileSync(`/proc/${ppid}/comm`, "utf8").trim())
    );
  } catch {
    return false;
  }
}

/** Whether a stream of a process is `/dev/null`, open for reading and writing; false for a closed stream. */
function isReplaced(process: number | "self", fd: number): boolean {
  const streams = `/proc/${process}/fd`;
  if (!readdirSync(streams).includes(String(fd)) || readlinkSync(join(streams, `${fd}`)) !== "/dev/null")
    return false;
  const flags = /^flags:\s*([0-7]+)$/m.exec(readFileSync(`/proc/${process}/fdinfo/${fd}`, "utf8"))?.[1];
  return (Number.parseInt(flags ?? "0", 8) & ACCESS_MODE) === READ_WRITE;
}
