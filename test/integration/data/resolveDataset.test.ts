import { readdir, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { expect, test } from "vitest";
import { DatasetError, DatasetUnavailableError } from "../../../src/data/errors";
import { type ResolveOptions, resolveDataset } from "../../../src/data/resolveDataset";
import { limits } from "../../support/limits.mjs";
import { smallDataset, temporaryFolder, writeDataset } from "../../unit/data/smallDataset";
import { type Handler, serve, whole } from "./localServer";

const dataset = smallDataset();
const quick = { timeoutMs: limits.wait, backoffMs: 1 };
const packed = [...dataset.content.keys()].filter((name) => name.endsWith(".gz"));

function resolve({ mirrors = [], ...options }: ResolveOptions & { mirrors?: string[] }) {
  return resolveDataset({ ...dataset.published, mirrors }, options);
}

const published: Handler = (request, response) => {
  const bytes = dataset.content.get(basename(request.url!));
  if (bytes) whole(bytes)(request, response);
  else response.writeHead(404).end();
};

test("the named folder is used, and nothing is downloaded", async () => {
  await using folder = await temporaryFolder();
  await writeDataset(dataset, folder.path, "plain");
  const options = { ...quick, location: folder.path, cacheFolder: "/no/such/cache", mirrors: [] };
  const { source, train, test } = await resolve(options);
  expect([source, train.length, test.length]).toEqual([folder.path, 200, 30]);
});

test("an incomplete named folder is an error, though the cache and the network could help", async () => {
  await using named = await temporaryFolder();
  await using cache = await temporaryFolder();
  await using server = await serve(published);
  await writeDataset(dataset, named.path, "plain");
  await rm(join(named.path, "t10k-labels-idx1-ubyte"));
  await writeDataset(dataset, cache.path, "plain");
  const options = { ...quick, location: named.path, cacheFolder: cache.path, mirrors: [server.url] };
  await expect(resolve(options)).rejects.toThrow(
    `${named.path} holds no complete Fashion-MNIST: t10k-labels-idx1-ubyte is missing`,
  );
  expect(server.requests).toEqual([]);
});

test("an empty cache is filled by download, and read the next time", async () => {
  await using cache = await temporaryFolder();
  await using server = await serve(published);
  const options = { ...quick, location: "", cacheFolder: join(cache.path, "made"), mirrors: [server.url] };
  const { source, train } = await resolve(options);
  expect([source, train.length]).toEqual([options.cacheFolder, 200]);
  expect((await readdir(options.cacheFolder)).sort()).toEqual(packed.sort());
  await resolve({ ...options, mirrors: [] });
  expect(server.requests).toHaveLength(4);
});

test("only what the cache lacks is downloaded", async () => {
  await using cache = await temporaryFolder();
  await using server = await serve(published);
  await writeDataset(dataset, cache.path, "gz");
  await rm(join(cache.path, "t10k-labels-idx1-ubyte.gz"));
  await resolve({ ...quick, location: "", cacheFolder: cache.path, mirrors: [server.url] });
  expect(server.requests).toEqual(["/t10k-labels-idx1-ubyte.gz"]);
});

test("damaged files in the cache are downloaded again", async () => {
  await using cache = await temporaryFolder();
  await using server = await serve(published);
  await writeDataset(dataset, cache.path, "gz");
  for (const name of packed) await writeFile(join(cache.path, name), "spoilt");
  await resolve({ ...quick, location: "", cacheFolder: cache.path, mirrors: [server.url] });
  expect(server.requests.sort()).toEqual(packed.map((name) => `/${name}`).sort());
});

test.each(["", ".gz"])(
  "damaged files in the cache are named and stay where nothing can be downloaded",
  async (ending) => {
    await using cache = await temporaryFolder();
    await writeDataset(dataset, cache.path, ending === "" ? "plain" : "gz");
    const [page, empty] = ["train-labels-idx1-ubyte", "t10k-labels-idx1-ubyte"].map((name) =>
      join(cache.path, `${name}${ending}`),
    ) as [string, string];
    await writeFile(page, "<!DOCTYPE html><title>Welcome to the hotel</title>");
    await writeFile(empty, "");
    const options = { ...quick, location: "", cacheFolder: cache.path, mirrors: ["http://127.0.0.1:9/"] };
    const error = await resolve(options).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(DatasetUnavailableError);
    const { message } = error as Error;
    expect(message).toMatch(/^Fashion-MNIST could not be downloaded \(/);
    expect(message).toContain(`${page} `);
    expect(message).toContain("it is a web page");
    expect(message).toContain(`${empty} is `);
    expect(message).toContain(". A download replaces what is damaged. Connect to the network");
    expect(await readdir(cache.path)).toHaveLength(4);
  },
);

test("a cache folder that cannot be read is refused with advice to use other data", async () => {
  await using folder = await temporaryFolder();
  const cache = join(folder.path, "x".repeat(300));
  await expect(resolve({ ...quick, location: "", cacheFolder: cache })).rejects.toThrow(
    `(ENAMETOOLONG) on ${cache}; choose a folder that holds Fashion-MNIST's four files, or use the sample set.`,
  );
});

test("a damaged plain file in the cache is replaced by a download", async () => {
  await using cache = await temporaryFolder();
  await using server = await serve(published);
  await writeDataset(dataset, cache.path, "plain");
  await writeFile(join(cache.path, "t10k-labels-idx1-ubyte"), "spoilt");
  await resolve({ ...quick, location: "", cacheFolder: cache.path, mirrors: [server.url] });
  expect(server.requests).toEqual(["/t10k-labels-idx1-ubyte.gz"]);
  expect(await readdir(cache.path)).not.toContain("t10k-labels-idx1-ubyte");
});

test("an empty cache without a network has another error than bad files", async () => {
  await using cache = await temporaryFolder();
  const options = { ...quick, location: "", cacheFolder: cache.path, mirrors: ["http://127.0.0.1:9/"] };
  const error = await resolve(options).catch((error: unknown) => error);
  expect(error).toBeInstanceOf(DatasetUnavailableError);
  expect(error).not.toBeInstanceOf(DatasetError);
  expect((error as Error).message).toMatch(/^Fashion-MNIST could not be downloaded \(127\.0\.0\.1:9 .+\)\. /);
});

test("of two calls on one empty cache only one fetches, and both succeed", async () => {
  await using cache = await temporaryFolder();
  await using server = await serve(published);
  const options = { ...quick, location: "", cacheFolder: cache.path, mirrors: [server.url] };
  const both = await Promise.all([resolve(options), resolve(options)]);
  expect(both.map(({ train }) => train.length)).toEqual([200, 200]);
  expect((await readdir(cache.path)).sort()).toEqual(packed.sort());
  expect(server.requests.sort()).toEqual(packed.map((name) => `/${name}`).sort());
});

test("of two calls that find the same bad file in the cache only one renews it, and both succeed", async () => {
  await using cache = await temporaryFolder();
  await using server = await serve(published);
  await writeDataset(dataset, cache.path, "gz");
  await writeFile(join(cache.path, "train-images-idx3-ubyte.gz"), "spoilt");
  const options = { ...quick, location: "", cacheFolder: cache.path, mirrors: [server.url] };
  const both = await Promise.all([resolve(options), resolve(options)]);
  expect(both.map(({ train }) => train.length)).toEqual([200, 200]);
  expect(server.requests).toEqual(["/train-images-idx3-ubyte.gz"]);
});

test("an aborted signal ends the call with its reason", async () => {
  const signal = AbortSignal.abort(new Error("not now"));
  await expect(resolve({ ...quick, location: "", cacheFolder: "/no/such", signal })).rejects.toThrow(
    "not now",
  );
});
