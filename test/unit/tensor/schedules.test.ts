import { describe, expect, test } from "vitest";
import { nn, optim, tensor } from "../../../src/tensor";
import { expectClose, jsonFixture } from "./fixture";
import { describeEachVariant } from "./variants";

interface Schedule {
  schedule: string;
  baseRate: number;
  options: Record<string, never>;
  rates: number[];
  momenta?: number[];
}

interface Clipping {
  maxNorm: number;
  grads: { shape: number[]; data: number[] }[];
  totalNorm: number;
  clipped: { data: number[] }[];
}

const { schedules, clipGradNorm } = jsonFixture<{ schedules: Schedule[]; clipGradNorm: Clipping[] }>(
  "tensor/convolutions.json",
);
const { lrScheduler } = optim;

function begun(lr: number): optim.Optimizer {
  return new optim.SGD([tensor([1], { requiresGrad: true })], { lr });
}

function warmUp(optimizer: optim.Optimizer, { warmup = 3, tMax = 9 } = {}) {
  const linear = new lrScheduler.LinearLR(optimizer, { startFactor: 0.1, totalIters: warmup });
  const cosine = new lrScheduler.CosineAnnealingLR(optimizer, { tMax });
  return new lrScheduler.SequentialLR(optimizer, [linear, cosine], [warmup]);
}

const makers: Record<string, (optimizer: optim.Optimizer, options: never) => optim.lrScheduler.LRScheduler> =
  {
    ...Object.fromEntries(
      (
        [
          "StepLR",
          "MultiStepLR",
          "ExponentialLR",
          "CosineAnnealingLR",
          "LinearLR",
          "PolynomialLR",
          "OneCycleLR",
        ] as const
      ).map((name) => [
        name,
        (optimizer: optim.Optimizer, options: never) => new lrScheduler[name](optimizer, options),
      ]),
    ),
    SequentialLR: warmUp,
  };

/** Options with PyTorch's names, renamed as in this program: `step_size` to `stepSize`, `T_max` to `tMax`. */
function camelCase(options: Record<string, never>): never {
  return Object.fromEntries(
    Object.entries(options).map(([name, value]) => [
      name.toLowerCase().replace(/_(.)/g, (_, letter) => letter.toUpperCase()),
      value,
    ]),
  ) as never;
}

function ratesOf(
  optimizer: optim.Optimizer,
  schedule: optim.lrScheduler.LRScheduler,
  count: number,
): number[] {
  return Array.from({ length: count }, () => {
    const { lr } = optimizer;
    schedule.step();
    return lr;
  });
}

describe("schedules of the learning rate as PyTorch's", () => {
  test.each(schedules)("$schedule $options", ({ schedule, baseRate, options, rates }) => {
    const optimizer = begun(baseRate);
    const made = makers[schedule]!(optimizer, camelCase(options));
    expectClose(ratesOf(optimizer, made, rates.length), rates, 1e-12, 1e-16);
  });

  test.each(schedules.filter(({ momenta }) => momenta))(
    "$schedule $options changes the momentum, also from a saved state",
    ({ schedule, baseRate, options, momenta = [] }) => {
      const optimizer = begun(baseRate);
      let made = makers[schedule]!(optimizer, camelCase(options));
      for (const momentum of momenta) {
        expectClose([optimizer.momentum], [momentum], 1e-12);
        made.step();
        const { lr } = optimizer;
        const state = made.stateDict();
        made = makers[schedule]!(optimizer, camelCase(options));
        made.loadStateDict(state);
        optimizer.lr = lr;
      }
    },
  );

  test.each(schedules)(
    "$schedule $options continues from a saved state without a difference",
    ({ schedule, baseRate, options, rates }) => {
      for (const half of [0, 3, 5, 8]) {
        const before = begun(baseRate);
        const first = makers[schedule]!(before, camelCase(options));
        ratesOf(before, first, half);
        const after = begun(baseRate);
        const second = makers[schedule]!(after, camelCase(options));
        second.loadStateDict(JSON.parse(JSON.stringify(first.stateDict())));
        after.lr = before.lr;
        const rest = rates.length - half;
        expect(ratesOf(after, second, rest)).toEqual(ratesOf(before, first, rest));
      }
    },
  );
});

describe("a schedule", () => {
  test("continues from a rate that a user sets", () => {
    const optimizer = begun(0.1);
    const schedule = new lrScheduler.StepLR(optimizer, { stepSize: 2, gamma: 0.5 });
    optimizer.lr = 1;
    expect(ratesOf(optimizer, schedule, 4)).toEqual([1, 1, 0.5, 0.5]);
  });

  test("of one cycle refuses a step after the last", () => {
    const optimizer = begun(0.1);
    const schedule = new lrScheduler.OneCycleLR(optimizer, { maxLr: 1, totalSteps: 3 });
    ratesOf(optimizer, schedule, 3);
    expect(() => schedule.step()).toThrow("the cycle has 3 steps and no more");
  });

  test("of several in sequence needs one milestone fewer than schedules", () => {
    const optimizer = begun(0.1);
    const linear = new lrScheduler.LinearLR(optimizer);
    expect(() => new lrScheduler.SequentialLR(optimizer, [linear], [3])).toThrow(
      "1 schedules have 0 milestones, not 1",
    );
    expect(() => warmUp(optimizer).loadStateDict({ lastEpoch: 1, baseRate: 1 })).toThrow(
      "there are 2 schedules, and the state has 0",
    );
  });
});

describeEachVariant("clipped gradients", () => {
  test.each(clipGradNorm)("are PyTorch's for a norm of at most $maxNorm", (example) => {
    const parameters = example.grads.map(({ shape, data }) => {
      const parameter = tensor(new Float32Array(data.length), shape, { requiresGrad: true });
      parameter.grad = tensor(data, shape);
      return parameter;
    });
    parameters.push(tensor([1], { requiresGrad: true }));
    expectClose([nn.clipGradNorm(parameters, example.maxNorm)], [example.totalNorm], 1e-6);
    example.clipped.forEach(({ data }, i) => {
      expectClose(parameters[i]!.grad!.data, data, 1e-6);
    });
  });
});
