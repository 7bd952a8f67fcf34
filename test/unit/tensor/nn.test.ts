import { describe, expect, test } from "vitest";
import {
  functional as F,
  type Kernels,
  kernels,
  manualSeed,
  nn,
  rand,
  reference,
  setKernels,
  type Tensor,
  tensor,
} from "../../../src/tensor";
import { describeEachVariant } from "./variants";

class Classifier extends nn.Module {
  flatten = new nn.Flatten();
  linear_relu_stack = new nn.Sequential(
    new nn.Linear(6, 5),
    new nn.ReLU(),
    new nn.Dropout(0.5),
    new nn.Linear(5, 3),
  );
  scale = nn.parameter([1]).fill_(1);

  forward(x: Tensor): Tensor {
    return this.linear_relu_stack.forward(this.flatten.forward(x)).mul(this.scale);
  }
}

describe("a module", () => {
  test("names its parameters as PyTorch does, own ones first", () => {
    expect([...new Classifier().namedParameters()].map(([name, { shape }]) => [name, shape])).toEqual([
      ["scale", [1]],
      ["linear_relu_stack.0.weight", [5, 6]],
      ["linear_relu_stack.0.bias", [5]],
      ["linear_relu_stack.3.weight", [3, 5]],
      ["linear_relu_stack.3.bias", [3]],
    ]);
  });

  test("applies dropout in training only", () => {
    const model = new Classifier();
    const x = rand([4, 2, 3]);
    const outputs = () => [model.forward(x).toArray(), model.forward(x).toArray()];
    const [first, second] = outputs();
    expect(first).not.toEqual(second);
    model.eval();
    const [third, fourth] = outputs();
    expect(third).toEqual(fourth);
    expect(model.train().linear_relu_stack.layers[2]!.training).toBe(true);
  });

  test("keeps a parameter whose gradient is turned off", () => {
    const layer = new nn.Linear(2, 2);
    layer.weight.requiresGrad_(false);
    expect([...layer.stateDict().keys()]).toEqual(["weight", "bias"]);
  });

  test("computes the same as the module whose state it loads", () => {
    const [a, b] = [new Classifier().eval(), new Classifier().eval()];
    const x = rand([2, 6]);
    b.loadStateDict(a.stateDict());
    expect(b.forward(x).toArray()).toEqual(a.forward(x).toArray());
  });

  test("refuses a state that does not fit, and stays unchanged", () => {
    const layer = new nn.Linear(2, 1);
    const before = layer.weight.toArray();
    const state = (...entries: [string, Tensor][]) => new Map(entries);
    const weight = tensor([[1, 2]]);
    expect(() => layer.loadStateDict(state(["weight", weight]))).toThrow("the parameter bias is missing");
    expect(() => layer.loadStateDict(state(["weight", weight], ["bais", tensor([1])]))).toThrow(
      "no parameter bais",
    );
    expect(() => layer.loadStateDict(state(["weight", weight], ["bias", tensor([1, 2])]))).toThrow(
      "bias is a float32 tensor of shape [1], not Float32Array [2]",
    );
    expect(layer.weight.toArray()).toEqual(before);
  });

  test("clears the gradients of all its parameters", () => {
    const model = new Classifier();
    model
      .forward(rand([1, 6]))
      .sum()
      .backward();
    expect([...model.parameters()].every(({ grad }) => grad)).toBe(true);
    model.zeroGrad();
    expect([...model.parameters()].some(({ grad }) => grad)).toBe(false);
  });
});

describe("a linear layer", () => {
  test("may have no bias", () => {
    manualSeed(1);
    const layer = new nn.Linear(3, 2, { bias: false });
    expect([...layer.stateDict().keys()]).toEqual(["weight"]);
    expect(layer.forward(rand([4, 3])).shape).toEqual([4, 2]);
  });
});

describe("a convolution layer", () => {
  test("takes a number or a pair for each option of size, and may have no bias", () => {
    const layer = new nn.Conv2d(4, 6, [3, 2], { stride: [2, 1], padding: 1, groups: 2, bias: false });
    expect([...layer.stateDict()].map(([name, { shape }]) => [name, shape])).toEqual([
      ["weight", [6, 2, 3, 2]],
    ]);
    expect(layer.forward(rand([2, 4, 5, 5])).shape).toEqual([2, 6, 3, 6]);
  });

  test.each([
    [() => new nn.Conv2d(3, 4, 3, { groups: 2 }), "3 channels in and 4 out cannot be divided into 2 equal"],
    [() => new nn.Conv2d(3, 4, 0), "kernelSize is a whole number from 1, or two of them, not 0"],
    [() => F.conv2d(rand([1, 2, 4, 4]), rand([1, 3, 2, 2])), "input [1, 2, 4, 4] and weight [1, 3, 2, 2]"],
    [() => F.conv2d(rand([1, 1, 4, 4]), rand([1, 1, 5, 2])), "is larger than input [1, 1, 4, 4]"],
    [() => F.conv2d(rand([1, 1, 4, 4]), rand([1, 1, 2, 2]), rand([2])), "bias [2] and weight [1, 1, 2, 2]"],
    [() => F.conv2d(rand([1, 1, 4, 4]), rand([1, 1, 2, 2]), null, { stride: 0 }), "stride is a whole number"],
    [() => F.maxPool2d(rand([1, 4, 4]), 2, { padding: 2 }), "padding is at most half of the window of 2"],
    [() => F.maxPool2d(rand([1, 4, 4]), 5), "a window of [5, 5] is larger than input [1, 4, 4]"],
    [() => F.avgPool2d(rand([4]), 2), "shape [4] is no image"],
  ])("refuses what does not fit (%#)", (make, message) => {
    expect(make).toThrow(message);
  });
});

describe("batch normalization", () => {
  test("has running statistics in its state, which only training changes", () => {
    const layer = new nn.BatchNorm2d(3);
    const names = ["weight", "bias", "running_mean", "running_var", "num_batches_tracked"];
    expect([...layer.stateDict().keys()]).toEqual(names);
    const x = rand([4, 3, 2, 2]);
    const before = layer.running_mean!.toArray();
    layer.eval().forward(x);
    expect(layer.running_mean!.toArray()).toEqual(before);
    layer.train().forward(x);
    expect(layer.running_mean!.toArray()).not.toEqual(before);
    expect(layer.num_batches_tracked!.value).toBe(1);
    expect([...layer.parameters()]).toEqual([layer.weight, layer.bias]);
  });

  test("averages over all batches without a momentum", () => {
    const layer = new nn.BatchNorm1d(1, { momentum: null, affine: false });
    for (const mean of [1, 2, 6]) layer.forward(tensor([[mean - 1], [mean + 1]]));
    expect(layer.running_mean!.item()).toBeCloseTo(3, 5);
    expect(layer.running_var!.item()).toBeCloseTo(2, 5);
  });

  test("uses the statistics of the batch in evaluation if it tracks none", () => {
    const layer = new nn.BatchNorm1d(1, { trackRunningStats: false }).eval();
    expect(layer.forward(tensor([[1], [3]])).data[1]!).toBeCloseTo(1, 4);
  });

  test("refuses an input of other dimensions, and a single value in training", () => {
    expect(() => new nn.BatchNorm2d(2).forward(rand([3, 2]))).toThrow(
      "BatchNorm2d: an input has 4 dimensions",
    );
    expect(() => new nn.BatchNorm1d(2).forward(rand([1, 2]))).toThrow("more than one value per channel");
    expect(() => F.batchNorm(rand([2, 2]), { training: false })).toThrow("needs runningMean and runningVar");
  });

  test("refuses a state whose counter is no int64", () => {
    const layer = new nn.BatchNorm1d(1);
    const state = new Map<string, nn.StateValue>(layer.stateDict());
    state.set("num_batches_tracked", tensor([1]));
    expect(() => layer.loadStateDict(state)).toThrow(
      "num_batches_tracked is an int64 tensor of shape [], not Float32Array [1]",
    );
  });
});

describe("other layers", () => {
  const x = tensor([[-2, -1, 0, 3]]);

  test.each([
    [new nn.LeakyReLU(0.5), [-1, -0.5, 0, 3]],
    [new nn.SiLU(), [-0.238406, -0.268941, 0, 2.857722]],
    [new nn.GELU(), [-0.0455, -0.158655, 0, 2.99595]],
    [new nn.Tanh(), [-0.964028, -0.761594, 0, 0.995055]],
    [new nn.Sigmoid(), [0.119203, 0.268941, 0.5, 0.952574]],
    [new nn.Identity(), [-2, -1, 0, 3]],
    [new nn.LayerNorm(4), [-1.069045, -0.534522, 0, 1.603567]],
    [new nn.LayerNorm([1, 4], { elementwiseAffine: false }), [-1.069045, -0.534522, 0, 1.603567]],
  ])("compute what PyTorch's do (%#)", (layer, expected) => {
    layer.forward(x).data.forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i]!, 5);
    });
  });

  test("pool images, and drop whole channels in training only", () => {
    const image = rand([1, 2, 4, 4]);
    expect(new nn.MaxPool2d(2).forward(image).shape).toEqual([1, 2, 2, 2]);
    expect(new nn.AvgPool2d(3, { stride: 1, padding: 1 }).forward(image).shape).toEqual([1, 2, 4, 4]);
    expect(new nn.AdaptiveAvgPool2d([1, 2]).forward(image).shape).toEqual([1, 2, 1, 2]);
    const dropped = new nn.Dropout2d(0.5).forward(tensor(new Float32Array(80).fill(1), [1, 40, 2, 1]));
    expect(new Set(dropped.data)).toEqual(new Set([0, 2]));
    expect(new nn.Dropout2d(0.5).eval().forward(image)).toBe(image);
  });

  test("are named by their indices in a ModuleList", () => {
    const list = new nn.ModuleList([new nn.Linear(1, 1)]).append(new nn.Linear(2, 1, { bias: false }));
    expect([...list.stateDict().keys()]).toEqual(["0.weight", "0.bias", "1.weight"]);
    expect([list.length, [...list].length, list.at(-1)!.inFeatures]).toEqual([2, 2, 2]);
  });
});

describe("dropout", () => {
  test("refuses a number that is not a probability", () => {
    expect(() => F.dropout(rand([2]), 1.5)).toThrow("a probability lies between 0 and 1, not at 1.5");
  });
});

describeEachVariant("a linear layer and the ReLU after it", () => {
  test("gives the same bits in one pass and in two", () => {
    manualSeed(3);
    const [linear, relu] = [new nn.Linear(33, 18), new nn.ReLU()];
    const x = rand([17, 33]).sub(0.5).requiresGrad_();
    const run = (y: Tensor) => {
      y.mul(y).sum().backward();
      const results = [y, x.grad!, linear.weight.grad!, linear.bias!.grad!].map((t) => t.toArray());
      x.zeroGrad();
      linear.zeroGrad();
      return results;
    };
    const fused = run(new nn.Sequential(linear, relu).forward(x));
    expect(fused).toEqual(run(relu.forward(linear.forward(x))));
  });

  test("gives the same bits for a convolution and for a batch norm in its place", () => {
    const [conv, norm, relu] = [new nn.Conv2d(3, 7, 3, { padding: 1 }), new nn.BatchNorm2d(7), new nn.ReLU()];
    const x = rand([3, 3, 6, 5]).sub(0.5).requiresGrad_();
    const run = (apart: boolean) => {
      const layers = [conv, relu, conv2, norm, relu];
      const y = apart
        ? layers.reduce((out, layer) => layer.forward(out), x)
        : new nn.Sequential(...layers).forward(x);
      y.mul(y).sum().backward();
      const results = [
        y,
        x.grad!,
        ...[conv, conv2, norm].flatMap((m) => [...m.parameters()].map((p) => p.grad!)),
      ];
      const values = results.map((t) => t.toArray());
      for (const t of [x, ...conv.parameters(), ...conv2.parameters(), ...norm.parameters()]) t.zeroGrad();
      return values;
    };
    const conv2 = new nn.Conv2d(7, 7, 2, { stride: 2, bias: false });
    expect(run(false)).toEqual(run(true));
  });
});

describe("a stack of linear layers and ReLUs", () => {
  function countingKernels(calls: string[]): Kernels {
    return {
      ...reference,
      matmul(task) {
        calls.push("matmul");
        reference.matmul(task);
      },
      unary(task) {
        calls.push(task.op);
        reference.unary(task);
      },
    };
  }

  test("takes one pass per layer forward, and computes no gradient of an input that requires none", () => {
    const before = kernels();
    const calls: string[] = [];
    setKernels(countingKernels(calls));
    try {
      const model = new nn.Sequential(new nn.Linear(4, 3), new nn.ReLU(), new nn.Linear(3, 2));
      const y = model.forward(rand([5, 4])).sum();
      expect(calls).toEqual(["matmul", "matmul"]);
      y.backward();
      expect(calls).toHaveLength(2 + 3);
    } finally {
      setKernels(before);
    }
  });

  test("calls the forward of a subclass of Linear", () => {
    class Doubled extends nn.Linear {
      override forward(x: Tensor): Tensor {
        return super.forward(x).mul(2);
      }
    }
    const layer = new Doubled(2, 2);
    const x = rand([3, 2]);
    const expected = F.relu(F.linear(x, layer.weight, layer.bias).mul(2)).toArray();
    expect(new nn.Sequential(layer, new nn.ReLU()).forward(x).toArray()).toEqual(expected);
  });
});
