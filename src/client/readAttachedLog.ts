import { createHash } from "node:crypto";
import { setImmediate as nextTurn } from "node:timers/promises";
import * as v from "valibot";
import { type OpenFile, openFile } from "../files/openFile";
import { logRequest, logRestSchema } from "../protocol/trainerProtocol";
import { LogParser, type LogReading } from "../runs/LogParser";
import { LOG } from "../runs/runFiles";
import { openRun, type RunFolder } from "../runs/runsFolder";
import type { TrainerLink } from "./TrainerLink";

/** Number of bytes that are read from the disk at once. */
const PIECE = 1024 * 1024;
/** Number of bytes that are parsed in one turn of the event loop. Parsing them takes at most 15 ms. */
const SLICE = 128 * 1024;

/**
 * Reads the log of a run that this client has attached to, as it was at the moment of attaching. The bytes are read from
 * the run's folder: a trainer sends one message in each of its turns, which last at least 20 ms, so that 20 MB would
 * take it several seconds. The trainer sends only what the file lacks, or the whole log if the file has other bytes.
 * Stays pending when the connection ends meanwhile.
 * @param bytes length of the log at the moment of attaching
 * @param onPiece called for each piece read or received
 */
export async function readAttachedLog(
  folder: RunFolder,
  link: TrainerLink,
  bytes: number,
  onPiece: () => void,
): Promise<LogReading> {
  const file = new ParsedBytes(onPiece);
  // What cannot be read from the disk is received from the trainer.
  await readFile(folder, bytes, file).catch(() => undefined);
  const request = { from: file.length, sha256: file.sha256(), to: bytes };
  const { from } = v.parse(logRestSchema, await link.connection.sendRequest(logRequest, request));
  const log = from === file.length ? file : new ParsedBytes(onPiece);
  await link.receiveLog(bytes - log.length, (piece) => log.add(piece));
  return log.reading();
}

/** Reads at most `bytes` bytes of the log in a run's folder. @throws UnsafeFileError, or Error of the file system */
async function readFile(folder: RunFolder, bytes: number, parsed: ParsedBytes): Promise<void> {
  const file: OpenFile = openFile(openRun(folder), LOG);
  try {
    const piece = Buffer.allocUnsafe(Math.min(PIECE, bytes));
    while (parsed.length < bytes) {
      const bytesRead = await file.read(piece.subarray(0, bytes - parsed.length), parsed.length);
      if (bytesRead === 0) return;
      await parsed.add(piece.subarray(0, bytesRead));
    }
  } finally {
    await file.close();
  }
}

/** The bytes of a log so far, parsed. */
class ParsedBytes {
  length = 0;
  private readonly hash = createHash("sha256");
  private readonly parser = new LogParser();
  private readonly events: LogReading["events"] = [];

  constructor(private readonly onPiece: () => void) {}

  /** Parses the next bytes. The event loop turns between two slices of them. */
  async add(bytes: Buffer): Promise<void> {
    this.onPiece();
    this.hash.update(bytes);
    this.length += bytes.length;
    for (let from = 0; from < bytes.length; from += SLICE) {
      await nextTurn();
      for (const _ of this.parser.add(bytes.subarray(from, from + SLICE))) await nextTurn();
      for (const event of this.parser.take()) this.events.push(event);
    }
  }

  /** SHA-256 of the bytes so far, in hexadecimal digits. */
  sha256(): string {
    return this.hash.copy().digest("hex");
  }

  reading(): LogReading {
    const { events, parser } = this;
    const problems = parser.takeProblems();
    return { events, problems: parser.cutOff ? [...problems, parser.cutOff] : problems };
  }
}
