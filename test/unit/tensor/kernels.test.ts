import { expect, test } from "vitest";
import { kernels, type Tensor, tensor, zeros } from "../../../src/tensor";
import { expectClose } from "./fixture";
import { describeEachVariant } from "./variants";

const numbers = (length: number, value: (i: number) => number) =>
  tensor(Array.from({ length }, (_, i) => value(i)));

describeEachVariant("kernels, by contract,", () => {
  test("find the index of the first greatest element, or of the first NaN if there is one", () => {
    const x = tensor([
      [1, 5, 5, 0],
      [2, Number.NaN, 9, Number.NaN],
      [-3, -2, -4, Number.NEGATIVE_INFINITY],
    ]);
    const out = new Int32Array(3);
    kernels().argmax(x.data, 3, 4, out);
    expect([...out]).toEqual([1, 1, 1]);

    const [values, indices] = [zeros([4]), new Int32Array(4)];
    kernels().max({ outer: 1, n: 3, inner: 4, x: x.data, out: values.data, indices });
    expect([...values.data]).toEqual([2, Number.NaN, 9, Number.NaN]);
    expect([...indices]).toEqual([1, 1, 1, 1]);
  });

  test("turn every byte into the nearest float of byte / 255, at any row", () => {
    const bytes = Uint8Array.from({ length: 259 * 3 }, (_, i) => (i * 7) % 256);
    const out = zeros([2, 259]);
    kernels().bytesToFloat({ bytes, rowLength: 259, indices: Int32Array.of(2, 0), out: out.data });
    const expected = [...bytes.subarray(518), ...bytes.subarray(0, 259)];
    expect([...out.data]).toEqual(expected.map((byte) => Math.fround(byte / 255)));
    kernels().bytesToFloat({ bytes, rowLength: 259, firstRow: 1, out: out.data });
    expect([...out.data]).toEqual(Array.from(bytes.subarray(259), (byte) => Math.fround(byte / 255)));
  });

  test("give the same results in place, where their contract allows it", () => {
    const task = (x: Tensor) => ({ rows: 3, cols: 7, x: x.data });
    const fresh = () => numbers(21, (i) => Math.sin(i));
    const [x, apart] = [fresh(), zeros([21])];
    kernels().softmax({ ...task(x), out: apart.data });
    kernels().softmax({ ...task(x), out: x.data });
    expect(x.toArray()).toEqual(apart.toArray());

    const [dy, dx] = [fresh(), zeros([21])];
    kernels().softmaxBackward({ rows: 3, cols: 7, y: apart.data, dy: dy.data, dx: dx.data });
    kernels().softmaxBackward({ rows: 3, cols: 7, y: apart.data, dy: dy.data, dx: dy.data });
    expect(dy.toArray()).toEqual(dx.toArray());

    const z = fresh();
    kernels().unary({ op: "relu", x: z.data, out: z.data });
    expect(z.toArray()).toEqual(fresh().relu().toArray());
    const gradient = numbers(21, (i) => i);
    kernels().unaryBackward({ op: "relu", x: z.data, y: z.data, dy: gradient.data, dx: gradient.data });
    expect(gradient.toArray()).toEqual(Array.from(z.data, (value, i) => (value > 0 ? i : 0)));

    const stray = numbers(21, (i) => (i % 2 === 0 ? Number.NaN : Number.POSITIVE_INFINITY));
    const closed = zeros([21]);
    kernels().unaryBackward({ op: "relu", x: closed.data, y: closed.data, dy: stray.data, dx: stray.data });
    expect(stray.toArray()).toEqual(closed.toArray());

    const sum = fresh();
    kernels().binary({
      op: "sub",
      shape: [3, 7],
      a: sum.data,
      aStrides: [7, 1],
      b: numbers(3, (i) => i).data,
      bStrides: [1, 0],
      out: sum.data,
    });
    expectClose(
      sum.data,
      Array.from({ length: 21 }, (_, i) => Math.sin(i) - Math.floor(i / 7)),
    );
  });

  test("add to the output when requested", () => {
    const x = numbers(35, (i) => i);
    const out = numbers(7, () => 100);
    const columns = Array.from({ length: 7 }, (_, i) => 5 * i + 70);
    kernels().sum({ outer: 1, n: 5, inner: 7, x: x.data, out: out.data, scale: 0.5, accumulate: true });
    expectClose(
      out.data,
      columns.map((sum) => 100 + sum / 2),
    );
    kernels().addScaled(out.data, out.clone().data, -1);
    expect([...out.data]).toEqual([0, 0, 0, 0, 0, 0, 0]);
  });

  test("keep the softmax of huge logits finite", () => {
    const x = tensor([[1e4, -1e4, 0]]);
    const out = zeros([1, 3]);
    kernels().logSoftmax({ rows: 1, cols: 3, x: x.data, out: out.data });
    expect([...out.data]).toEqual([0, -2e4, -1e4]);
    kernels().softmax({ rows: 1, cols: 3, x: x.data, out: out.data });
    expect([...out.data]).toEqual([1, 0, 0]);
  });
});
