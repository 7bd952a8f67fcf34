import { crc32 } from "node:zlib";
import { inJson } from "./inert";
import { parsedAtOnce, parseJson } from "./parseJson";
import { parseRunEvent, type RunEvent } from "./RunEvent";

/** Length (bytes) of the end of a line, `,"crc":"c014b951"}`. */
const MEMBER_LENGTH = 18;

/**
 * An event as a line of `events.jsonl`, without the newline: JSON whose last member, `crc`, is the CRC-32 of the object
 * without this member. {@link inJson} escapes invisible characters, so that a log can be printed in a terminal.
 */
export function encodeLine(event: RunEvent): string {
  return seal(inJson(JSON.stringify(event)));
}

/** Adds the member `crc`, the checksum, to an object in JSON. */
export function seal(object: string): string {
  const text = object.slice(0, -1);
  return text + crcMember(Buffer.from(text));
}

/** The event of a line; undefined if the line's checksum is wrong or the line holds no event of this version. */
export function decodeLine(line: string | Buffer): RunEvent | undefined {
  const bytes = typeof line === "string" ? Buffer.from(line) : line;
  // A short line is decoded without a generator, which is faster: a log has many short lines.
  if (bytes.length <= parsedAtOnce) return isSealed(bytes) ? eventOf(bytes.toString()) : undefined;
  const steps = decodeLongLine(bytes);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** The checksum in a line that {@link decodeLine} can decode, without a newline. */
export function checksumIn(line: string): string {
  return line.slice(-10, -2);
}

/** Decodes a line like {@link decodeLine}, but yields every few milliseconds, so that the event loop can turn. */
export function* decodeLongLine(line: Buffer): Generator<undefined, RunEvent | undefined> {
  if (!isSealed(line)) return undefined;
  try {
    return parseRunEvent(yield* parseJson(line, mostValuesOf(line)));
  } catch {
    return undefined;
  }
}

/** Whether a line ends with the right checksum. All versions write the checksum in this form. */
export function isSealed(line: Buffer): boolean {
  const end = line.length - MEMBER_LENGTH;
  return end >= 0 && line.toString("latin1", end) === crcMember(line.subarray(0, end));
}

/** The event of a sealed line; undefined where the line holds invalid JSON or no event of this version. */
function eventOf(json: string): RunEvent | undefined {
  try {
    return parseRunEvent(JSON.parse(json));
  } catch {
    return undefined;
  }
}

/**
 * Largest number of JSON values in a line that is parsed. 1,200,000 are enough for the parent's curve (800,000 steps)
 * in a `started` event of an earlier version, and for a confusion matrix of 1000 classes. 250,000 are enough for the
 * losses of one second at 4 µs for each step.
 */
function mostValuesOf(line: Buffer): number {
  const type = line.toString("latin1", 0, 17);
  return type.startsWith('{"type":"started"') || type.startsWith('{"type":"epoch"') ? 1_200_000 : 250_000;
}

/**
 * The end of a line, with the checksum.
 * @param text an object without its closing brace. The checksum is computed from the object with this brace
 */
function crcMember(text: Buffer): string {
  const crc = crc32("}", crc32(text)).toString(16).padStart(8, "0");
  return `,"crc":"${crc}"}`;
}
