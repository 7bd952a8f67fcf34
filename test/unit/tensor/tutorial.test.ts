import { createHash } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { arena, fromBytes, manualSeed, nn, optim, type Tensor, tidy } from "../../../src/tensor";
import { expectClose, fixture, jsonFixture } from "./fixture";
import { describeEachVariant } from "./variants";

interface Run {
  name: string;
  seed: number;
  learningRate: number;
  initialWeights: Record<string, { sha256_16: string }>;
  epochsOut: { batchLoss: Record<string, number> }[];
}

const { runs } = jsonFixture<{ runs: Run[] }>("trajectories.json");

/** The first 640 training samples: their labels, then their images. */
const samples = gunzipSync(fixture("tensor/fashion-mnist-first-640.gz"));
const labels = Int32Array.from(samples.subarray(0, 640));
const images = samples.subarray(640);

class NeuralNetwork extends nn.Module {
  flatten = new nn.Flatten();
  linear_relu_stack = new nn.Sequential(
    new nn.Linear(784, 512),
    new nn.ReLU(),
    new nn.Linear(512, 512),
    new nn.ReLU(),
    new nn.Linear(512, 10),
  );

  forward(x: Tensor): Tensor {
    return this.linear_relu_stack.forward(this.flatten.forward(x));
  }
}

describe("the tutorial's model", () => {
  test.each(runs)(
    "$name: seed $seed gives PyTorch's initial weights, bit for bit",
    ({ seed, initialWeights }) => {
      manualSeed(seed);
      const hashes = [...new NeuralNetwork().namedParameters()].map(([name, { data }]) => [
        name,
        createHash("sha256")
          .update(new Uint8Array(new Float32Array(data).buffer))
          .digest("hex")
          .slice(0, 16),
      ]);
      expect(hashes).toEqual(
        Object.entries(initialWeights).map(([name, { sha256_16 }]) => [name, sha256_16]),
      );
    },
  );
});

describeEachVariant("the tutorial's training", (variant) => {
  // A step of the reference kernels takes 0.4 s.
  const steps = variant === "reference" ? 3 : 10;

  test("has PyTorch's first batch losses, and no step leaks memory", () => {
    const [{ seed, learningRate, epochsOut }] = runs as [Run];
    manualSeed(seed);
    const model = new NeuralNetwork();
    const lossFn = new nn.CrossEntropyLoss();
    const optimizer = new optim.SGD(model.parameters(), { lr: learningRate });
    const before = arena.usedBytes;
    for (let step = 0; step < steps; step++) {
      const loss = tidy(() => {
        const x = fromBytes(images, [1, 28, 28], { firstRow: step * 64, rows: 64 });
        const lossTensor = lossFn.forward(model.forward(x), labels.subarray(step * 64, step * 64 + 64));
        lossTensor.backward();
        optimizer.step();
        optimizer.zeroGrad();
        return lossTensor.item();
      });
      expectClose([loss], [epochsOut[0]!.batchLoss[step]!], 2e-6);
      expect(arena.usedBytes).toBe(before);
    }
  });
});
