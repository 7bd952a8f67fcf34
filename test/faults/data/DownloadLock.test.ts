import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";
import { download } from "../../../src/data/download";
import { type Handler, type LocalServer, serve, whole } from "../../integration/data/localServer";
import { sha256, temporaryFolder } from "../../unit/data/smallDataset";

const content = Buffer.from(Uint8Array.from({ length: 300_000 }, (_, i) => (i * 7919) >>> 3));
const half = 150_000;
const file = { of: "Fashion-MNIST", name: "clothes.gz", bytes: content.length, sha256: sha256(content) };

let programs: string;
beforeAll(async () => {
  programs = await mkdtemp(join(tmpdir(), "download-program-"));
  await build({
    entryPoints: [join(import.meta.dirname, "downloadProgram.ts")],
    outfile: join(programs, "download.mjs"),
    bundle: true,
    platform: "node",
    target: "node20",
    format: "esm",
    banner: {
      js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
    },
  });
});
afterAll(() => rm(programs, { recursive: true, force: true }));

interface Downloader extends AsyncDisposable {
  process: ChildProcess;
  /** Exit code, or the signal that ended the process. */
  ended: Promise<number | NodeJS.Signals>;
  /**
   * Resolves when the process has reported exactly this number of received bytes. While the process waits for another
   * process to download the file, it reports the bytes that the other process has received.
   */
  received(bytes: number): Promise<void>;
}

function startDownloader(folder: string, { url }: LocalServer): Downloader {
  const child = spawn(process.execPath, [join(programs, "download.mjs"), folder, url, JSON.stringify(file)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "exit").then(([code, signal]) => code ?? signal);
  const seen = new Set<number>();
  const lines = createInterface(child.stdout).on("line", (line) => seen.add(Number(line)));
  return {
    process: child,
    ended,
    async received(bytes) {
      while (!seen.has(bytes)) await once(lines, "line");
    },
    async [Symbol.asyncDispose]() {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

interface ServerInHalves extends LocalServer {
  /** Resolves at the first request. */
  asked: Promise<void>;
  release(): void;
}

/** A server that holds back the second half of its first answer until `release` is called. Later answers are whole. */
async function serveInHalves(): Promise<ServerInHalves> {
  let release = () => {};
  let isAsked = () => {};
  const asked = new Promise<void>((resolve) => {
    isAsked = resolve;
  });
  const halves: Handler = (_request, response) => {
    response.writeHead(200, { "content-length": content.length });
    response.write(content.subarray(0, half));
    release = () => response.end(content.subarray(half));
    isAsked();
  };
  let first = true;
  const server = await serve((request, response) => {
    const handler = first ? halves : whole(content);
    first = false;
    handler(request, response);
  });
  return { ...server, asked, release: () => release() };
}

async function isWhole(folder: string): Promise<boolean> {
  const names = await readdir(folder);
  return names.join() === file.name && content.equals(await readFile(join(folder, file.name)));
}

test.concurrent("a second process reports the first one's bytes and uses its file", async () => {
  await using folder = await temporaryFolder();
  await using server = await serveInHalves();
  await using first = startDownloader(folder.path, server);
  await server.asked;
  await using second = startDownloader(folder.path, server);
  await second.received(half);
  server.release();
  expect(await Promise.all([first.ended, second.ended])).toEqual([0, 0]);
  await second.received(content.length);
  expect(server.requests).toEqual(["/clothes.gz"]);
  expect(await isWhole(folder.path)).toBe(true);
});

test.concurrent("when the first process is killed the second continues where it ended", async () => {
  await using folder = await temporaryFolder();
  await using server = await serveInHalves();
  await using first = startDownloader(folder.path, server);
  await server.asked;
  await using second = startDownloader(folder.path, server);
  await second.received(half);
  first.process.kill("SIGKILL");
  expect(await first.ended).toBe("SIGKILL");
  expect(await second.ended).toBe(0);
  expect(server.requests).toEqual(["/clothes.gz", `/clothes.gz bytes=${half}-`]);
  expect(await isWhole(folder.path)).toBe(true);
});

// Windows cannot suspend a process by a signal.
test
  .skipIf(process.platform === "win32")
  .concurrent("a process that was only suspended spoils nothing when it wakes", async () => {
    await using folder = await temporaryFolder();
    await using server = await serveInHalves();
    await using first = startDownloader(folder.path, server);
    await server.asked;
    await using second = startDownloader(folder.path, server);
    await second.received(half);
    first.process.kill("SIGSTOP");
    expect(await second.ended).toBe(0);
    server.release();
    first.process.kill("SIGCONT");
    expect(await first.ended).toBe(0);
    expect(await isWhole(folder.path)).toBe(true);
  });

test.concurrent("waiting for another process can be cancelled without cancelling that one", async () => {
  await using folder = await temporaryFolder();
  await using server = await serveInHalves();
  await using first = startDownloader(folder.path, server);
  await server.asked;
  const cancel = new AbortController();
  const waiting = download(file, folder.path, [server.url], {
    signal: cancel.signal,
    onProgress: () => cancel.abort(new Error("changed my mind")),
  });
  await expect(waiting).rejects.toThrow("changed my mind");
  server.release();
  expect(await first.ended).toBe(0);
  expect(await isWhole(folder.path)).toBe(true);
});

test.concurrent.each([
  ["a lock", (path: string) => writeFile(path, "someone 1 5\n")],
  ["an empty lock", (path: string) => writeFile(path, "")],
  ["a folder in the lock's place", (path: string) => mkdir(path)],
])("%s without an owner is removed", async (_what, leave) => {
  await using folder = await temporaryFolder();
  await using server = await serve(whole(content));
  await leave(join(folder.path, "clothes.gz.lock"));
  await download(file, folder.path, [server.url]);
  expect(await isWhole(folder.path)).toBe(true);
});
