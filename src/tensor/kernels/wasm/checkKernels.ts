import { setImmediate as nextTurn } from "node:timers/promises";
import type { Kernels, MatmulTask } from "../Kernels";
import { reference } from "../reference";

/** The methods of the arena that the check uses. */
interface TensorMemory {
  float32(length: number): Float32Array;
  release(view: Float32Array): void;
}

/** Greatest allowed difference, relative to 8 + |expected|. */
const tolerance = 1e-5;

/**
 * Compares kernels with the reference on matrix products in all layouts, an SGD update, a sum of columns, a
 * log-softmax, a ReLU, a convolution and its gradients, max pooling and batch norm. The products have whole and
 * incomplete tiles. Each comparison runs in its own turn of the event loop.
 * @param dense kernels with the option `matmul: "dense"`
 * @param sparse kernels with the option `matmul: "sparse"`
 * @throws Error that names the first operation with a different result
 */
export async function checkKernels(arena: TensorMemory, dense: Kernels, sparse: Kernels): Promise<void> {
  const taken: Float32Array[] = [];
  const floats = (length: number) => {
    const view = arena.float32(length);
    taken.push(view);
    for (let i = 0; i < length; i++) {
      view[i] = ((i * 7919 + taken.length * 104_729) % 2003) / 1001.5 - 1;
    }
    return view;
  };
  /** Runs an operation with the reference and with `kernels` on equal data, and compares the results in `changed`. */
  const agree = async (
    operation: string,
    changed: Float32Array,
    run: (kernels: Kernels) => void,
    kernels: Kernels = dense,
  ) => {
    await nextTurn();
    const before = Float32Array.from(changed);
    run(reference);
    const expected = Float32Array.from(changed);
    changed.set(before);
    run(kernels);
    const isWrong = expected.some(
      (value, i) => !(Math.abs(changed[i]! - value) <= tolerance * (8 + Math.abs(value))),
    );
    if (isWrong) {
      throw new Error(`their ${operation} disagrees with the reference.`);
    }
  };

  const [m, n, k] = [19, 53, 75];
  const [a, b, out, bias] = [floats(m * k), floats(k * n), floats(m * n), floats(n)];
  const withZeros = floats(m * k);
  withZeros.forEach((value, i) => {
    withZeros[i] = Math.max(0, value);
  });
  for (const aTransposed of [false, true]) {
    for (const bTransposed of [false, true]) {
      const task: MatmulTask = { m, n, k, a, b, aTransposed, bTransposed, out };
      const finished = { bias, relu: true, accumulate: true };
      await agree("matrix product", out, (on) => on.matmul(task));
      await agree("matrix product", out, (on) => on.matmul({ ...task, ...finished }));
      const passing = { ...task, a: withZeros };
      await agree("sparse matrix product", out, (on) => on.matmul(passing), sparse);
      await agree("sparse matrix product", out, (on) => on.matmul({ ...passing, ...finished }), sparse);
    }
  }
  const grad = floats(a.length);
  const sgd = { firstStep: false, lr: 0.1, momentum: 0.9, dampening: 0, nesterov: false };
  await agree("update", a, (on) => on.sgdStep({ ...sgd, param: a, grad, weightDecay: 0, maximize: false }));
  await agree("sum of columns", bias, (on) => on.sum({ outer: 1, n: m, inner: n, x: out, out: bias }));
  await agree("softmax", out, (on) => on.logSoftmax({ rows: m, cols: n, x: out, out }));
  await agree("ReLU", out, (on) => on.unary({ op: "relu", x: out, out }));
  const axis = { input: 9, taps: 3, output: 9, stride: 1, padding: 1, dilation: 1 };
  const shape = { images: 3, inChannels: 4, outChannels: 7, groups: 1, rows: axis, cols: axis };
  const [x, weight, y] = [floats(3 * 4 * 81), floats(7 * 4 * 9), floats(3 * 7 * 81)];
  const forward = { shape, x, weight, bias: floats(7), relu: true, out: y };
  await agree("convolution", y, (on) => on.conv2d(forward));
  await agree("gradient of a convolution", x, (on) =>
    on.conv2dInputGradient({ shape, weight, dy: y, dx: x }),
  );
  await agree("gradient of filters", weight, (on) =>
    on.conv2dWeightGradient({ shape, x, dy: y, dWeight: weight }),
  );
  const windows = { input: 9, window: 2, output: 4, stride: 2, padding: 0 };
  const pooled = floats(3 * 7 * 16);
  await agree("max pooling", pooled, (on) =>
    on.maxPool2d({ planes: 21, rows: windows, cols: windows, x: y, out: pooled }),
  );
  const [mean, variance] = [floats(7), floats(7)];
  const channels = { batch: 3, channels: 7, inner: 81, x: y, mean, variance, eps: 1e-5 };
  await agree("batch norm", y, (on) => on.batchNorm({ ...channels, ofBatch: true, out: y }));
  for (const view of taken) {
    arena.release(view);
  }
}
