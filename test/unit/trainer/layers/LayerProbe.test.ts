import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeModel } from "../../../../src/model/makeModel";
import { modelKinds } from "../../../../src/runs/models";
import { resolveRunConfig } from "../../../../src/runs/RunConfig";
import { kernels, manualSeed, nn, optim, setKernels, Tensor, tidy } from "../../../../src/tensor";
import { LayerProbe } from "../../../../src/trainer/layers/LayerProbe";
import { makeKernels } from "../../tensor/wasmFixture";

// With the reference kernels, a step of ResNet takes ten times as long as with the `fast` ones.
const before = kernels();
const fast = makeKernels("wasm-simd128");
beforeAll(() => setKernels(fast));
afterAll(async () => {
  setKernels(before);
  await fast.close();
});

const lossFn = new nn.CrossEntropyLoss();

/** Trains a network for two steps. @returns checksums of its weights, and the records of the steps if `isWatched` */
function train(model: nn.Layer, x: Tensor, y: Int32Array, isWatched: boolean) {
  const optimizer = new optim.SGD(model.parameters(), { lr: 0.1, momentum: 0.9 });
  const probe = isWatched ? new LayerProbe(model) : undefined;
  const records = [0, 1].map((step) =>
    tidy(() => {
      const loss = lossFn.forward(model.forward(x), y);
      optimizer.zeroGrad();
      probe?.afterForward(loss);
      loss.backward();
      probe?.beforeUpdate();
      optimizer.step();
      return probe?.afterUpdate(1, step);
    }),
  );
  const sha256 = ({ data }: Tensor) => createHash("sha256").update(Float32Array.from(data)).digest("hex");
  return { records, weights: [...model.parameters()].map(sha256) };
}

/**
 * All models but the convnet, which takes long to make and to train. ResNet has all kinds of layers with weights that
 * the convnet has.
 */
const kinds = modelKinds.filter((kind) => kind !== "convnet");

describe.each(kinds)("of the model %s", (kind) => {
  const config = resolveRunConfig({
    model: kind === "mlp" ? { kind, hidden: [8, 8] } : { kind },
  } as Parameters<typeof resolveRunConfig>[0]);
  const begin = () => {
    manualSeed(1n);
    const model = makeModel(config);
    return { model, x: Tensor.empty([1, 1, 28, 28]).uniform_(), y: Int32Array.of(3) };
  };

  test("recording changes no bit of the weights, and each layer has figures", () => {
    const { model, x, y } = begin();
    const watched = train(model, x, y, true);
    const other = begin();
    expect(watched.weights).toEqual(train(other.model, other.x, other.y, false).weights);
    const { layers } = watched.records[1]!;
    const names = new Set([...model.namedParameters()].map(([name]) => name.replace(/\.\w+$/, "")));
    expect(layers.map(({ name }) => name)).toEqual([...names]);
    for (const { weights, gradients, update, activations } of layers) {
      expect(weights.norm).toBeGreaterThan(0);
      expect(gradients.norm).toBeGreaterThanOrEqual(0);
      expect(update).toBeGreaterThan(0);
      expect(activations!.norm).toBeGreaterThan(0);
    }
  });
});

test("the figures describe the step's activations, gradients and update", () => {
  const model = new nn.Sequential(new nn.Linear(2, 3), new nn.ReLU(), new nn.Linear(3, 2));
  const [first, , last] = model.layers as [nn.Linear, nn.Layer, nn.Linear];
  first.weight.copy_([1, 0, 0, 1, -1, -1]);
  first.bias!.fill_(0);
  last.weight.copy_([1, 0, 0, 0, 1, 0]);
  last.bias!.fill_(0);
  const probe = new LayerProbe(model);
  const x = Tensor.of([3, 4, 1, 2], [2, 2]);
  const optimizer = new optim.SGD(model.parameters(), { lr: 0.5 });
  const record = tidy(() => {
    const loss = lossFn.forward(model.forward(x), Int32Array.of(0, 1));
    probe.afterForward(loss);
    loss.backward();
    probe.beforeUpdate();
    optimizer.step();
    return probe.afterUpdate(4, 7);
  });
  expect(record).toMatchObject({ epoch: 4, step: 7 });
  const [hidden, logits] = record.layers;
  expect(hidden).toMatchObject({
    name: "0",
    size: 9,
    weights: { norm: 2 },
    // The layer's outputs for the two images are [3, 4, 0] and [1, 2, 0], so the third unit is dead.
    activations: { norm: Number(Math.sqrt(15).toPrecision(5)), units: 3, dead: 1, zeros: 0.33333 },
  });
  expect(logits!.activations).toMatchObject({ units: 2, dead: null, zeros: 0 });
  const norms = record.layers.map(({ gradients }) => gradients.norm!);
  expect(record.gradientNorm).toBeCloseTo(Math.hypot(...norms), 4);
  for (const { weights, gradients, update } of record.layers)
    expect(update).toBeCloseTo((0.5 * gradients.norm!) / weights.norm!, 4);
});
