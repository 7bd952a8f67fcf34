import { once } from "node:events";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { RunConfig } from "../../../src/runs/RunConfig";
import { Trainings } from "../../integration/trainer/trainings";

let trainings: Trainings;
beforeEach(() => {
  trainings = new Trainings();
});
afterEach(() => {
  trainings[Symbol.dispose]();
});

/** Starts a training on Fashion-MNIST, whose files have to be downloaded through the proxy. */
function trainBehind(proxy: string, whenUnavailable: RunConfig["dataset"]["whenUnavailable"]) {
  const config = trainings.config({ epochs: 1, limitTrainBatches: 5 });
  const dataset = { ...config.dataset, name: "fashion-mnist", location: "", whenUnavailable } as const;
  const environment = Object.fromEntries(
    ["http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"].map((name) => [name, proxy]),
  );
  Object.assign(environment, { no_proxy: "", NO_PROXY: "" });
  const task = { runsFolder: trainings.runsFolder, config: { ...config, dataset } };
  return trainings.start(task, { environment });
}

const nobody = "http://127.0.0.1:9";
const advice = "Connect to the network, choose a folder with its four files, or use the sample set.";

describe("a training without its data set and without a network", () => {
  test("fails with a remedy", async () => {
    const { training, state } = await trainBehind(nobody, "fail");
    const ended = await training.ended;
    expect(ended).toMatchObject({ status: "failed", code: "dataset" });
    expect(ended.error).toMatch(
      /^Fashion-MNIST could not be downloaded \(.* ECONNREFUSED through the proxy 127\.0\.0\.1:9\)/,
    );
    expect(ended.error).toContain(advice);
    expect(state.losses).toHaveLength(0);
  });

  test("continues with the sample set where that is allowed, with a warning", async () => {
    const { training, state } = await trainBehind(nobody, "sample");
    expect(await training.ended).toMatchObject({ status: "finished" });
    expect(state.dataset?.name).toBe("sample");
    expect(state.warnings).toEqual([
      expect.stringContaining("Training continues with the built-in sample set"),
    ]);
  });
});

describe("a training whose download gets no answer", () => {
  let silent: Server;
  const sockets: Socket[] = [];
  beforeEach(async () => {
    silent = createServer((socket) => sockets.push(socket)).listen(0, "127.0.0.1");
    await once(silent, "listening");
  });
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.destroy();
    silent.close();
  });

  async function waiting() {
    const asked = once(silent, "connection");
    const run = await trainBehind(`http://127.0.0.1:${(silent.address() as AddressInfo).port}`, "fail");
    await asked;
    await run.until(({ config }) => config !== undefined);
    return run;
  }

  test("can be stopped", async () => {
    const { training, state } = await waiting();
    expect(state.status).toBe("preparing");
    await training.stop();
    expect(await training.ended).toMatchObject({ status: "stopped" });
  });

  test("has failed when its process is killed, and can be resumed", async () => {
    const { training } = await waiting();
    process.kill(training.pid, "SIGKILL");
    expect(await training.ended).toMatchObject({ status: "failed" });
    const resumed = await trainings.start(
      { resume: { folder: training.folder } },
      {
        environment: { http_proxy: nobody, https_proxy: nobody },
      },
    );
    expect(await resumed.training.ended).toMatchObject({ status: "failed", code: "dataset" });
  });
});
