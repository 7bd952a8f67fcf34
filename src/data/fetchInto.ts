import type { IncomingMessage } from "node:http";
import * as l10n from "@vscode/l10n";
import { errorCode } from "../files/errorCode";
import { bytesText } from "../text/amounts";
import { DatasetError } from "./errors";
import { FetchFailure } from "./FetchFailure";
import type { PartialFile } from "./PartialFile";
import { request } from "./request";

export interface FetchOptions {
  /** Length (bytes) of the whole file. A server that announces another length is refused before its content is read. */
  bytes: number;
  /** Longest time (ms) to wait for an answer, and between two pieces of the answer. */
  timeoutMs: number;
  signal?: AbortSignal;
  onReceived?: () => void;
}

/**
 * Appends the missing rest of the file at `url` to `part`.
 * @throws FetchFailure when the server does not send the rest, the signal's reason when aborted, DatasetError when
 * `part` cannot be written
 */
export async function fetchInto(part: PartialFile, url: string, options: FetchOptions): Promise<void> {
  const { bytes, timeoutMs, signal, onReceived } = options;
  signal?.throwIfAborted();
  const ending = new AbortController();
  const abort = () => ending.abort();
  signal?.addEventListener("abort", abort);
  let silent = false;
  let answered = false;
  const watchdog = setTimeout(() => {
    silent = true;
    ending.abort();
  }, timeoutMs);
  try {
    const response = await ask(url, part.length, ending.signal);
    answered = true;
    watchdog.refresh();
    await accept(response, part, bytes);
    for await (const piece of response as AsyncIterable<Uint8Array>) {
      watchdog.refresh();
      if (part.length + piece.length > bytes)
        throw new FetchFailure(l10n.t("sent more than {0} bytes", bytes), false);
      await part.append(piece);
      onReceived?.();
    }
    if (part.length < bytes) {
      // The answer ended without an error, so the server's file is not the published one.
      const received = part.length;
      await part.clear();
      throw new FetchFailure(l10n.t("sent {0} where the file has {1}", bytesText(received), bytes), false);
    }
  } catch (error) {
    if (error instanceof FetchFailure || error instanceof DatasetError) throw error;
    signal?.throwIfAborted();
    const wait = l10n.t("{0} s", timeoutMs / 1000);
    if (answered) {
      const fault = silent
        ? l10n.t("stalled for {0} after {1} of {2} bytes", wait, part.length, bytes)
        : l10n.t("broke off after {0} of {1} bytes", part.length, bytes);
      throw new FetchFailure(fault, true);
    }
    // A mirror that does not answer is not tried again, since each attempt would take the whole timeout.
    if (silent) throw new FetchFailure(l10n.t("gave no answer within {0}", wait), false);
    throw new FetchFailure(l10n.t("is out of reach: {0}", reason(error)), true);
  } finally {
    clearTimeout(watchdog);
    signal?.removeEventListener("abort", abort);
    ending.abort();
  }
}

function ask(url: string, from: number, signal: AbortSignal): Promise<IncomingMessage> {
  // The file is a .gz already; further compression by the server would break ranges and lengths.
  const headers: Record<string, string> = { "accept-encoding": "identity", "user-agent": "fitting-room" };
  if (from > 0) headers.range = `bytes=${from}-`;
  return request(url, { headers, signal });
}

/**
 * Checks that the answer is the rest of the file or the whole file, and that the length of the file is right if the
 * server states it. Empties `part` if the answer is the whole file, or if the server cannot continue after the bytes in
 * `part`.
 * @throws FetchFailure if the answer is neither the rest nor the whole file, or the stated length is wrong
 */
async function accept(response: IncomingMessage, part: PartialFile, bytes: number): Promise<void> {
  const { statusCode: status = 0, statusMessage, headers } = response;
  const range = /^bytes (\d+)-\d+\/(\d+)$/.exec(headers["content-range"] ?? "");
  const continues = status === 206 && Number(range?.[1]) === part.length;
  if (status !== 200 && !continues) {
    // Status 206 with another position, or 416: the server cannot continue. The next request is for the whole file.
    if (status === 206 || status === 416) await part.clear();
    const mayPass = status >= 500 || [206, 408, 416, 429].includes(status);
    throw new FetchFailure(l10n.t("answered {0}", `${status} ${statusMessage}`.trim()), mayPass);
  }
  const declared = continues ? range![2] : headers["content-length"];
  if (declared !== undefined && Number(declared) !== bytes) {
    throw new FetchFailure(
      l10n.t("offers {0} where the file has {1}", bytesText(Number(declared)), bytes),
      false,
    );
  }
  if (!continues && part.length > 0) await part.clear();
}

/** The error's code, such as `ECONNREFUSED`; for a request through a proxy, also the proxy's host. */
function reason(error: unknown): string {
  if (!(error instanceof Error && error.cause)) return errorCode(error);
  return `${errorCode(error.cause)} ${error.message}`;
}
