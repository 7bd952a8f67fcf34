import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { datasets } from "../../../src/data";
import { download } from "../../../src/data/download";
import type { Folder } from "../../../src/files/Folder";
import { RunLock } from "../../../src/liveness/RunLock";
import type { TrainingTask } from "../../../src/protocol/trainerProtocol";
import { foldEvents } from "../../../src/runs/applyEvent";
import { type RunConfigInput, resolveRunConfig } from "../../../src/runs/RunConfig";
import type { RunEvent } from "../../../src/runs/RunEvent";
import { RunStore } from "../../../src/runs/RunStore";
import { arena, type Kernels, kernels, reference, setKernels } from "../../../src/tensor";
import { type Variant, variants } from "../../../src/tensor/kernels/wasm/variants";
import { prepareRun } from "../../../src/trainer/prepareRun";
import { RunTrainer } from "../../../src/trainer/RunTrainer";
import { TrainingControl } from "../../../src/trainer/TrainingControl";
import { makeCache } from "../../support/makeCache";
import { removeFolder } from "../../support/removeFolder";
import { slowed } from "../../unit/tensor/slowedVariant";
import { filesOf } from "./movedRun";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "run-"));
  makeCache(folder);
});
afterEach(() => {
  removeFolder(folder);
});

/** Fixed kernels and one thread, for tests that do not examine the choice of kernels. */
const compute = { threads: 1, kernels: "wasm-simd128" } as const;

function perform(
  input: RunConfigInput,
  kernelCandidates?: readonly Variant[],
  onEvent?: (event: RunEvent) => void,
) {
  const config = resolveRunConfig({ model: { hidden: [16] }, dataset: { name: "sample" }, ...input });
  return performTask({ config, runsFolder: folder }, kernelCandidates, onEvent);
}

async function performTask(
  task: TrainingTask,
  kernelCandidates?: readonly Variant[],
  onEvent: (event: RunEvent) => void = () => {},
) {
  const events: RunEvent[] = [];
  const { signal } = new AbortController();
  const takeLock = (run: Folder) => RunLock.take(run, { socket: null, stderr: null }, () => {});
  const run = new RunTrainer(await prepareRun(task, takeLock, () => false), {
    cacheFolder: folder,
    kernelCandidates,
    signal,
    control: new TrainingControl(signal),
    send: (event) => {
      events.push(event);
      onEvent(event);
    },
  });
  await run.perform();
  await closeKernels();
  return { events, state: foldEvents(events) };
}

/** Ends the threads of a run, so that their memory is returned. A real trainer process ends with its run. */
async function closeKernels(): Promise<void> {
  const used: Kernels & { close?(): Promise<void> } = kernels();
  setKernels(reference);
  await used.close?.();
}

describe("a run", () => {
  test("whose fastest kernels fail their check warns, uses the next ones, and trains right", async () => {
    const plain = variants.find(({ name }) => name === "wasm-simd128")!;
    const broken: Variant = {
      ...plain,
      name: "broken",
      shape: { ...plain.shape, multiplyAdd: (_a, _b, c) => c },
    };
    const { events, state } = await perform({ epochs: 1 }, [broken, slowed(plain)]);

    expect(state.warnings).toEqual([
      "The broken kernels are not used: their matrix product disagrees with the reference.",
    ]);
    expect(events[1].type).toBe("warning");
    expect(state.environment?.kernels).toBe("wasm-simd128");
    const { state: expected } = await perform({ epochs: 1, compute: { kernels: "reference" } });
    expect(state.losses).toHaveLength(63);
    [...state.losses].forEach((loss, step) => {
      expect(loss).toBeCloseTo(expected.losses.at(step)!, 4);
    });
  });

  test("of thirty epochs never takes more memory than it had after the first", async () => {
    const used: number[] = [];
    const input = { epochs: 30, limitTrainBatches: 10, shuffle: true, momentum: 0.9, compute };
    await perform(input, undefined, (event) => {
      if (event.type === "epoch") used.push(arena.usedBytes);
    });
    expect(used).toHaveLength(30);
    // The used memory may fall when garbage of earlier runs is collected.
    expect(Math.max(...used)).toBe(used[0]);
  });

  describe("whose tensors do not fit in memory", () => {
    const wide = { epochs: 1, batchSize: 1000, model: { hidden: [4096] }, compute };
    let rest: Uint8Array[] = [];
    /** Takes the memory of tensors in pieces of 8 MiB (2²³ bytes) or more. What is left suffices for a small run. */
    const takeMemory = () => {
      for (let size = 2 ** 31; size >= 2 ** 23; ) {
        try {
          rest.push(arena.uint8(size));
        } catch {
          size /= 2;
        }
      }
    };
    afterEach(() => {
      for (const view of rest) arena.release(view);
      rest = [];
    });

    // This test comes first, since large blocks that another test returns would not be divided for smaller tensors.
    test("is unchanged when it was resumed", async () => {
      await perform({ ...wide, model: { hidden: [2048] }, limitTrainBatches: 1 });
      const [run] = (await new RunStore(folder).list()).runs;
      const before = filesOf(run!.folder);
      takeMemory();
      const { events } = await performTask({ resume: { folder: run!.folder, epochs: 2 } });
      expect(events.at(-1)).toMatchObject({
        type: "ended",
        status: "finished",
        undone: "failed",
        error: expect.stringMatching(/^The tensors do not fit in memory/),
      });
      expect(filesOf(run!.folder)).toEqual(before);
    });

    test("fails with advice on what to reduce", async () => {
      takeMemory();
      const { state } = await perform(wide);
      expect(state.status).toBe("failed");
      expect(state.error).toMatch(
        /^The tensors do not fit in memory: \d+ MiB .* Choose a smaller batch size or narrower hidden layers\.$/,
      );
    });

    test("cancels its download, and has no event of it after the end", async () => {
      takeMemory();
      // The server reads, so that it notices a closed connection.
      const silent = createServer((socket) => socket.resume()).listen(0, "127.0.0.1");
      await once(silent, "listening");
      const proxy = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
      for (const name of ["https_proxy", "http_proxy"]) vi.stubEnv(name, proxy);
      for (const name of ["no_proxy", "NO_PROXY"]) vi.stubEnv(name, "");
      const dataset = { name: "fashion-mnist", whenUnavailable: "sample" } as const;
      const { events } = await perform({ ...wide, dataset });
      // If the run's download continued, it would have a connection beside that of this later download.
      const over = new AbortController();
      const asked = once(silent, "connection");
      const { files, label, mirrors } = datasets["fashion-mnist"];
      const { name, gz } = files.trainImages;
      const file = { of: label, name: `${name}.gz`, ...gz };
      const later = download(file, join(folder, "later"), mirrors, over);
      await Promise.race([asked, later]);
      await expect.poll(() => promisify(silent.getConnections.bind(silent))()).toBe(1);
      over.abort();
      await later.catch(() => undefined);
      expect(events.map(({ type }) => type)).toEqual(["started", "ended"]);
      vi.unstubAllEnvs();
      silent.close();
    });
  });
});
