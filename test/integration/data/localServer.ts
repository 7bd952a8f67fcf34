import { readdirSync, statSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

export interface LocalServer extends AsyncDisposable {
  /** The address. It ends with a slash, as a mirror's address does. */
  url: string;
  /** `path` or `path range` of every request, in order. */
  requests: string[];
}

export async function serve(handler: Handler): Promise<LocalServer> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const { range } = request.headers;
    requests.push(range ? `${request.url} ${range}` : `${request.url}`);
    handler(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Serves `bytes`, or those from N on for the range `bytes=N-`. Answers 416 where N is beyond the last byte. */
export function whole(bytes: Buffer): Handler {
  return (request, response) => {
    const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? 0);
    if (from >= bytes.length) {
      response.writeHead(416, { "content-range": `bytes */${bytes.length}` }).end();
    } else if (from > 0) {
      response.writeHead(206, {
        "content-length": bytes.length - from,
        "content-range": `bytes ${from}-${bytes.length - 1}/${bytes.length}`,
      });
      response.end(bytes.subarray(from));
    } else {
      response.writeHead(200, { "content-length": bytes.length }).end(bytes);
    }
  };
}

/**
 * Announces `bytes`, sends the first `length` of them, and closes the connection when the client has written these to
 * its file. A client discards what it has not read when its connection closes.
 * @param folder the folder of the download
 */
export function cutOff(bytes: Buffer, length: number, folder: () => string): Handler {
  const isWritten = () =>
    readdirSync(folder())
      .filter((name) => name.endsWith(".part"))
      .some((name) => statSync(join(folder(), name), { throwIfNoEntry: false })?.size === length);
  return async (_request, response) => {
    response.writeHead(200, { "content-length": bytes.length });
    response.write(bytes.subarray(0, length));
    while (!response.destroyed && !isWritten()) await sleep(5);
    response.destroy();
  };
}

/** Uses the handlers in order, one for each request. The last one serves all further requests. */
export function inTurn(...handlers: Handler[]): Handler {
  let next = 0;
  return (request, response) => handlers[Math.min(next++, handlers.length - 1)]!(request, response);
}
