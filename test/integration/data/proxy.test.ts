import { once } from "node:events";
import { readFileSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { createServer } from "node:https";
import { type AddressInfo, connect, createServer as createTcpServer, type Socket } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { download } from "../../../src/data/download";
import { DatasetUnavailableError } from "../../../src/data/errors";
import { request } from "../../../src/data/request";
import { proxyEnvironment } from "../../../src/host/proxyEnvironment";
import { limits } from "../../support/limits.mjs";
import { sha256, temporaryFolder } from "../../unit/data/smallDataset";
import { proxy } from "./localProxy";
import { cutOff, inTurn, serve, whole } from "./localServer";

const content = Buffer.from(Uint8Array.from({ length: 300_000 }, (_, i) => (i * 7919) >>> 3));
const half = 150_000;
const file = { of: "Fashion-MNIST", name: "clothes.gz", bytes: content.length, sha256: sha256(content) };
const quick = { timeoutMs: limits.wait, backoffMs: 1 };
/** A self-signed certificate for localhost. */
const certificate = readFileSync(join(import.meta.dirname, "../../fixtures/localhost.pem"));

beforeEach(() => {
  for (const name of ["http_proxy", "https_proxy", "all_proxy", "no_proxy"]) {
    vi.stubEnv(name, undefined);
    vi.stubEnv(name.toUpperCase(), undefined);
  }
});
afterEach(() => vi.unstubAllEnvs());

/** Sets the environment variables that a trainer gets for these `http` settings of VS Code. */
function useSettings(settings: Record<string, unknown>): void {
  const environment = proxyEnvironment({ get: (name) => settings[name] });
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
}

/** Folder of the download of the current test. */
let folderPath: string;
const present = () => folderPath;

/** The result of a download from a mirror: "whole" for the whole file, or the error's list of failures. */
async function outcome(mirror: string, options = quick): Promise<"whole" | readonly string[]> {
  await using folder = await temporaryFolder();
  folderPath = folder.path;
  const error = await download(file, folder.path, [mirror], options).catch((error: unknown) => error);
  if (error instanceof DatasetUnavailableError) return error.failures;
  expect(error).toBeUndefined();
  expect(await readdir(folder.path)).toEqual([file.name]);
  expect(content.equals(await readFile(join(folder.path, file.name)))).toBe(true);
  return "whole";
}

async function serveSecurely(): Promise<AsyncDisposable & { url: string; host: string }> {
  const server = createServer({ key: certificate, cert: certificate }, whole(content));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: `https://${host}/`,
    host,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

test("an http mirror is requested through the proxy, also for the rest of a file", async () => {
  await using server = await serve(inTurn(cutOff(content, half, present), whole(content)));
  await using between = await proxy();
  useSettings({ proxy: between.url });
  expect(await outcome(server.url)).toBe("whole");
  expect(between.requests).toEqual(Array(2).fill(`GET ${server.url}clothes.gz`));
  expect(server.requests).toEqual(["/clothes.gz", `/clothes.gz bytes=${half}-`]);
});

test("an https mirror is requested through a tunnel", async () => {
  await using server = await serveSecurely();
  await using between = await proxy();
  useSettings({ proxy: between.url, proxyStrictSSL: false });
  expect(await outcome(server.url)).toBe("whole");
  expect(between.requests).toEqual([`CONNECT ${server.host}`]);
});

test.each(["http", "https"])(
  "an %s request that is aborted at once leaves no connection to the proxy",
  async (scheme) => {
    const silent = createTcpServer().listen(0, "127.0.0.1");
    await once(silent, "listening");
    const { port } = silent.address() as AddressInfo;
    useSettings({ proxy: `http://127.0.0.1:${port}` });
    const connected: Socket[] = [];
    silent.on("connection", (socket) => connected.push(socket.resume()));
    const givenUp = new AbortController();
    const asking = request(`${scheme}://mirror.example/clothes.gz`, { headers: {}, signal: givenUp.signal });
    givenUp.abort();
    await expect(asking).rejects.toThrow();
    // If the request had connected to the proxy, the proxy would have received that connection before `later`.
    const later = connect(port, "127.0.0.1");
    await once(later, "connect");
    const open = () => connected.filter(({ destroyed }) => !destroyed).map(({ remotePort }) => remotePort);
    await expect.poll(open).toEqual([later.localPort]);
    for (const socket of [later, ...connected]) socket.destroy();
    silent.close();
  },
  limits.test,
);

test("a certificate without a trusted issuer is refused unless the settings allow it", async () => {
  await using server = await serveSecurely();
  await using between = await proxy();
  useSettings({ proxy: between.url, proxyStrictSSL: true });
  expect(await outcome(server.url)).toEqual([
    `${server.host} is out of reach: DEPTH_ZERO_SELF_SIGNED_CERT through the proxy ${new URL(between.url).host}`,
  ]);
});

test("credentials are sent to the proxy, and are in no message", async () => {
  await using server = await serve(whole(content));
  await using between = await proxy({ refuse: true });
  useSettings({ proxy: between.url.replace("//", "//me:secret@") });
  const failures = await outcome(server.url);
  expect(between.requests).toEqual([`GET ${server.url}clothes.gz me:secret`]);
  expect(failures).toEqual([`${new URL(server.url).host} answered 407 Proxy Authentication Required`]);
});

test("a proxy that refuses a tunnel is reported with its answer", async () => {
  await using server = await serveSecurely();
  await using between = await proxy({ refuse: true });
  useSettings({ proxy: between.url });
  expect(await outcome(server.url)).toEqual([`${server.host} answered 407 Proxy Authentication Required`]);
});

test("a silent proxy has the same time limit as a mirror", async () => {
  const sockets: Socket[] = [];
  const silent = createTcpServer((socket) => sockets.push(socket)).listen(0, "127.0.0.1");
  await once(silent, "listening");
  useSettings({ proxy: `http://127.0.0.1:${(silent.address() as AddressInfo).port}` });
  expect(await outcome("https://mirror.test/", { ...quick, timeoutMs: 1000 })).toEqual([
    "mirror.test gave no answer within 1 s",
  ]);
  for (const socket of sockets) socket.destroy();
  silent.close();
});

test("a host in the list of exceptions is requested directly", async () => {
  await using server = await serve(whole(content));
  await using between = await proxy();
  useSettings({ proxy: between.url, noProxy: ["127.0.0.1"] });
  expect(await outcome(server.url)).toBe("whole");
  expect(between.requests).toEqual([]);
});

test("a redirect is followed through the proxy", async () => {
  await using server = await serve(whole(content));
  await using moved = await serve((request, response) =>
    response.writeHead(302, { location: `${server.url}${request.url!.slice(1)}` }).end(),
  );
  await using between = await proxy();
  useSettings({ proxy: between.url });
  expect(await outcome(moved.url)).toBe("whole");
  expect(between.requests).toEqual([`GET ${moved.url}clothes.gz`, `GET ${server.url}clothes.gz`]);
});

test.each([
  ["http://127.0.0.1:9", "mirror.test is out of reach: ECONNREFUSED through the proxy 127.0.0.1:9"],
  [
    "socks5://me:secret@127.0.0.1:9",
    "mirror.test is to be asked through a proxy of the kind socks5, where http or https is needed",
  ],
  ["http://::::", "mirror.test is to be asked through a proxy whose address is not valid"],
])("the proxy %s is named in the error about it", async (address, failure) => {
  useSettings({ proxy: address });
  expect(await outcome("http://mirror.test/")).toEqual([failure]);
});
