import { createHash } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";

import * as safetensors from "../../../src/formats/safetensors";
import { ConvNet } from "../../../src/model/ConvNet";
import { LeNet5 } from "../../../src/model/LeNet5";
import { ResNet } from "../../../src/model/ResNet";
import { TinyVgg } from "../../../src/model/TinyVgg";
import { arena, fromBytes, kernels, manualSeed, nn, optim, rand, tidy } from "../../../src/tensor";

import { expectClose, fixture, jsonFixture } from "../tensor/fixture";
import { describeEachVariant } from "../tensor/variants";

interface Network {
  name: keyof typeof makers;
  learningRate: number;
  initial: [name: string, shape: number[], sha256: string][];
  losses: number[];
}

const image = [1, 28, 28];
const makers = {
  lenet5: () => new LeNet5(image, 10),
  "tiny-vgg": () => new TinyVgg(image, 10),
  convnet: () => new ConvNet(32, image, 10),
  resnet: () => new ResNet(image, 10),
};
const { networks } = jsonFixture<{ networks: Network[] }>("tensor/networks.json");

/** The first 640 training samples: their labels, then their images. */
const samples = gunzipSync(fixture("tensor/fashion-mnist-first-640.gz"));
const labels = Int32Array.from(samples.subarray(0, 640));
const images = samples.subarray(640);

/** The first 16 digits of the SHA-256 of an array's bytes. */
function fingerprint(data: Float32Array | BigInt64Array): string {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return createHash("sha256").update(Uint8Array.from(bytes)).digest("hex").slice(0, 16);
}

describe("a convolutional network", () => {
  test.each(networks)("$name: seed 42 gives PyTorch's initial state, bit for bit", ({ name, initial }) => {
    manualSeed(42);
    const state = [...makers[name]().stateDict()];
    expect(state.map(([key, { shape, data }]) => [key, shape, fingerprint(data)])).toEqual(initial);
  });

  test.each(networks)(
    "$name: the arrays of its state are known without allocating them",
    ({ name, initial }) => {
      const used = arena.usedBytes;
      const parameters = [...nn.parameterShapes(makers[name])];
      const buffers = [...nn.bufferShapes(makers[name])].map(([key, { shape }]) => [key, shape]);
      expect(new Map([...parameters, ...buffers] as [string, number[]][])).toEqual(
        new Map(initial.map(([key, shape]) => [key, shape])),
      );
      expect(arena.usedBytes).toBe(used);
    },
  );

  test("continues with its running statistics after being saved and loaded", () => {
    const [before, after] = [makers.resnet(), makers.resnet()];
    const x = rand([2, 1, 8, 8]);
    before.forward(x);
    after.loadStateDict(safetensors.read(safetensors.write(before.stateDict())).tensors);
    expect(after.stages.layers[0]!.stateDict().get("bn1.num_batches_tracked")!.data).toEqual(
      BigInt64Array.of(1n),
    );
    const logits = [before, after].map((model) => model.eval().forward(x).toArray());
    expect(logits[1]).toEqual(logits[0]);
  });
});

/** Number of steps. After more steps, rounding may change the sign of a ReLU's input. */
const steps = 2;
const batch = 64;

describeEachVariant("the training of a network", () => {
  test.each(networks)("$name has PyTorch's first losses", ({ name, learningRate, losses }) => {
    // The reference takes a minute for the large networks; its operations have tests of their own.
    if (kernels().name === "reference") return;
    manualSeed(42);
    const model = makers[name]();
    const optimizer = new optim.SGD(model.parameters(), { lr: learningRate, momentum: 0.9 });
    const found = losses.slice(0, steps).map((_, step) =>
      tidy(() => {
        const x = fromBytes(images, image, { firstRow: step * batch, rows: batch });
        const loss = new nn.CrossEntropyLoss().forward(
          model.forward(x),
          labels.subarray(step * batch, (step + 1) * batch),
        );
        // An update after the last step would change no loss.
        if (step < steps - 1) {
          optimizer.zeroGrad();
          loss.backward();
          optimizer.step();
        }
        return loss.item();
      }),
    );
    expectClose(found, losses.slice(0, steps), 1e-4);
  });
});
