import { describe, expect, test } from "vitest";
import { functional as F, fromBytes, ShapeError, tensor, zeros } from "../../../src/tensor";

describe("shapes that do not fit", () => {
  const classes = Int32Array.from([0, 1, 5]);
  test.each<[() => unknown, string]>([
    [
      () => zeros([3, 4]).add(zeros([5])),
      "add: shapes [3, 4] and [5] do not fit: where they differ, one length must be 1.",
    ],
    [
      () => zeros([2, 3]).matmul(zeros([4, 5])),
      "matmul: shapes [2, 3] and [4, 5] do not fit as [m, k] and [k, n].",
    ],
    [() => zeros([2]).matmul(zeros([2, 5])), "matmul: shapes [2] and [2, 5] do not fit"],
    [
      () => F.linear(zeros([64, 28]), zeros([512, 784])),
      "linear: input [64, 28] and weight [512, 784] do not fit as [..., in] and [out, in].",
    ],
    [
      () => F.linear(zeros([1, 2]), zeros([3, 2]), zeros([2])),
      "linear: bias [2] and weight [3, 2] do not fit as [out] and [out, in].",
    ],
    [
      () => zeros([3, 4]).reshape([5, 2]),
      "reshape: shape [3, 4] with 12 elements does not fit shape [5, 2].",
    ],
    [() => zeros([3, 4]).reshape([-1, -1]), "does not fit shape [-1, -1]"],
    [() => zeros([3, 4]).reshape([-1, 5]), "does not fit shape [-1, 5]"],
    [
      () => zeros([3, 4]).permute([0, 0]),
      "permute: [0, 0] does not name every dimension of shape [3, 4] once.",
    ],
    [() => zeros([3, 4]).sum(2), "sum: shape [3, 4] has no dimension 2."],
    [() => zeros([3, 4]).softmax(-3), "softmax: shape [3, 4] has no dimension -3."],
    [
      () => F.cat([zeros([2, 3]), zeros([3, 2])]),
      "cat: shapes [2, 3] and [3, 2] differ in more than dimension 0.",
    ],
    [() => F.cat([]), "cat: there is nothing to concatenate."],
    [() => F.mseLoss(zeros([2]), zeros([2, 1])), "mseLoss: shapes [2] and [2, 1] are not the same."],
    [
      () => F.crossEntropy(zeros([2, 6]), classes),
      "crossEntropy: input [2, 6] and targets [3] do not fit as [rows, classes] and [rows].",
    ],
    [
      () => F.layerNorm(zeros([2, 3]), { weight: zeros([2]) }),
      "layerNorm: weight or bias [2] does not fit input [2, 3]",
    ],
    [() => F.batchNorm(zeros([2])), "batchNorm: shape [2] has no channels"],
    [() => zeros([2, 0]).max(), "max: there is no greatest of no elements in shape [2, 0]."],
    [() => zeros([2]).item(), "item: a tensor of shape [2] is not a single number."],
    [() => tensor([1, 2, 3], [2, 2]), "tensor: 3 numbers do not fill the shape [2, 2]."],
    [() => tensor([[1, 2], [3]]), "tensor: where nested arrays begin with shape [2], an array of 1 follows."],
    [() => zeros([2, -1]), "a shape is made of whole numbers from 0, which [2, -1] is not."],
    [() => zeros([2]).copy_(zeros([3])), "copy_: shape [3] cannot fill a tensor of shape [2]."],
    [
      () => {
        zeros([2]).grad = zeros([3]);
      },
      "grad: shape [3] does not fit a tensor of shape [2].",
    ],
  ])("are named with their operation (%#)", (operation, message) => {
    expect(operation).toThrow(ShapeError);
    expect(operation).toThrow(message);
  });

  test("a class index out of range is named", () => {
    expect(() => F.crossEntropy(zeros([3, 5]), classes)).toThrow(
      "crossEntropy: target 5 is none of the 5 classes 0 to 4.",
    );
  });
});

describe("factories and accessors", () => {
  test("nested arrays are read back unchanged", () => {
    const nested = [
      [[1], [2]],
      [[3], [4]],
    ];
    expect(tensor(nested).shape).toEqual([2, 2, 1]);
    expect(tensor(nested).toArray()).toEqual(nested);
    expect(tensor(7).toArray()).toBe(7);
  });

  test("bytes become numbers from 0 to 1, by true division, for the given rows", () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
    expect(fromBytes(bytes, [256], { firstRow: 0, rows: 1 }).toFloat32Array()).toEqual(
      Float32Array.from(bytes, (byte) => byte / 255),
    );
    const rows = fromBytes(bytes, [1, 2], { indices: Int32Array.from([127, 0]) });
    expect(rows.shape).toEqual([2, 1, 2]);
    expect(rows.mul(255).toArray()).toEqual([[[254, 255]], [[0, 1]]]);
    expect(() => fromBytes(bytes, [2], { firstRow: 100, rows: 64 })).toThrow(
      "fromBytes: there is no row 128 among the 128 rows of [2].",
    );
    expect(() => fromBytes(bytes, [2], { indices: Int32Array.from([0, -1]) })).toThrow("there is no row -1");
  });

  test("argmax returns the first of equals, along any dimension", () => {
    const x = tensor([
      [1, 5, 5],
      [7, 2, 6],
    ]);
    expect([...x.argmax()]).toEqual([1, 0]);
    expect([...x.argmax(0)]).toEqual([1, 0, 1]);
  });
});
