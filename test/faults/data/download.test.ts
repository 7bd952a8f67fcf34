import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type DownloadProgress, download } from "../../../src/data/download";
import { DatasetError, DatasetUnavailableError } from "../../../src/data/errors";
import { datasets } from "../../../src/datasets/datasets";
import {
  cutOff,
  type Handler,
  inTurn,
  type LocalServer,
  serve,
  whole,
} from "../../integration/data/localServer";
import { limits } from "../../support/limits.mjs";
import { sha256, temporaryFolder } from "../../unit/data/smallDataset";
import { SmallDisk } from "../SmallDisk";

const content = Buffer.from(Uint8Array.from({ length: 300_000 }, (_, i) => (i * 7919) >>> 3));
const half = 150_000;
const file = { of: "Fashion-MNIST", name: "clothes.gz", bytes: content.length, sha256: sha256(content) };
/** Options with a time limit that no answering server exceeds, even on a busy machine. */
const quick = { timeoutMs: limits.wait, backoffMs: 1 };
/** Options for servers that never answer, or never finish their answer. */
const impatient = { ...quick, timeoutMs: 2000 };

/** Folder of the download of the current test. */
let folderPath: string;
const present = () => folderPath;

const status =
  (code: number): Handler =>
  (_request, response) =>
    response.writeHead(code).end();
const html: Handler = (_request, response) =>
  response.writeHead(200, { "content-type": "text/html" }).end("<!DOCTYPE html><p>Please sign in.");
const silence: Handler = () => {};
const stalling: Handler = (_request, response) => {
  response.writeHead(200, { "content-length": content.length });
  response.write(content.subarray(0, half));
};
const silent = new Set([silence, stalling]);

/** Downloads from servers with these handlers, as mirrors in this order. */
async function downloadFrom(...handlers: Handler[]) {
  const options = handlers.some((handler) => silent.has(handler)) ? impatient : quick;
  await using folder = await temporaryFolder();
  folderPath = folder.path;
  const servers = await Promise.all(handlers.map(serve));
  const mirrors = servers.map(({ url }) => url);
  const error = await download(file, folder.path, mirrors, options).catch((error: unknown) => error);
  await Promise.all(servers.map((server) => server[Symbol.asyncDispose]()));
  const names = await readdir(folder.path);
  const right = names.includes(file.name) && content.equals(await readFile(join(folder.path, file.name)));
  return { error, names, right, requests: servers.map(({ requests }) => requests) };
}

test("a file arrives whole, under its name and no other", async () => {
  const { error, names, right } = await downloadFrom(whole(content));
  expect(error).toBeUndefined();
  expect(names).toEqual([file.name]);
  expect(right).toBe(true);
});

test("the second mirror is not used when the first one has the file", async () => {
  const { requests } = await downloadFrom(whole(content), whole(content));
  expect(requests).toEqual([["/clothes.gz"], []]);
});

test.each<[string, Handler]>([
  ["a missing file", status(404)],
  ["a server error", status(503)],
  ["a web page instead of data", html],
  [
    "a web page whose length is announced",
    (_request, response) => response.writeHead(200, { "content-length": 9 }).end("<!DOCTYPE"),
  ],
  ["a wrong length", whole(content.subarray(1))],
  ["another content of the same length", whole(Buffer.from(content).fill(7, half, half + 1))],
  [
    "more than the file's length",
    (_request, response) => response.end(Buffer.concat([content, Buffer.from("more")])),
  ],
  ["a redirect in a circle", (request, response) => response.writeHead(302, { location: request.url }).end()],
  [
    "a redirect to another protocol",
    (_request, response) => response.writeHead(302, { location: "file:///etc/passwd" }).end(),
  ],
  [
    "a redirect to no address",
    (_request, response) => response.writeHead(301, { location: "http://:::" }).end(),
  ],
  ["a redirect without an address", status(302)],
  ["an answer that is not HTTP", (request) => request.socket.end("220 mail.example ESMTP\r\n")],
  ["a connection that is reset", (request) => request.socket.destroy()],
  ["a connection that is cut off", cutOff(content, half, present)],
  ["no answer", silence],
  ["an answer that stalls", stalling],
])("after %s the next mirror is tried", async (_fault, handler) => {
  const { error, names, right, requests } = await downloadFrom(handler, whole(content));
  expect(error).toBeUndefined();
  expect(names).toEqual([file.name]);
  expect(right).toBe(true);
  expect(requests[1]).toHaveLength(1);
});

test("a redirect is followed, with the requested range", async () => {
  await using server = await serve(whole(content));
  const elsewhere: Handler = (_request, response) =>
    response.writeHead(307, { location: `${server.url}moved.gz` }).end();
  const { right } = await downloadFrom(inTurn(cutOff(content, half, present), elsewhere));
  expect(right).toBe(true);
  expect(server.requests).toEqual([`/moved.gz bytes=${half}-`]);
});

test("an address without a server is skipped for the next mirror", async () => {
  await using folder = await temporaryFolder();
  await using server = await serve(whole(content));
  let gone: LocalServer;
  {
    await using closed = await serve(silence);
    gone = closed;
  }
  await download(file, folder.path, [gone.url, server.url], quick);
  expect(await readdir(folder.path)).toEqual([file.name]);
});

test("a file that was cut off is continued where it ended", async () => {
  const { right, requests } = await downloadFrom(inTurn(cutOff(content, half, present), whole(content)));
  expect(right).toBe(true);
  expect(requests[0]).toEqual(["/clothes.gz", `/clothes.gz bytes=${half}-`]);
});

test("a file that was cut off is continued at the next mirror", async () => {
  const { right, requests } = await downloadFrom(cutOff(content, half, present), whole(content));
  expect(right).toBe(true);
  expect(requests[1]).toEqual([`/clothes.gz bytes=${half}-`]);
});

test("a server that ignores ranges sends the file from its beginning", async () => {
  const all: Handler = (_request, response) =>
    response.writeHead(200, { "content-length": content.length }).end(content);
  const { right } = await downloadFrom(inTurn(cutOff(content, half, present), all));
  expect(right).toBe(true);
});

test("the whole file is requested from a server that answered with another range than requested", async () => {
  const wrongRange: Handler = (_request, response) => {
    response
      .writeHead(206, { "content-range": `bytes 0-${content.length - 1}/${content.length}` })
      .end(content);
  };
  const { right, requests } = await downloadFrom(
    inTurn(cutOff(content, half, present), wrongRange, whole(content)),
  );
  expect(right).toBe(true);
  expect(requests[0]?.at(-1)).toBe("/clothes.gz");
});

test("a wrong first half is not kept when another mirror completes the file", async () => {
  const wrong = Buffer.from(content).fill(7, 0, 10);
  const { right, requests } = await downloadFrom(cutOff(wrong, half, present), whole(content));
  expect(right).toBe(true);
  expect(requests[1]).toEqual([`/clothes.gz bytes=${half}-`, "/clothes.gz"]);
});

test("a temporary error is retried three times, a permanent one once", async () => {
  const { requests } = await downloadFrom(status(503), status(404));
  expect(requests.map((asked) => asked.length)).toEqual([3, 1]);
});

test("when every mirror fails the message has one reason and the remedy, the error all reasons", async () => {
  const { error, names } = await downloadFrom(status(404), html, status(500), silence);
  expect(error).toBeInstanceOf(DatasetUnavailableError);
  const { message, failures } = error as DatasetUnavailableError;
  expect(message.replace(/:\d+/, ":PORT")).toBe(
    "Fashion-MNIST could not be downloaded (127.0.0.1:PORT answered 404 Not Found). " +
      "Connect to the network, choose a folder with its four files, or use the sample set.",
  );
  expect(failures.map((failure) => failure.replace(/:\d+/, ":PORT"))).toEqual([
    "127.0.0.1:PORT answered 404 Not Found",
    "127.0.0.1:PORT sent 33 bytes where the file has 300000",
    "127.0.0.1:PORT answered 500 Internal Server Error",
    "127.0.0.1:PORT gave no answer within 2 s",
  ]);
  expect(names).toEqual([]);
});

test("a partial file is continued by the next download", async () => {
  await using folder = await temporaryFolder();
  folderPath = folder.path;
  await using server = await serve(inTurn(cutOff(content, half, present), status(404), whole(content)));
  await expect(download(file, folder.path, [server.url], quick)).rejects.toThrow(DatasetUnavailableError);
  expect(await readdir(folder.path)).toEqual(["clothes.gz.part"]);
  await download(file, folder.path, [server.url], quick);
  expect(server.requests.at(-1)).toBe(`/clothes.gz bytes=${half}-`);
  expect(await readdir(folder.path)).toEqual([file.name]);
});

test("the longest partial file of killed processes is continued, and none of them stays", async () => {
  await using folder = await temporaryFolder();
  await using server = await serve(whole(content));
  await writeFile(join(folder.path, "clothes.gz.0-killed.part"), content.subarray(0, half));
  await writeFile(join(folder.path, "clothes.gz.1-killed.part"), content.subarray(0, 10));
  await writeFile(join(folder.path, "clothes.gz.part"), content.subarray(0, 20));
  await download(file, folder.path, [server.url], quick);
  expect(server.requests).toEqual([`/clothes.gz bytes=${half}-`]);
  expect(await readdir(folder.path)).toEqual(["clothes.gz"]);
});

test("an existing file is not fetched, and a wrong one is replaced", async () => {
  await using folder = await temporaryFolder();
  await using server = await serve(whole(content));
  await writeFile(join(folder.path, "clothes.gz"), Buffer.alloc(content.length));
  await download(file, folder.path, [server.url], quick);
  expect(content.equals(await readFile(join(folder.path, file.name)))).toBe(true);
  await download(file, folder.path, [server.url], quick);
  expect(server.requests).toHaveLength(1);
});

test("a partial file that is complete needs no network", async () => {
  await using folder = await temporaryFolder();
  await writeFile(join(folder.path, "clothes.gz.part"), content);
  await download(file, folder.path, ["http://127.0.0.1:9/"], quick);
  expect(await readdir(folder.path)).toEqual([file.name]);
});

test("a partial file that is longer than the file is started again", async () => {
  await using folder = await temporaryFolder();
  await using server = await serve(whole(content));
  await writeFile(join(folder.path, "clothes.gz.part"), Buffer.concat([content, content]));
  await download(file, folder.path, [server.url], quick);
  expect(await readdir(folder.path)).toEqual([file.name]);
});

test("of several simultaneous downloads of a file into one folder, one fetches at a time, and all succeed", async () => {
  await using folder = await temporaryFolder();
  folderPath = folder.path;
  await using server = await serve(
    inTurn(cutOff(content, half, present), cutOff(content, 1000, present), whole(content)),
  );
  await writeFile(join(folder.path, "clothes.gz.part"), content.subarray(0, 500));
  await Promise.all(Array.from({ length: 6 }, () => download(file, folder.path, [server.url], quick)));
  expect(server.requests).toEqual([
    "/clothes.gz bytes=500-",
    `/clothes.gz bytes=${half}-`,
    "/clothes.gz bytes=1000-",
  ]);
  expect(await readdir(folder.path)).toEqual([file.name]);
  expect(content.equals(await readFile(join(folder.path, file.name)))).toBe(true);
});

test.each<[string, Handler]>([
  ["while waiting for an answer", silence],
  [
    "while receiving",
    (_request, response) => {
      response.writeHead(200, { "content-length": content.length });
      response.write(content.subarray(0, half));
    },
  ],
  ["between two attempts", status(503)],
])("a download can be cancelled %s", async (_when, handler) => {
  await using folder = await temporaryFolder();
  await using server = await serve(handler);
  const cancel = new AbortController();
  const downloading = download(file, folder.path, [server.url], {
    timeoutMs: 60_000,
    backoffMs: 60_000,
    signal: cancel.signal,
  });
  setTimeout(() => cancel.abort(new Error("changed my mind")), 100);
  await expect(downloading).rejects.toThrow("changed my mind");
  expect(await readdir(folder.path)).not.toContain(file.name);
});

test("progress never decreases within an answer and ends with the whole file", async () => {
  await using folder = await temporaryFolder();
  await using server = await serve(whole(content));
  const seen: DownloadProgress[] = [];
  await download(file, folder.path, [server.url], {
    ...quick,
    onProgress: (progress) => seen.push(progress),
  });
  const received = seen.map(({ receivedBytes }) => receivedBytes);
  expect(received).toEqual([...received].sort((a, b) => a - b));
  expect(seen.at(-1)).toEqual({ file: "clothes.gz", receivedBytes: 300_000, totalBytes: 300_000 });
});

test.runIf(process.platform === "linux")(
  "a folder that the system cannot make is refused without waiting",
  async () => {
    const error = await download(file, "/proc/self/cache/fashion-mnist", [], quick).catch(
      (error: unknown) => error,
    );
    expect((error as Error).message).toBe(
      "The folder /proc/self/cache/fashion-mnist cannot be made (its folder is not there, ENOENT); choose a folder that holds Fashion-MNIST's four files, or use the sample set.",
    );
  },
);

test("a folder that cannot be made is named", async () => {
  await using folder = await temporaryFolder();
  await mkdir(join(folder.path, "cache"));
  await writeFile(join(folder.path, "cache", "taken"), "");
  const impossible = join(folder.path, "cache", "taken", "below");
  const error = await download(file, impossible, ["http://127.0.0.1:9/"], quick).catch((e: unknown) => e);
  expect(error).toBeInstanceOf(DatasetError);
  expect((error as Error).message).toMatch(
    /^The folder .*below cannot be made \(what is there is no folder, ENOTDIR\); choose a folder .+, or use the sample set\.$/,
  );
});

test("a file without a pinned SHA-256 is not kept, and all published ones have one", async () => {
  await using folder = await temporaryFolder();
  await using server = await serve(whole(content));
  await expect(download({ ...file, sha256: "" }, folder.path, [server.url], quick)).rejects.toThrow(
    "sent another content than the published one",
  );
  expect(await readdir(folder.path)).toEqual([]);
  for (const { gz } of Object.values(datasets["fashion-mnist"].files))
    expect(gz.sha256).toMatch(/^[0-9a-f]{64}$/);
});

test.runIf(SmallDisk.isPossible)(
  "on a full disk the file is named, and continued when there is space",
  async () => {
    await using folder = await temporaryFolder();
    await using server = await serve(whole(content));
    using disk = new SmallDisk(join(folder.path, "disk"));
    const cache = join(folder.path, "disk", "cache");
    await mkdir(cache);
    disk.fill(half);
    await expect(download(file, cache, [server.url], quick)).rejects.toThrow(
      /clothes\.gz\..*\.part cannot be written \(the disk is full, ENOSPC\); free some space\.$/,
    );
    expect(await readdir(cache)).toEqual(["clothes.gz.part"]);
    disk.freeSpace();
    await download(file, cache, [server.url], quick);
    expect(server.requests[1]).toMatch(/^\/clothes\.gz bytes=\d{5,}-$/);
    expect(content.equals(await readFile(join(cache, file.name)))).toBe(true);
    expect(await readdir(cache)).toEqual([file.name]);
  },
);
