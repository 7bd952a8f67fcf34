import { crc32 } from "node:zlib";
import { inJson } from "./inert";
import { parseRunEvent, type RunEvent } from "./RunEvent";

/** Characters of the member that {@link crcMember} gives, the closing brace included. */
const MEMBER_LENGTH = 18;

/**
 * An event as a line of `events.jsonl`, without its end: JSON whose last member is the CRC-32 of the others, as they
 * are written. It is inert, so that a log may be printed as it is.
 */
export function encodeLine(event: RunEvent): string {
  const text = inJson(JSON.stringify(event)).slice(0, -1);
  return text + crcMember(text);
}

/** The event that a line tells; undefined when the line is not, to the last bit, what {@link encodeLine} gave. */
export function decodeLine(line: string): RunEvent | undefined {
  const text = line.slice(0, -MEMBER_LENGTH);
  if (!line.endsWith(crcMember(text))) return undefined;
  try {
    return parseRunEvent(JSON.parse(line));
  } catch {
    // A right checksum is no proof that somebody else's line is JSON.
    return undefined;
  }
}

/** @param text an object without its closing brace, which the checksum covers too */
function crcMember(text: string): string {
  const crc = crc32(`${text}}`).toString(16).padStart(8, "0");
  return `,"crc":"${crc}"}`;
}
