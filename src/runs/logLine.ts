import { crc32 } from "node:zlib";
import { inJson } from "./inert";
import { parsedAtOnce, parseJson } from "./parseJson";
import { parseRunEvent, type RunEvent } from "./RunEvent";

/** Characters of the member that {@link crcMember} gives, the closing brace included. */
const MEMBER_LENGTH = 18;

/**
 * An event as a line of `events.jsonl`, without its end: JSON whose last member is the CRC-32 of the others, as they
 * are written. It is inert, so that a log may be printed as it is.
 */
export function encodeLine(event: RunEvent): string {
  const text = inJson(JSON.stringify(event)).slice(0, -1);
  return text + crcMember(Buffer.from(text));
}

/** The event that a line tells; undefined when the line is not, to the last bit, what {@link encodeLine} gave. */
export function decodeLine(line: string | Buffer): RunEvent | undefined {
  const steps = decodeLongLine(Buffer.from(line));
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** As {@link decodeLine}, in steps of a few milliseconds. */
export function* decodeLongLine(line: Buffer): Generator<undefined, RunEvent | undefined> {
  const end = line.length - MEMBER_LENGTH;
  if (end < 0 || line.toString("latin1", end) !== crcMember(line.subarray(0, end))) return undefined;
  try {
    return parseRunEvent(line.length > parsedAtOnce ? yield* parseJson(line) : JSON.parse(line.toString()));
  } catch {
    // A right checksum is no proof that somebody else's line is JSON.
    return undefined;
  }
}

/** @param text an object without its closing brace, which the checksum covers too */
function crcMember(text: Buffer): string {
  const crc = crc32("}", crc32(text)).toString(16).padStart(8, "0");
  return `,"crc":"${crc}"}`;
}
