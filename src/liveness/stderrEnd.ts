import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import * as l10n from "@vscode/l10n";
import { withoutCredentials } from "../files/withoutCredentials";
import { inLine } from "../runs/inert";
import { mostRelevantLine } from "./mostRelevantLine";
import { openRuntimeDirectory, STDERR } from "./runtimeDirectory";

/** Bytes at the end of a trainer's stderr that are read. */
const READ_BYTES = 16_000;
/**
 * Number of lines at the end of stderr that are kept, and number of characters at the beginning of each such line that
 * are kept.
 */
const KEPT_LINES = 20;
const KEPT_CHARACTERS = 300;

/** The end of a process's stderr, without blank lines. */
export interface StderrEnd {
  /** The line that explains best why the process ended; undefined where there is no line. */
  cause: string | undefined;
  /** At most {@link KEPT_LINES} last lines. */
  lines: string[];
}

/** The end of a trainer's stderr, without credentials and control characters; empty where it cannot be read. */
export function stderrEnd(runtimeDirectory: string | undefined): StderrEnd {
  const lines = endOfStderr(runtimeDirectory)
    .split(/\r?\n/)
    .map(harmless)
    .filter((line) => line !== "");
  return { cause: mostRelevantLine(lines), lines: lines.slice(-KEPT_LINES) };
}

function harmless(line: string): string {
  const plain = stripVTControlCharacters(line).replaceAll("\t", "  ");
  return withoutCredentials(inLine(plain)).trimEnd().slice(0, KEPT_CHARACTERS);
}

function endOfStderr(runtimeDirectory: string | undefined): string {
  try {
    using opened = runtimeDirectory === undefined ? undefined : openRuntimeDirectory(runtimeDirectory);
    return opened ? readEnd(join(opened.inside, STDERR)) : "";
  } catch {
    return "";
  }
}

/**
 * @returns the last bytes of the file, at most {@link READ_BYTES}, as text
 * @throws Error for a link, a file with hard links, and an entry that is no regular file
 */
function readEnd(path: string): string {
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
  // Windows has neither O_NOFOLLOW nor O_NONBLOCK.
  const file = openSync(path, O_RDONLY | (O_NOFOLLOW ?? 0) | (O_NONBLOCK ?? 0));
  try {
    const found = fstatSync(file);
    // A file with hard links is refused: it may be a file with secrets under another name.
    if (!found.isFile() || found.nlink !== 1) throw new Error(`${path} is not a file with one name.`);
    const bytes = Buffer.alloc(Math.min(found.size, READ_BYTES));
    const length = readSync(file, bytes, { position: found.size - bytes.length });
    return bytes.toString("utf8", 0, length);
  } finally {
    closeSync(file);
  }
}

/** A sentence with {@link StderrEnd.cause}; undefined without a cause. */
export function lastOutputText(cause: string | undefined): string | undefined {
  return cause ? l10n.t("Its last error output: {0}.", cause) : undefined;
}
