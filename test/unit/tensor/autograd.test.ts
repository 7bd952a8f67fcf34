import { describe, expect, test } from "vitest";
import { functional as F, noGrad, ones, type Tensor, tensor } from "../../../src/tensor";

const leaf = (...values: number[]) => tensor(values, { requiresGrad: true });

describe("backward", () => {
  test("adds up the gradients of every use of a tensor", () => {
    const x = leaf(2, 3);
    const y = x.mul(x);
    y.add(y).add(x).sum().backward();
    expect(x.grad!.toArray()).toEqual([9, 13]);
  });

  test("adds to the existing gradient until it is cleared", () => {
    const x = leaf(1, 2);
    x.sum().backward();
    x.mul(3).sum().backward();
    expect(x.grad!.toArray()).toEqual([4, 4]);
    x.zeroGrad();
    expect(x.grad).toBeNull();
    x.sum().backward();
    expect(x.grad!.toArray()).toEqual([1, 1]);
  });

  test("gives each leaf its own gradient, even if several are equal", () => {
    const [a, b] = [leaf(1), leaf(2)];
    a.add(b).backward();
    a.mul(5).backward();
    expect([a.grad!.item(), b.grad!.item()]).toEqual([6, 1]);
  });

  test("leaves the given gradient unchanged", () => {
    const x = leaf(1, 2);
    const gradient = tensor([10, 20]);
    x.mean(0, true).add(x).backward(gradient);
    x.mul(2).backward(gradient);
    expect(gradient.toArray()).toEqual([10, 20]);
    expect(x.grad!.toArray()).toEqual([45, 75]);
  });

  test("hands a sum's gradient to both computed terms", () => {
    const [x, y] = [leaf(1, 2), leaf(3, 4)];
    const sum = x.mul(x).add(y.mul(y));
    sum
      .add(sum.reshape([2]).mul(x))
      .mul(1)
      .sum()
      .backward();
    expect(x.grad!.toArray()).toEqual([2 * 2 + 1 + 9, 4 * 3 + 4 + 16]);
    expect(y.grad!.toArray()).toEqual([6 * 2, 8 * 3]);
  });

  test("gives the same gradients through a batch norm run three times with one seed", () => {
    const [x, weight] = [tensor([[1], [5]], { requiresGrad: true }), leaf(2)];
    const y = F.batchNorm(x, { weight });
    const seed = tensor([[1], [3]]);
    const after = Array.from({ length: 3 }, () => {
      y.backward(seed, { retainGraph: true });
      return weight.grad!.item();
    });
    expect(after.map((value) => Math.fround(value / after[0]!))).toEqual([1, 2, 3]);
  });

  test("works on a leaf", () => {
    const x = leaf(4);
    x.backward();
    expect(x.grad!.item()).toBe(1);
  });

  test("computes no gradient of a tensor that requires none", () => {
    const [x, constant] = [leaf(1, 2), tensor([3, 4])];
    x.mul(constant).sum().backward();
    expect(constant.grad).toBeNull();
  });

  test("handles a graph of ten thousand operations", () => {
    const x = leaf(1);
    let y: Tensor = x;
    for (let i = 0; i < 10_000; i++) {
      y = y.add(x);
    }
    y.backward();
    expect(x.grad!.item()).toBe(10_001);
  });

  test("stops at a detached tensor", () => {
    const x = leaf(3);
    x.mul(x.detach()).backward();
    expect(x.grad!.item()).toBe(3);
  });

  test("works for slices that share storage", () => {
    const x = leaf(1, 2, 3, 4);
    x.slice(1, 3).mul(x.slice(-2)).sum().backward();
    expect(x.grad!.toArray()).toEqual([0, 3, 6, 3]);
  });

  test("works for slices and concatenations along inner dimensions", () => {
    const x = tensor(
      [
        [1, 2, 3],
        [4, 5, 6],
      ],
      { requiresGrad: true },
    );
    const last = x.slice(1, 3, 1);
    expect(last.toArray()).toEqual([
      [2, 3],
      [5, 6],
    ]);
    last.mul(last).sum().backward();
    expect(x.grad!.toArray()).toEqual([
      [0, 4, 6],
      [0, 10, 12],
    ]);
  });

  test("runs a second time only through a retained graph", () => {
    const x = leaf(3);
    const y = x.mul(x);
    y.backward(null, { retainGraph: true });
    y.backward();
    expect(x.grad!.item()).toBe(12);
    expect(() => y.backward()).toThrow("the graph behind mul was used up by an earlier backward()");
  });

  test("gives the same gradients through a fused layer run twice with one seed", () => {
    const [x, weight] = [tensor([[1, -2]]), tensor([[3, 1]], { requiresGrad: true })];
    const y = F.linear(x, weight, null, { relu: true });
    const seed = ones([1, 1]);
    y.backward(seed, { retainGraph: true });
    y.backward(seed);
    expect(weight.grad!.toArray()).toEqual([[2, -4]]);
  });

  test("needs something that requires a gradient, and a single value", () => {
    expect(() => tensor([1]).backward()).toThrow("requires no gradient");
    expect(() => leaf(1, 2).backward()).toThrow("pass one of shape [2]");
    expect(() => leaf(1, 2).backward(ones([3]))).toThrow("shape [3] does not fit a tensor of shape [2]");
  });
});

describe("noGrad", () => {
  test("records nothing, also after an error", () => {
    const x = leaf(1);
    expect(noGrad(() => x.mul(2)).requiresGrad).toBe(false);
    expect(() =>
      noGrad(() => {
        throw new Error("inside");
      }),
    ).toThrow("inside");
    expect(x.mul(2).requiresGrad).toBe(true);
  });

  test("refuses an asynchronous function", () => {
    expect(() => noGrad(async () => 1)).toThrow("noGrad() takes a function that returns its result");
  });
});

describe("a computed tensor", () => {
  test("is not a leaf whose gradient could be turned on or off", () => {
    const y = leaf(1).mul(2);
    expect(() => y.requiresGrad_(false)).toThrow("was computed by mul; detach() it first");
  });
});
