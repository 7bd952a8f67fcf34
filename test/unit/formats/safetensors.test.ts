import { describe, expect, test } from "vitest";
import { Float16Bits } from "../../../src/formats/float16";
import * as safetensors from "../../../src/formats/safetensors";
import { nn, tensor } from "../../../src/tensor";

const f32 = (...values: number[]) => ({ shape: [values.length], data: new Float32Array(values) });

/**
 * A safetensors file with `dataLength` zeros as data.
 * @param header a string as it is, another value as JSON
 * @param headerLength the length that the file states for its header; default: the true one
 */
function file(header: unknown, dataLength = 0, headerLength?: number): Uint8Array {
  const json = Buffer.from(typeof header === "string" ? header : JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(headerLength ?? json.length));
  return Buffer.concat([length, json, Buffer.alloc(dataLength)]);
}

const entry = (shape: unknown, begin: unknown, end: unknown, dtype: unknown = "F32") => ({
  dtype,
  shape,
  data_offsets: [begin, end],
});

describe("a safetensors file", () => {
  test("returns names, shapes, bits and metadata unchanged", () => {
    const layer = new nn.Linear(3, 2);
    const bytes = safetensors.write(
      [
        ["rng", { shape: [2], data: Uint8Array.of(7, 255) }],
        ...layer.namedParameters(),
        ["steps", { shape: [], data: new Float64Array([1e300]) }],
        ["count", { shape: [], data: BigInt64Array.of(-(2n ** 40n)) }],
        ["empty", { shape: [0, 4], data: new Int32Array(0) }],
        ["half", { shape: [2], data: Float16Bits.of(0x3c00, 0xfc00) }],
        ["counts", { shape: [1], data: Uint16Array.of(65535) }],
        ["odd", { shape: [3], data: new Float32Array([Number.NaN, -0, 1e-45]) }],
      ],
      { epoch: "3" },
    );
    const { tensors, metadata } = safetensors.read(bytes);
    expect(metadata).toEqual({ epoch: "3" });
    expect([...tensors.keys()].sort()).toEqual([
      "bias",
      "count",
      "counts",
      "empty",
      "half",
      "odd",
      "rng",
      "steps",
      "weight",
    ]);
    expect(tensors.get("weight")).toEqual({ shape: [2, 3], data: layer.weight.toFloat32Array() });
    expect(tensors.get("rng")).toEqual({ shape: [2], data: Uint8Array.of(7, 255) });
    expect(tensors.get("steps")).toEqual({ shape: [], data: new Float64Array([1e300]) });
    expect(tensors.get("count")).toEqual({ shape: [], data: BigInt64Array.of(-(2n ** 40n)) });
    expect(tensors.get("half")).toEqual({ shape: [2], data: Float16Bits.of(0x3c00, 0xfc00) });
    expect(tensors.get("counts")).toEqual({ shape: [1], data: Uint16Array.of(65535) });
    expect(tensors.get("empty")!.shape).toEqual([0, 4]);
    expect(tensors.get("odd")!.data).toEqual(new Float32Array([Number.NaN, -0, 1e-45]));
  });

  test("has the layout of the format, with aligned data", () => {
    const bytes = safetensors.write([["a", tensor([[1, 2]])]], { k: "v" });
    const header = '{"__metadata__":{"k":"v"},"a":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]}}       ';
    expect(header.length % 8).toBe(0);
    expect(Buffer.from(bytes).toString("latin1", 8, 8 + header.length)).toBe(header);
    expect(Buffer.from(bytes).readBigUInt64LE()).toBe(BigInt(header.length));
    expect([...bytes.subarray(8 + header.length)]).toEqual([0, 0, 128, 63, 0, 0, 0, 64]);
  });

  test("is read from any offset of a larger buffer", () => {
    const bytes = safetensors.write([["a", f32(1, 2, 3)]]);
    const shifted = new Uint8Array(new SharedArrayBuffer(bytes.length + 3), 3);
    shifted.set(bytes);
    expect(safetensors.read(shifted).tensors.get("a")).toEqual(f32(1, 2, 3));
  });

  test("loads into a model", () => {
    const [a, b] = [new nn.Linear(4, 3), new nn.Linear(4, 3)];
    b.loadStateDict(safetensors.read(safetensors.write(a.namedParameters())).tensors);
    expect(b.weight.toArray()).toEqual(a.weight.toArray());
  });

  test("cannot be written with a repeated or a reserved name", () => {
    expect(() =>
      safetensors.write([
        ["a", f32(1)],
        ["a", f32(2)],
      ]),
    ).toThrow('The name "a" cannot be given');
    expect(() => safetensors.write([["__metadata__", f32(1)]])).toThrow(
      'The name "__metadata__" cannot be given',
    );
  });

  test.each<[string, Uint8Array, string]>([
    ["too short", new Uint8Array(7), "has at least 8 bytes, not 7"],
    [
      "cut within the header",
      file("{}", 0, 3),
      "header claims 3 bytes, which the file of 10 bytes cannot hold",
    ],
    ["a huge header", file("{}", 0, 2 ** 53), "cannot hold"],
    ["no JSON", file("{oops"), "The safetensors header is not JSON."],
    ["no UTF-8", Uint8Array.of(2, 0, 0, 0, 0, 0, 0, 0, 0xc3, 0x28), "The safetensors header is not JSON."],
    ["no object", file([1]), "The safetensors header is not a JSON object."],
    ["metadata of numbers", file({ __metadata__: { epoch: 3 } }), "metadata is not a table of strings"],
    [
      "no description",
      file({ a: null }),
      'The tensor "a" is not described by dtype, shape and data_offsets.',
    ],
    [
      "no dtype",
      file({ a: { shape: [1], data_offsets: [0, 4] } }, 4),
      'The tensor "a" is not described by dtype, shape and data_offsets.',
    ],
    ["a dtype that is no text", file({ a: entry([1], 0, 4, 32) }, 4), "is not described by"],
    ["a negative length", file({ a: entry([-1], 0, 4) }, 4), "is not described by"],
    [
      "an unknown dtype",
      file({ a: entry([2], 0, 4, "BF16") }, 4),
      'the dtype "BF16"; only F64, I64, F32, F16, I32, U32, U16, U8 can be read',
    ],
    [
      "a shape of another size",
      file({ a: entry([3], 0, 8) }, 8),
      "of shape [3] takes 12 bytes, which its offsets [0, 8] do not span",
    ],
    ["offsets the wrong way round", file({ a: entry([1], 4, 0) }, 4), "do not span"],
    ["data out of range", file({ a: entry([2], 0, 8) }, 7), "ends at byte 8, beyond the 7 bytes of data"],
    [
      "an overlap",
      file({ a: entry([2], 0, 8), b: entry([2], 4, 12) }, 12),
      'The tensor "b" overlaps the one before it.',
    ],
    [
      "a gap",
      file({ a: entry([1], 0, 4), b: entry([1], 8, 12) }, 12),
      'The tensor "b" leaves a gap before it.',
    ],
    [
      "a product that rounds to what the offsets span",
      file({ a: entry([2 ** 53 - 1, 2 ** 53 - 1, 3], 0, 4) }, 4),
      "do not span",
    ],
    ["too many dimensions", file({ a: entry(Array(65).fill(1), 0, 4) }, 4), "has 65 dimensions"],
    ["three offsets", file({ a: { ...entry([1], 0, 4), data_offsets: [0, 4, 4] } }, 4), "3 offsets"],
    [
      "a description that is another's member",
      file('{"a":{"__proto__":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}}', 4),
      "is not described by",
    ],
    ["a dtype of every object", file({ a: entry([1], 0, 4, "constructor") }, 4), 'the dtype "constructor"'],
    ["a rest", file({ a: entry([1], 0, 4) }, 9), "The last 5 bytes of data belong to no tensor."],
  ])("is refused: %s", (_, bytes, message) => {
    expect(() => safetensors.read(bytes)).toThrow(safetensors.SafetensorsError);
    expect(() => safetensors.read(bytes)).toThrow(message);
  });

  test("may name a tensor or metadata __proto__", () => {
    const header = `{"__metadata__":{"__proto__":"m"},"__proto__":${JSON.stringify(entry([1], 0, 4))}}`;
    const { tensors, metadata } = safetensors.read(file(header, 4));
    expect([...tensors.keys()]).toEqual(["__proto__"]);
    expect(Object.entries(metadata)).toEqual([["__proto__", "m"]]);
    expect(safetensors.read(file("{}")).metadata.constructor).toBeUndefined();
  });

  test("is refused in a short sentence, whatever its names are", () => {
    const name = `\u009b\u202e${"x".repeat(1_000_000)}`;
    expect(() => safetensors.read(file({ [name]: null }))).toThrow(/^The tensor "��x{97}… is not described/);
  });

  test("is refused where its header is longer than the limit", () => {
    expect(() => safetensors.read(file({ a: entry([1], 0, 4) }, 4), { longestHeader: 20 })).toThrow(
      "is longer than the 20 bytes that are read",
    );
  });
});
