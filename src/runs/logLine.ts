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
  const bytes = typeof line === "string" ? Buffer.from(line) : line;
  // As a log has many, a short one is decoded without a generator.
  if (bytes.length <= parsedAtOnce) return isSealed(bytes) ? eventOf(bytes.toString()) : undefined;
  const steps = decodeLongLine(bytes);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** As {@link decodeLine}, in steps of a few milliseconds. */
export function* decodeLongLine(line: Buffer): Generator<undefined, RunEvent | undefined> {
  if (!isSealed(line)) return undefined;
  try {
    return parseRunEvent(yield* parseJson(line, mostValuesOf(line)));
  } catch {
    return undefined;
  }
}

/** Whether a line is, to the last bit, what was written, by whatever version. */
export function isSealed(line: Buffer): boolean {
  const end = line.length - MEMBER_LENGTH;
  return end >= 0 && line.toString("latin1", end) === crcMember(line.subarray(0, end));
}

/** A right checksum is no proof that somebody else's line is JSON. */
function eventOf(json: string): RunEvent | undefined {
  try {
    return parseRunEvent(JSON.parse(json));
  } catch {
    return undefined;
  }
}

/**
 * Numbers and texts in an event of a line's type: the parent's curve in the first line of earlier versions' forks, or a
 * confusion matrix of 1000 classes, or as many losses as a second of training could give at 4 µs a step.
 */
function mostValuesOf(line: Buffer): number {
  const type = line.toString("latin1", 0, 17);
  return type.startsWith('{"type":"started"') || type.startsWith('{"type":"epoch"') ? 1_200_000 : 250_000;
}

/** @param text an object without its closing brace, which the checksum covers too */
function crcMember(text: Buffer): string {
  const crc = crc32("}", crc32(text)).toString(16).padStart(8, "0");
  return `,"crc":"${crc}"}`;
}
