import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import * as l10n from "@vscode/l10n";
import { explainDiskTrouble } from "../files/diskTrouble";
import { makeFolders } from "../files/ensureFolder";
import { DownloadLock } from "./DownloadLock";
import { DatasetError, DatasetUnavailableError, withOtherData } from "./errors";
import { FetchFailure } from "./FetchFailure";
import { type FetchOptions, fetchInto } from "./fetchInto";
import { PartialFile } from "./PartialFile";
import { sha256Of } from "./sha256";

export interface DownloadProgress {
  /** Name of the file, with `.gz`. */
  file: string;
  receivedBytes: number;
  totalBytes: number;
}

export interface DownloadOptions {
  /** Aborting ends the download with the signal's reason; received bytes are kept for the next download. */
  signal?: AbortSignal;
  /** Called at most ten times per second, and at the end of the file. */
  onProgress?: (progress: DownloadProgress) => void;
  /** Longest time (ms) without data from a server. Default: 15,000. */
  timeoutMs?: number;
  /** Shortest pause (ms) before the mirrors are tried a second time; doubled for each further time. Default: 500. */
  backoffMs?: number;
}

export interface Downloadable {
  /** Label of the file's data set. */
  of: string;
  name: string;
  bytes: number;
  sha256: string;
}

/** Largest number of rounds in which the mirrors are tried for a file. */
const rounds = 3;

const progressEveryMs = 100;

/**
 * Downloads a file into a folder, unless the folder has it; makes the folder if missing. After an error of a mirror,
 * the next mirror is tried at once, and continues after the received bytes if it can. After all mirrors have failed,
 * those with temporary errors are tried again. The download gets the file's name, and replaces a wrong file of that
 * name, only when its SHA-256 is right. While another process downloads the file, this process waits and reports the
 * other process's progress.
 * @param mirrors addresses to which the file's name is appended, in the order in which they are tried
 * @throws DatasetUnavailableError when no mirror sends the file, DatasetError when the folder cannot be written, the
 * signal's reason when aborted
 */
export async function download(
  file: Downloadable,
  folder: string,
  mirrors: readonly string[],
  options: DownloadOptions = {},
): Promise<void> {
  const { signal } = options;
  const report = reporter(file, options.onProgress);
  make(folder, file);
  await using lock = await DownloadLock.acquire(join(folder, `${file.name}.lock`), {
    signal,
    onWaiting: report,
  });
  if (await isThere(file, folder)) return report(file.bytes);
  await using part = await PartialFile.open(folder, file.name);
  await complete(part, file, mirrors, options, () => {
    lock.report(part.length);
    report(part.length);
  });
  if (!(await part.place())) return download(file, folder, mirrors, options);
}

function make(folder: string, { of }: Downloadable): void {
  try {
    makeFolders(folder);
  } catch (error) {
    throw new DatasetError(
      withOtherData(
        l10n.t("The folder {0} cannot be made ({1}).", folder, explainDiskTrouble(error).reason),
        of,
      ),
    );
  }
}

/** Whether the folder has the whole file, which another process may have placed meanwhile. */
async function isThere({ name, bytes, sha256 }: Downloadable, folder: string): Promise<boolean> {
  const path = join(folder, name);
  const found = await stat(path).catch(() => undefined);
  return found?.size === bytes && (await sha256Of(createReadStream(path)).catch(() => undefined)) === sha256;
}

/** Tries the mirrors in order until `part` is the whole file. @throws as {@link download} does */
async function complete(
  part: PartialFile,
  file: Downloadable,
  mirrors: readonly string[],
  { signal, timeoutMs = 15_000, backoffMs = 500 }: DownloadOptions,
  onReceived: () => void,
): Promise<void> {
  const failures = new Map<string, string>();
  let hopeful = [...mirrors];
  for (let round = 0; round < rounds && hopeful.length > 0; round++) {
    if (round > 0) await pause(backoffMs * 2 ** (round - 1), signal);
    const next: string[] = [];
    for (const mirror of hopeful) {
      try {
        return await receive(part, file, mirror, { bytes: file.bytes, timeoutMs, signal, onReceived });
      } catch (error) {
        if (!(error instanceof FetchFailure)) throw error;
        failures.set(
          mirror,
          l10n.t({
            message: "{0} {1}",
            args: [new URL(mirror).host, error.message],
            comment: "A server, then what it did",
          }),
        );
        if (error.mayPass) next.push(mirror);
      }
    }
    hopeful = next;
  }
  throw new DatasetUnavailableError(file.of, [...failures.values()]);
}

/**
 * Completes `part` from one mirror and checks the SHA-256 of `part`. A wrong content is removed.
 * @throws FetchFailure where the mirror does not send the published file
 */
async function receive(
  part: PartialFile,
  file: Downloadable,
  mirror: string,
  options: FetchOptions,
): Promise<void> {
  const continued = part.length > 0;
  if (part.length < file.bytes) await fetchInto(part, mirror + file.name, options);
  if (part.length === file.bytes && (await part.sha256()) === file.sha256) return;
  await part.clear();
  if (!continued) throw new FetchFailure(l10n.t("sent another content than the published one"), false);
  // The wrong bytes may come from an earlier attempt. The whole file is therefore requested once more.
  await receive(part, file, mirror, options);
}

/** Waits for `ms` and up to half of it longer, so that programs that failed together do not retry together. */
async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  await sleep(ms * (1 + Math.random() / 2), undefined, { signal }).catch(() => undefined);
  signal?.throwIfAborted();
}

function reporter(file: Downloadable, onProgress: DownloadOptions["onProgress"]): (received: number) => void {
  let last = Number.NEGATIVE_INFINITY;
  return (receivedBytes) => {
    const now = performance.now();
    if (receivedBytes < file.bytes && now - last < progressEveryMs) return;
    last = now;
    onProgress?.({ file: file.name, receivedBytes, totalBytes: file.bytes });
  };
}
