import { describe, expect, test, vi } from "vitest";
import type { Series, SeriesRequest } from "../../../src/protocol/seriesProtocol";
import { SeriesLoader, type SeriesQuery } from "../../../webview/SeriesLoader";

const query: SeriesQuery = { metric: "loss", x: "step", smoothing: 0, isLog: false, pixels: 100, raw: true };

/** A host that answers the oldest open request when the test calls `answer`. */
class Host {
  readonly requests: SeriesRequest[] = [];
  private readonly answers: (() => void)[] = [];

  load = (request: SeriesRequest): Promise<Series[]> => {
    this.requests.push(request);
    const answer = request.runIds.map(
      (runId): Series => ({ runId, isWhole: true, extent: [request.pixels, 1] }),
    );
    return new Promise((resolve) => this.answers.push(() => resolve(answer)));
  };

  async answer(): Promise<void> {
    this.answers.shift()!();
    await new Promise(setImmediate);
  }
}

function make() {
  const host = new Host();
  const changed = vi.fn();
  /** The time (ms) of the loader's clock. */
  const clock = { now: 0 };
  const loader = new SeriesLoader(host.load, changed, () => clock.now);
  return { host, changed, loader, clock };
}

describe("the series of a chart", () => {
  test("are complete without a request if there are no runs", () => {
    const { host, loader } = make();
    loader.want(query, []);
    expect(loader.has(query, [])).toBe(true);
    expect(host.requests).toEqual([]);
  });

  test("are requested in parts, and each run once", async () => {
    const { host, loader, changed, clock } = make();
    const ids = Array.from({ length: 60 }, (_, index) => `run ${index}`);
    loader.want(query, ids);
    for (let part = 0; part < 3; part++) {
      clock.now += 1000;
      await host.answer();
    }
    expect(host.requests.map(({ runIds }) => runIds.length)).toEqual([25, 25, 10]);
    expect([...loader.series.keys()]).toEqual(ids);
    expect(changed).toHaveBeenCalledTimes(3);
    loader.want(query, ids);
    expect(host.requests).toHaveLength(3);
  });

  test("are requested in larger parts while answers come at once", async () => {
    const { host, loader } = make();
    loader.want(
      query,
      Array.from({ length: 1000 }, (_, index) => `run ${index}`),
    );
    for (let part = 0; part < 6; part++) await host.answer();
    expect(host.requests.map(({ runIds }) => runIds.length)).toEqual([25, 50, 100, 200, 400, 225]);
  });

  test("are complete once the host has answered the current query for each run", async () => {
    const { host, loader } = make();
    expect(loader.has(query, ["a"])).toBe(false);
    loader.want(query, ["a"]);
    expect(loader.has(query, ["a"])).toBe(false);
    await host.answer();
    expect(loader.has(query, ["a"])).toBe(true);
    expect(loader.has(query, ["a", "b"])).toBe(false);
    expect(loader.has({ ...query, pixels: 200 }, ["a"])).toBe(false);
    loader.want({ ...query, pixels: 200 }, ["a"]);
    expect(loader.has({ ...query, pixels: 200 }, ["a"])).toBe(false);
  });

  test("are requested again at the next change after the host has failed", async () => {
    const load = vi.fn((_: SeriesRequest) => Promise.reject(new Error()));
    const loader = new SeriesLoader(load, () => {});
    for (const times of [1, 2]) {
      loader.want(query, ["a"]);
      await vi.waitFor(() => expect(load).toHaveBeenCalledTimes(times));
      await new Promise(setImmediate);
      expect(load).toHaveBeenCalledTimes(times);
    }
  });

  test("of a run that was not drawn for a while are requested again", async () => {
    const { host, loader } = make();
    for (const [index, ids] of [["a", "b"], ["group"], ["a", "b"]].entries()) {
      loader.want(query, ids);
      // After a change that soon follows another, the series are requested after a pause.
      await vi.waitFor(() => expect(host.requests).toHaveLength(index + 1));
      await host.answer();
      expect([...loader.series.keys()]).toEqual(ids);
    }
    expect(host.requests.map(({ runIds }) => runIds)).toEqual([["a", "b"], ["group"], ["a", "b"]]);
  });

  test("of a former query are dropped when they arrive late", async () => {
    const { host, loader } = make();
    loader.want(query, ["a"]);
    loader.want({ ...query, pixels: 200 }, ["a"]);
    await host.answer();
    expect(loader.series.size).toBe(0);
    await host.answer();
    expect(loader.series.get("a")!.extent).toEqual([200, 1]);
    expect(host.requests).toHaveLength(2);
  });

  test("of another x axis are not drawn on the current one", async () => {
    const { host, loader } = make();
    loader.want(query, ["a"]);
    await host.answer();
    loader.want({ ...query, smoothing: 0.5 }, ["a"]);
    expect(loader.series.has("a")).toBe(true);
    loader.want({ ...query, x: "time" }, ["a"]);
    expect(loader.series.has("a")).toBe(false);
  });

  test("are requested again when the log of a run has grown, and only of that run", async () => {
    const { host, loader } = make();
    loader.want(query, ["a", "b"], new Map([["a", 1]]));
    await host.answer();
    loader.want(query, ["a", "b"], new Map([["a", 2]]));
    await vi.waitFor(() => expect(host.requests).toHaveLength(2));
    expect(host.requests[1]!.runIds).toEqual(["a"]);
  });

  test("of a run that is no longer drawn are dropped", async () => {
    const { host, loader } = make();
    loader.want(query, ["a"]);
    await host.answer();
    loader.want(query, ["b"]);
    await vi.waitFor(() => expect(host.requests).toHaveLength(2));
    await host.answer();
    expect([...loader.series.keys()]).toEqual(["b"]);
  });
});
