import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import * as safetensors from "../../../src/formats/safetensors";
import { arena, manualSeed, nn, rand } from "../../../src/tensor";
import { makers, networks } from "./networkFixture";

/** The first 16 hexadecimal digits of the SHA-256 of an array's bytes. */
function fingerprint(data: Float32Array | BigInt64Array): string {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return createHash("sha256").update(Uint8Array.from(bytes)).digest("hex").slice(0, 16);
}

describe("a convolutional network", () => {
  test.each(networks)("$name: seed 42 gives PyTorch's initial state, bit for bit", ({ name, initial }) => {
    manualSeed(42);
    const state = [...makers[name]().stateDict()];
    expect(state.map(([key, { shape, data }]) => [key, shape, fingerprint(data)])).toEqual(initial);
  });

  test.each(networks)(
    "$name: the arrays of its state are known without allocating them",
    ({ name, initial }) => {
      const used = arena.usedBytes;
      const parameters = [...nn.parameterShapes(makers[name])];
      const buffers = [...nn.bufferShapes(makers[name])].map(([key, { shape }]) => [key, shape]);
      expect(new Map([...parameters, ...buffers] as [string, number[]][])).toEqual(
        new Map(initial.map(([key, shape]) => [key, shape])),
      );
      expect(arena.usedBytes).toBe(used);
    },
  );

  test("continues with its running statistics after being saved and loaded", () => {
    const [before, after] = [makers.resnet(), makers.resnet()];
    const x = rand([2, 1, 8, 8]);
    before.forward(x);
    after.loadStateDict(safetensors.read(safetensors.write(before.stateDict())).tensors);
    expect(after.stages.layers[0]!.stateDict().get("bn1.num_batches_tracked")!.data).toEqual(
      BigInt64Array.of(1n),
    );
    const logits = [before, after].map((model) => model.eval().forward(x).toArray());
    expect(logits[1]).toEqual(logits[0]);
  });
});
