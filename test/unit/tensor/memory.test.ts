import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, test } from "vitest";
import {
  Arena,
  arena,
  functional as F,
  nn,
  noGrad,
  optim,
  rand,
  Tensor,
  tensor,
  tidy,
  zeros,
} from "../../../src/tensor";

setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");

/** Collects garbage until `done` returns true: finalizers run some time after a collection, in other tasks. */
async function untilCollected(done: () => boolean): Promise<void> {
  while (!done()) {
    collectGarbage();
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

describe("tidy", () => {
  test("releases everything made in it except what it returns", () => {
    const before = arena.usedBytes;
    const inner: Tensor[] = [];
    const { sum, list } = tidy(() => {
      const x = rand([100]);
      inner.push(x, x.add(1));
      return { sum: x.sum(), list: [x.mul(2)] };
    });
    expect(inner.every((t) => t.isDisposed)).toBe(true);
    expect(sum.item()).toBeGreaterThan(0);
    expect(list[0]!.shape).toEqual([100]);
    sum.dispose();
    list[0]!.dispose();
    expect(arena.usedBytes).toBe(before);
  });

  test("passes what it returns to the enclosing scope", () => {
    const x = tidy(() => {
      const inner = tidy(() => zeros([3]));
      expect(inner.isDisposed).toBe(false);
      return { inner: () => inner };
    });
    expect(x.inner().isDisposed).toBe(true);
  });

  test("keeps what was marked with keep()", () => {
    const x = tidy(() => {
      const kept = zeros([3]).keep();
      return () => kept;
    })();
    expect(x.toArray()).toEqual([0, 0, 0]);
  });

  test("releases everything when its function throws", () => {
    const before = arena.usedBytes;
    expect(() =>
      tidy(() => {
        rand([1000]);
        throw new Error("inside");
      }),
    ).toThrow("inside");
    expect(arena.usedBytes).toBe(before);
  });

  test("refuses an asynchronous function", () => {
    expect(() => tidy(async () => 1)).toThrow(
      "tidy() takes a function that returns its result, not a promise.",
    );
  });

  test.each([
    ["SGD", (params: Iterable<Tensor>) => new optim.SGD(params, { momentum: 0.9 })],
    ["AdamW", (params: Iterable<Tensor>) => new optim.AdamW(params, { amsgrad: true })],
  ])(
    "does not grow over training steps with %s, while parameters, gradients and optimizer state live",
    (_, create) => {
      const model = new nn.Sequential(
        new nn.Linear(20, 30),
        new nn.ReLU(),
        new nn.Dropout(0.2),
        new nn.Linear(30, 4),
      );
      const optimizer = create(model.parameters());
      const targets = Int32Array.from([0, 1, 2, 3]);
      const step = () =>
        tidy(() => {
          optimizer.zeroGrad();
          const normal = F.layerNorm(rand([4, 20]));
          const loss = F.crossEntropy(model.forward(normal), targets);
          loss.backward();
          optimizer.step();
        });
      step();
      const [used, capacity] = [arena.usedBytes, arena.capacityBytes];
      for (let i = 0; i < 50; i++) {
        step();
        expect(arena.usedBytes).toBe(used);
      }
      expect(arena.capacityBytes).toBe(capacity);
      expect([...model.parameters()].every(({ grad }) => grad && !grad.isDisposed)).toBe(true);
    },
  );

  test("does not grow over steps and evaluations of a convolutional network", () => {
    const model = new nn.Sequential(
      new nn.Conv2d(1, 4, 3, { padding: 1, bias: false }),
      new nn.BatchNorm2d(4),
      new nn.ReLU(),
      new nn.MaxPool2d(2),
      new nn.Dropout(0.25),
      new nn.Flatten(),
      new nn.Linear(64, 3),
    );
    const optimizer = new optim.SGD(model.parameters(), { momentum: 0.9 });
    const targets = Int32Array.from([0, 1, 2, 0]);
    const epoch = () => {
      model.train();
      tidy(() => {
        optimizer.zeroGrad();
        F.crossEntropy(model.forward(rand([4, 1, 8, 8])), targets).backward();
        optimizer.step();
      });
      model.eval();
      tidy(() => {
        noGrad(() => model.forward(rand([9, 1, 8, 8])));
      });
    };
    epoch();
    const [used, capacity] = [arena.usedBytes, arena.capacityBytes];
    for (let i = 0; i < 20; i++) epoch();
    expect(arena.usedBytes).toBe(used);
    expect(arena.capacityBytes).toBe(capacity);
  });

  test("holds nothing between the layers of a Sequential when there are no gradients", () => {
    const model = new nn.Sequential(
      new nn.Identity(),
      new nn.Conv2d(1, 4, 3, { padding: 1 }),
      new nn.ReLU(),
      new nn.Sequential(new nn.Tanh(), new nn.Sigmoid()),
      new nn.Flatten(),
      new nn.Linear(256, 256),
    );
    const x = rand([4, 1, 8, 8]).keep();
    const before = arena.usedBytes;
    tidy(() => {
      const y = noGrad(() => model.forward(x));
      expect(x.isDisposed).toBe(false);
      expect(arena.usedBytes - before).toBe(4 * y.size);
    });
    expect(arena.usedBytes).toBe(before);
    x.dispose();
  });
});

describe("dispose", () => {
  test("releases storage with its last view, once", () => {
    const before = arena.usedBytes;
    const x = rand([64]);
    const view = x.reshape([8, 8]);
    const used = arena.usedBytes;
    x.dispose();
    x.dispose();
    expect(arena.usedBytes).toBe(used);
    expect(view.shape).toEqual([8, 8]);
    view.dispose();
    expect(arena.usedBytes).toBe(before);
    view.dispose();
    expect(arena.usedBytes).toBe(before);
  });

  test("releases a leaf's gradient, too", () => {
    const before = arena.usedBytes;
    tidy(() => {
      const x = tensor([1, 2], { requiresGrad: true });
      x.sum().backward();
    });
    expect(arena.usedBytes).toBe(before);
  });

  test("makes any later use an error", () => {
    const x = zeros([2, 3]);
    x.dispose();
    expect(() => x.add(1)).toThrow("This tensor of shape [2, 3] was released");
    expect(() => x.reshape([6])).toThrow("was released");
  });

  test("of a tensor that a graph needs makes backward an error", () => {
    const loss = tidy(() => tensor([3], { requiresGrad: true }).exp().exp().sum());
    expect(() => loss.backward()).toThrow("was released, by dispose() or by the end of the tidy()");
  });
});

describe("garbage collection", () => {
  test("returns blocks that were neither disposed nor tidied", async () => {
    const before = arena.usedBytes;
    (() => {
      const x = tensor([[1, 2]], { requiresGrad: true });
      for (let i = 0; i < 200; i++) {
        F.linear(x, rand([1000, 2]), null, { relu: true })
          .sum()
          .backward();
      }
    })();
    expect(arena.usedBytes).toBeGreaterThan(before + 200 * 8000);
    await untilCollected(() => arena.usedBytes <= before);
    expect(arena.usedBytes).toBeLessThanOrEqual(before);
  });

  test("keeps elements that are still reachable, in part or as a whole", async () => {
    const look = () => {
      const x = Tensor.full([1000], 7);
      return [x.data, Tensor.full([10, 100], 7).slice(2, 3).data] as const;
    };
    const [whole, part] = look();
    let gone = false;
    const witness = new FinalizationRegistry(() => {
      gone = true;
    });
    (() => witness.register(zeros([1]), null))();
    await untilCollected(() => gone);
    expect(gone).toBe(true);
    for (let i = 0; i < 20; i++) {
      Tensor.full([1000], 0);
    }
    expect([...whole, ...part].every((value) => value === 7)).toBe(true);
  });
});

describe("the arena", () => {
  test("hands out aligned blocks of shared memory that do not overlap", () => {
    const own = new Arena(256);
    const views = [own.float32(3), own.int32(1000), own.uint8(1), own.float32(0), own.float32(70_001)];
    expect(own.memory.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(views.every((view) => view.byteOffset % 64 === 0 && view.byteOffset > 0)).toBe(true);
    const ends = views.map((view) => view.byteOffset + view.byteLength);
    expect(views.slice(1).every((view, i) => view.byteOffset >= ends[i]!)).toBe(true);
  });

  test("reuses a released block for the next request of its size", () => {
    const own = new Arena(256);
    const first = own.float32(1000);
    own.release(first);
    own.release(first);
    expect(own.usedBytes).toBe(0);
    const [second, third] = [own.float32(1000), own.float32(1000)];
    expect(second.byteOffset).toBe(first.byteOffset);
    expect(third.byteOffset).not.toBe(first.byteOffset);
  });

  test("grows while views stay valid", () => {
    const own = new Arena(1024);
    const early = own.float32(4).fill(5);
    const capacity = own.capacityBytes;
    const large = own.uint8(20 * 2 ** 20);
    expect(own.capacityBytes).toBeGreaterThan(capacity);
    large[large.length - 1] = 1;
    expect([...early]).toEqual([5, 5, 5, 5]);
    expect(new Float32Array(own.memory.buffer, early.byteOffset, 4)[3]).toBe(5);
  });

  test("recognizes its own views, also those from before it grew", () => {
    const own = new Arena(1024);
    const early = own.uint8(4);
    const late = own.uint8(20 * 2 ** 20);
    expect([early, late].map((view) => own.holds(view))).toEqual([true, true]);
    expect(own.holds(new Uint8Array(4))).toBe(false);
    expect(new Arena(1024).holds(early)).toBe(false);
  });

  test("throws when its maximum is reached, and works afterwards", () => {
    const own = new Arena(512);
    expect(() => own.uint8(64 * 2 ** 20)).toThrow(
      "The tensors do not fit in memory: 0 MiB in use, 64 MiB more needed, at most 32 MiB available.",
    );
    expect(own.uint8(16).length).toBe(16);
  });
});
