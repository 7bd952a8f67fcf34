import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import * as l10n from "@vscode/l10n";
import { withoutCredentials } from "../files/withoutCredentials";
import { inLine } from "../runs/inert";
import { mostTellingLine } from "./mostTellingLine";
import { openRuntimeDirectory, STDERR } from "./runtimeDirectory";

/** Bytes at the end of a trainer's stderr that are read of it. */
const READ_BYTES = 16_000;
/** Of these the last lines that are kept, and so much of each. */
const KEPT_LINES = 20;
const KEPT_CHARACTERS = 300;

/** What a process said at last, as its stderr has it. */
export interface LastWords {
  /** The line that explains most; undefined where there is none. */
  telling: string | undefined;
  /** The last ones. */
  lines: string[];
}

/** The end of a trainer's stderr, without credentials and without what a terminal would obey. */
export function lastWords(runtimeDirectory: string | undefined): LastWords {
  const lines = endOfStderr(runtimeDirectory)
    .split(/\r?\n/)
    .map(harmless)
    .filter((line) => line !== "");
  return { telling: mostTellingLine(lines), lines: lines.slice(-KEPT_LINES) };
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

/** @throws Error where the path is a link, the file has a second name, or it is no regular file */
function readEnd(path: string): string {
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
  // Windows has neither of the two flags.
  const file = openSync(path, O_RDONLY | (O_NOFOLLOW ?? 0) | (O_NONBLOCK ?? 0));
  try {
    const found = fstatSync(file);
    // A second name may be that of somebody's secret.
    if (!found.isFile() || found.nlink !== 1) throw new Error(`${path} is not a file with one name.`);
    const bytes = Buffer.alloc(Math.min(found.size, READ_BYTES));
    const length = readSync(file, bytes, { position: found.size - bytes.length });
    return bytes.toString("utf8", 0, length);
  } finally {
    closeSync(file);
  }
}

/** A sentence with the most telling of the last words; undefined where there are none. */
export function said(telling: string | undefined): string | undefined {
  return telling ? l10n.t("It said: {0}.", telling) : undefined;
}
