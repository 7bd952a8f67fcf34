import { once } from "node:events";
import { createServer, request } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";

export interface LocalProxy extends AsyncDisposable {
  url: string;
  /** `GET http://…` or `CONNECT host:port` of every request, followed by its credentials, if any. */
  requests: string[];
}

/** A proxy that requests http addresses itself and opens tunnels to all others. With `refuse`, it only answers 407. */
export async function proxy({ refuse = false } = {}): Promise<LocalProxy> {
  const requests: string[] = [];
  const sockets = new Set<Socket>();
  const note = (method: string, url: string, authorization: string | undefined) => {
    const [, token = ""] = authorization?.split(" ") ?? [];
    requests.push(`${method} ${url} ${Buffer.from(token, "base64")}`.trim());
  };
  const server = createServer((incoming, outgoing) => {
    note(incoming.method!, incoming.url!, incoming.headers["proxy-authorization"]);
    if (refuse) return void outgoing.writeHead(407).end();
    const { range } = incoming.headers;
    request(incoming.url!, { headers: range ? { range } : {} }, (answer) => {
      outgoing.writeHead(answer.statusCode!, answer.headers);
      answer.on("error", () => outgoing.destroy()).pipe(outgoing);
    }).end();
  });
  server.on("connect", (incoming, client: Socket) => {
    note("CONNECT", incoming.url!, incoming.headers["proxy-authorization"]);
    if (refuse) return void client.end("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n");
    const [host, port] = incoming.url!.split(":");
    const target = connect(Number(port), host, () => {
      client.write("HTTP/1.1 200 Connection Established\r\n\r\n");
      client.pipe(target).pipe(client);
    });
    sockets.add(target).add(client);
    target.on("error", () => client.destroy());
    client.on("error", () => target.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
