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

describe("dropout", () => {
  test("refuses a number that is not a probability", () => {
    expect(() => F.dropout(rand([2]), 1.5)).toThrow("a probability lies between 0 and 1, not at 1.5");
  });
});

describeEachVariant("a linear layer and the ReLU after it", () => {
  test("is the same to the bit as one pass and as two", () => {
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
