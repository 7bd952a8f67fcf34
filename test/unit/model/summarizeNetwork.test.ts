import { expect, test } from "vitest";
import { summarizeNetwork } from "../../../src/model/summarizeNetwork";
import type { ModelKind } from "../../../src/runs/models";
import { resolveRunConfig } from "../../../src/runs/RunConfig";
import { arena } from "../../../src/tensor";

const summary = (kind: ModelKind) => summarizeNetwork(resolveRunConfig({ model: { kind } }));

test("lists the layers of LeNet-5 as torchinfo does", () => {
  const { layers, memory: _, ...sums } = summary("lenet5");
  const rows = layers.map(({ name, type, depth, shape, parameters, multiplications }) =>
    [depth, name, type, shape.join("×"), parameters, multiplications].join(" "),
  );
  expect(rows).toEqual([
    "0  LeNet5 1×10 0 0",
    "1 features Sequential 1×16×5×5 0 0",
    "2 features.0 Conv2d 1×6×28×28 156 122304",
    "2 features.1 ReLU 1×6×28×28 0 0",
    "2 features.2 MaxPool2d 1×6×14×14 0 0",
    "2 features.3 Conv2d 1×16×10×10 2416 241600",
    "2 features.4 ReLU 1×16×10×10 0 0",
    "2 features.5 MaxPool2d 1×16×5×5 0 0",
    "1 flatten Flatten 1×400 0 0",
    "1 classifier Sequential 1×10 0 0",
    "2 classifier.0 Linear 1×120 48120 48120",
    "2 classifier.1 ReLU 1×120 0 0",
    "2 classifier.2 Linear 1×84 10164 10164",
    "2 classifier.3 ReLU 1×84 0 0",
    "2 classifier.4 Linear 1×10 850 850",
  ]);
  expect(sums).toEqual({ input: [1, 1, 28, 28], parameters: 61_706, multiplications: 423_038 });
});

test.each([
  ["mlp", 669_706],
  ["tiny-vgg", 7_740],
  ["convnet", 870_826],
  ["resnet", 77_754],
] as const)(
  "counts the parameters of %s, each layer with a shape, and keeps no memory",
  (kind, parameters) => {
    const used = arena.usedBytes;
    const { layers, parameters: counted } = summary(kind);
    expect(counted).toBe(parameters);
    for (const { name, shape } of layers) expect(shape.length, name).toBeGreaterThan(1);
    expect(arena.usedBytes).toBe(used);
  },
);

test.each([
  [{}, 64, 1],
  [{ momentum: 0.9 }, 64, 2],
  [{ optimizer: "adam", batchSize: 100 }, 100, 3],
] as const)("states the memory of a training by torchinfo's formula: %j", (settings, batchSize, copies) => {
  const { memory } = summarizeNetwork(resolveRunConfig({ model: { kind: "lenet5" }, ...settings }));
  const outputs = 6 * 28 * 28 + 16 * 10 * 10 + 120 + 84 + 10;
  expect(memory).toEqual({
    batchSize,
    parameters: 4 * 61_706,
    gradientsAndState: 4 * 61_706 * copies,
    activations: 2 * 4 * batchSize * outputs,
  });
});
