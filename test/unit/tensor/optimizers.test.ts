import { describe, expect, test } from "vitest";
import { optim, type Tensor, tensor } from "../../../src/tensor";
import { expectClose, jsonFixture } from "./fixture";
import { describeEachVariant } from "./variants";

interface Case {
  optimizer: "SGD" | "Adam" | "AdamW" | "RMSprop";
  options: Record<string, unknown>;
  initial: number[];
  steps: { grad: number[]; param: number[] }[];
}

const { optimizers } = jsonFixture<{ optimizers: Case[] }>("tensor/optimizers.json");

function create({ optimizer, options }: Case, param: Tensor): optim.Optimizer {
  const { weight_decay: weightDecay, ...others } = options;
  return new optim[optimizer]([param], { weightDecay, ...others } as optim.SGDOptions);
}

describeEachVariant("optimizers on fixed gradients as PyTorch's", () => {
  test.each(optimizers)("$optimizer $options", (example) => {
    const param = tensor(example.initial, { requiresGrad: true });
    const optimizer = create(example, param);
    for (const { grad, param: expected } of example.steps) {
      param.grad = tensor(grad);
      optimizer.step();
      expectClose(param.data, expected, 1e-6);
    }
  });

  test.each(optimizers)("$optimizer $options maximizes with the same updates", (example) => {
    const [down, up] = [1, -1].map((sign) => {
      const param = tensor(
        example.initial.map((value) => sign * value),
        { requiresGrad: true },
      );
      const optimizer = create({ ...example, options: { ...example.options, maximize: sign < 0 } }, param);
      for (const { grad } of example.steps) {
        param.grad = tensor(grad);
        optimizer.step();
      }
      return param.toFloat32Array();
    });
    expect(Array.from(up!, (value) => -value)).toEqual([...down!]);
  });

  test.each(optimizers)(
    "$optimizer $options continues from a saved state without a difference",
    (example) => {
      const param = tensor(example.initial, { requiresGrad: true });
      const half = example.steps.length / 2;
      const first = create(example, param);
      for (const { grad } of example.steps.slice(0, half)) {
        param.grad = tensor(grad);
        first.step();
      }
      const second = create(example, param);
      second.loadStateDict(first.stateDict());
      first.dispose();
      for (const { grad, param: expected } of example.steps.slice(half)) {
        param.grad = tensor(grad);
        second.step();
        expectClose(param.data, expected, 1e-6);
      }
    },
  );
});

describe("an optimizer", () => {
  const weight = () => tensor([1, 2], { requiresGrad: true });

  test("uses a learning rate that is changed between steps", () => {
    const param = weight();
    const sgd = new optim.SGD([param], { lr: 1 });
    param.grad = tensor([1, 1]);
    sgd.step();
    sgd.lr = 0.5;
    sgd.step();
    expect(param.toArray()).toEqual([-0.5, 0.5]);
  });

  test("does not change a parameter without a gradient", () => {
    const param = weight();
    new optim.AdamW([param], { lr: 1 }).step();
    expect(param.toArray()).toEqual([1, 2]);
  });

  test("clears gradients", () => {
    const param = weight();
    param.grad = tensor([1, 1]);
    new optim.SGD([param]).zeroGrad();
    expect(param.grad).toBeNull();
  });

  test("counts the updates of each parameter separately", () => {
    const [a, b] = [weight(), weight()];
    const adam = new optim.Adam([a, b]);
    a.grad = tensor([1, 1]);
    adam.step();
    adam.step();
    expect(adam.stateDict().steps).toEqual([2, 0]);
    expect([...adam.stateDict().buffers.keys()]).toEqual(["0.exp_avg", "0.exp_avg_sq"]);
  });

  test.each([
    [() => new optim.SGD([]), "An optimizer needs at least one parameter."],
    [() => new optim.SGD([weight()], { lr: -1 }), "lr must be at least 0, not -1."],
    [() => new optim.SGD([weight()], { lr: Number.NaN }), "lr must be at least 0, not NaN."],
    [() => new optim.SGD([weight()], { momentum: -0.5 }), "momentum must be at least 0, not -0.5."],
    [() => new optim.SGD([weight()], { nesterov: true }), "nesterov needs a momentum above 0"],
    [
      () => new optim.Adam([weight()], { betas: [0.9, 1] }),
      "betas must be at least 0 and below 1, not 0.9 and 1.",
    ],
    [() => new optim.AdamW([weight()], { weightDecay: -1 }), "weightDecay must be at least 0, not -1."],
  ])("refuses options out of range (%#)", (make, message) => {
    expect(make).toThrow(message);
  });

  test("refuses a state that does not fit, and stays unchanged", () => {
    const param = weight();
    const sgd = new optim.SGD([param], { momentum: 0.9 });
    param.grad = tensor([1, 1]);
    sgd.step();
    const buffer = (shape: number[]) => ({ shape, data: new Float32Array(shape[0]!) });
    const load = (steps: number[], name: string, shape: number[]) => () =>
      sgd.loadStateDict({ steps, buffers: new Map([[name, buffer(shape)]]) });

    expect(load([1, 1], "0.momentum_buffer", [2])).toThrow("has 1 parameters, its state 2");
    expect(load([1], "0.exp_avg", [2])).toThrow("no state 0.exp_avg");
    expect(load([1], "1.momentum_buffer", [2])).toThrow("no state 1.momentum_buffer");
    expect(load([1], "0x.momentum_buffer", [2])).toThrow("no state 0x.momentum_buffer");
    expect(load([-1], "0.momentum_buffer", [2])).toThrow("parameter 0 cannot have had -1 updates");
    expect(load([Number.NaN], "0.momentum_buffer", [2])).toThrow("cannot have had NaN updates");
    expect(load([1], "0.momentum_buffer", [3])).toThrow("shape [2], not Float32Array [3]");
    expect(() => sgd.loadStateDict({ steps: [1], buffers: new Map() })).toThrow(
      "the state 0.momentum_buffer is missing",
    );
    expect(sgd.stateDict().buffers.get("0.momentum_buffer")!.toArray()).toEqual([1, 1]);
  });
});
