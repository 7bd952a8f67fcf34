import { expect, test } from "vitest";
import { functional as F, Generator, ones, type Tensor, tensor, tidy } from "../../../src/tensor";
import { expectClose, jsonFixture } from "./fixture";
import { describeEachVariant } from "./variants";

interface Case {
  op: string;
  call: string;
  inputs: { shape: number[]; data: number[] }[];
  intInputs: number[] | null;
  args: Partial<Call["args"]> | null;
  out: { shape: number[]; data: number[] };
  cotangent: number[];
  grads: number[][];
  /** The running statistics before a batch norm and, if the batch norm changes them, after it. */
  buffers?: { runningMean: number[]; runningVar: number[]; afterMean?: number[]; afterVar?: number[] };
}

interface Call {
  inputs: [Tensor, Tensor, Tensor, Tensor];
  targets: Int32Array;
  args: {
    dim: number;
    keepdim: boolean;
    dims: number[];
    shape: number[];
    start: number;
    end: number;
    startDim: number;
    negativeSlope: number;
    approximate: "tanh";
    exponent: number;
    reduction: "mean" | "sum" | "none";
    labelSmoothing: number;
    eps: number;
    stride: F.Pair;
    padding: F.Pair;
    dilation: F.Pair;
    groups: number;
    kernelSize: F.Pair;
    countIncludePad: boolean;
    outputSize: F.Pair;
    momentum: number;
  };
  running: { runningMean?: Tensor; runningVar?: Tensor };
}

const calls: Record<string, (call: Call) => Tensor> = {
  add: ({ inputs: [a, b] }) => F.add(a, b),
  sub: ({ inputs: [a, b] }) => F.sub(a, b),
  mul: ({ inputs: [a, b] }) => F.mul(a, b),
  div: ({ inputs: [a, b] }) => F.div(a, b),
  neg: ({ inputs: [x] }) => F.neg(x),
  exp: ({ inputs: [x] }) => F.exp(x),
  log: ({ inputs: [x] }) => F.log(x),
  sqrt: ({ inputs: [x] }) => F.sqrt(x),
  tanh: ({ inputs: [x] }) => F.tanh(x),
  sigmoid: ({ inputs: [x] }) => F.sigmoid(x),
  silu: ({ inputs: [x] }) => F.silu(x),
  relu: ({ inputs: [x] }) => F.relu(x),
  abs: ({ inputs: [x] }) => F.abs(x),
  leakyRelu: ({ inputs: [x], args }) => F.leakyRelu(x, args.negativeSlope),
  gelu: ({ inputs: [x], args }) => F.gelu(x, args.approximate),
  pow: ({ inputs: [x], args }) => F.pow(x, args.exponent),
  matmul: ({ inputs: [a, b] }) => F.matmul(a, b),
  linear: ({ inputs: [x, weight, bias] }) => F.linear(x, weight, bias),
  sum: ({ inputs: [x], args }) => F.sum(x, args.dim, args.keepdim),
  mean: ({ inputs: [x], args }) => F.mean(x, args.dim, args.keepdim),
  max: ({ inputs: [x], args }) => (args.dim === undefined ? F.maxAll(x) : F.max(x, args.dim).values),
  reshape: ({ inputs: [x], args }) => F.reshape(x, args.shape),
  flatten: ({ inputs: [x], args }) => F.flatten(x, args.startDim),
  transpose: ({ inputs: [x] }) => F.transpose(x, 0, 1),
  permute: ({ inputs: [x], args }) => F.permute(x, args.dims),
  slice: ({ inputs: [x], args }) => F.slice(x, args.start, args.end),
  cat: ({ inputs, args }) => F.cat(inputs, args.dim),
  softmax: ({ inputs: [x], args }) => F.softmax(x, args.dim),
  logSoftmax: ({ inputs: [x], args }) => F.logSoftmax(x, args.dim),
  crossEntropy: ({ inputs: [x], targets, args }) => F.crossEntropy(x, targets, args),
  nllLoss: ({ inputs: [x], targets }) => F.nllLoss(F.logSoftmax(x), targets),
  mseLoss: ({ inputs: [a, b] }) => F.mseLoss(a, b),
  layerNorm: ({ inputs: [x, weight, bias], args }) => F.layerNorm(x, { weight, bias, eps: args.eps }),
  conv2d: ({ inputs: [x, weight, bias], args }) => F.conv2d(x, weight, bias, args),
  maxPool2d: ({ inputs: [x], args }) => F.maxPool2d(x, args.kernelSize, args),
  avgPool2d: ({ inputs: [x], args }) => F.avgPool2d(x, args.kernelSize, args),
  adaptiveAvgPool2d: ({ inputs: [x], args }) => F.adaptiveAvgPool2d(x, args.outputSize),
  batchNorm: ({ inputs: [x, weight, bias], args, running }) =>
    F.batchNorm(x, { weight, bias, ...args, ...running, training: true }),
  batchNormEval: ({ inputs: [x, weight, bias], args, running }) =>
    F.batchNorm(x, { weight, bias, ...args, ...running }),
  "conv, batch norm, relu, max pool, residual": ({ inputs: [x, filters, weight, bias] }) =>
    F.maxPool2d(
      F.batchNorm(F.conv2d(x, filters, null, { padding: 1 }), { weight, bias })
        .relu()
        .add(x),
      2,
    ),
  "relu(x@w1+b1)@w2; sum of squares": ({ inputs: [x, w1, b1, w2] }) =>
    x.matmul(w1).add(b1).relu().matmul(w2).pow(2).sum(),
  "x*x + x*y - y/x": ({ inputs: [x, y] }) => x.mul(x).add(x.mul(y)).sub(y.div(x)),
};

interface Masks {
  seed: string;
  dropout: number[];
  dropout2d: number[];
}

const { operations: ofImages, dropout } = jsonFixture<{ operations: Case[]; dropout: Masks[] }>(
  "tensor/convolutions.json",
);
const operations = [...jsonFixture<{ operations: Case[] }>("tensor/operations.json").operations, ...ofImages];
const titled = operations.map((operation) => ({
  ...operation,
  title: `${operation.call} of ${operation.inputs.map(({ shape }) => `[${shape}]`).join(" and ")}`,
}));

describeEachVariant("operations as PyTorch computes them", () => {
  test.each(titled)("$title", ({ op, call, inputs, intInputs, args, out, cotangent, grads, buffers }) => {
    tidy(() => {
      const leaves = inputs.map(({ shape, data }) => tensor(data, shape, { requiresGrad: true }));
      const running = buffers
        ? { runningMean: tensor(buffers.runningMean), runningVar: tensor(buffers.runningVar) }
        : {};
      const result = (calls[op] ?? calls[call]!)({
        inputs: leaves as Call["inputs"],
        targets: Int32Array.from(intInputs ?? []),
        args: (args ?? {}) as Call["args"],
        running,
      });

      expect(result.shape).toEqual(out.shape);
      expectClose(result.data, out.data, 1e-5, rounding(op, out.data));
      if (buffers) {
        expectClose(running.runningMean!.data, buffers.afterMean ?? buffers.runningMean);
        expectClose(running.runningVar!.data, buffers.afterVar ?? buffers.runningVar);
      }

      result.backward(tensor(cotangent, out.shape));

      leaves.forEach((leaf, i) => {
        expect(leaf.grad?.shape).toEqual(leaf.shape);
        expectClose(leaf.grad!.data, grads[i]!, 1e-5, rounding(op, grads[i]!));
      });
    });
  });
});

/** The absolute difference that rounding may cause in the results of `op`; 0 except for sums of many terms. */
function rounding(op: string, expected: readonly number[]): number {
  const greatest = Math.max(...expected.map(Math.abs));
  if (op === "conv2d" || op === "composite") return 5e-7 * greatest;
  return op.startsWith("batchNorm") ? 2e-8 + 2e-7 * greatest : 0;
}

test.each(dropout)("dropout draws the masks of PyTorch's seed $seed", ({ seed, ...masks }) => {
  const x = ones([3, 4, 2, 2]);
  for (const name of ["dropout", "dropout2d"] as const) {
    expectClose(F[name](x, 0.25, new Generator(BigInt(seed))).data, masks[name], 1e-7);
  }
});

test("crossEntropyParts gives the log-probabilities, to the bit", () => {
  const logits = ones([4, 10]).normal_(0, 3, new Generator(1n));
  const { loss, logProbabilities } = F.crossEntropyParts(logits, Int32Array.of(3, 0, 9, 5));
  expect(logProbabilities.data).toEqual(F.logSoftmax(logits, 1).data);
  expect(loss.item()).toBe(F.crossEntropy(logits, Int32Array.of(3, 0, 9, 5)).item());
});

/** The keys of {@link calls} with reference values: the `op` of a case, or its `call` if `op` is not such a key. */
const covered = new Set(operations.flatMap(({ op, call }) => (op in calls ? [op] : [call])));

const elsewhere = {
  argmax: "gives indices, which have no gradient",
  clone: "computes nothing",
  crossEntropyParts: "is crossEntropy, with what that computes on the way",
  dropout: "draws random numbers",
  dropout2d: "draws random numbers",
  maxAll: "is `max` without a dimension",
};

test("the reference values cover every operation", () => {
  const missing = Object.keys(F).filter((name) => !covered.has(name) && !(name in elsewhere));
  expect(missing).toEqual([]);
  expect([...covered].sort()).toEqual(Object.keys(calls).sort());
});
