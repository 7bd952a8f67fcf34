import { DatasetError, errorCode } from "./errors";
import type { PartialFile } from "./PartialFile";

export interface FetchOptions {
  /** Length of the whole file; a server that offers another is refused before its content is read. */
  bytes: number;
  /** Longest wait for an answer, and between two pieces of it, in milliseconds. */
  timeoutMs: number;
  signal?: AbortSignal;
  onReceived?: () => void;
}

/** A server did not give the file. */
export class FetchFailure extends Error {
  constructor(
    message: string,
    /** Whether asking again later may help. */
    readonly mayPass: boolean,
  ) {
    super(message);
  }
}

/**
 * Appends to `part` what it still lacks of the file at `url`.
 * @throws FetchFailure when the server does not give it, the signal's reason when aborted, DatasetError when the
 *   disk refuses
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
    for await (const piece of response.body ?? []) {
      watchdog.refresh();
      if (part.length + piece.length > bytes) throw new FetchFailure(`sent more than ${bytes} bytes`, false);
      await part.append(piece);
      onReceived?.();
    }
    if (part.length < bytes) {
      // Ended in good order, so this is all that the server has: something else than the file.
      const received = part.length;
      await part.clear();
      throw new FetchFailure(`sent ${received} bytes where the file has ${bytes}`, false);
    }
  } catch (error) {
    if (error instanceof FetchFailure || error instanceof DatasetError) throw error;
    signal?.throwIfAborted();
    const wait = `${timeoutMs / 1000} s`;
    if (answered) {
      const fault = silent ? `stalled for ${wait}` : "broke off";
      throw new FetchFailure(`${fault} after ${part.length} of ${bytes} bytes`, true);
    }
    // A host that packets vanish on the way to would otherwise be waited for again and again.
    if (silent) throw new FetchFailure(`gave no answer within ${wait}`, false);
    throw new FetchFailure(`is out of reach (${reason(error)})`, true);
  } finally {
    clearTimeout(watchdog);
    signal?.removeEventListener("abort", abort);
    ending.abort();
  }
}

function ask(url: string, from: number, signal: AbortSignal): Promise<Response> {
  // The file is a .gz already: a server that packed it once more would spoil ranges and lengths.
  const headers: Record<string, string> = { "accept-encoding": "identity" };
  if (from > 0) headers.range = `bytes=${from}-`;
  return fetch(url, { headers, signal });
}

/** Checks that what follows is the rest of the file, or the whole of it, for which `part` is emptied. */
async function accept(response: Response, part: PartialFile, bytes: number): Promise<void> {
  const { status, statusText, headers } = response;
  const range = /^bytes (\d+)-\d+\/(\d+)$/.exec(headers.get("content-range") ?? "");
  const continues = status === 206 && Number(range?.[1]) === part.length;
  if (status !== 200 && !continues) {
    // The server cannot go on from what is kept: the next request asks for the whole.
    if (status === 206 || status === 416) await part.clear();
    const mayPass = status >= 500 || [206, 408, 416, 429].includes(status);
    throw new FetchFailure(`answered ${status} ${statusText}`.trim(), mayPass);
  }
  const declared = continues ? range![2] : headers.get("content-length");
  if (declared !== null && Number(declared) !== bytes) {
    throw new FetchFailure(`offers ${declared} bytes where the file has ${bytes}`, false);
  }
  if (!continues && part.length > 0) await part.clear();
}

/** The innermost cause, which names host and fault where fetch says only that it failed. */
function reason(error: unknown): string {
  let inner = error;
  while (inner instanceof Error && inner.cause) inner = inner.cause;
  const code = errorCode(inner);
  return code.startsWith("UND_") ? (inner as Error).message : code;
}
