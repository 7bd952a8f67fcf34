import { type SharedMemory, ThreadPool } from "../../threads/ThreadPool";
import type * as k from "../Kernels";
import type { Kernels } from "../Kernels";
import { reference } from "../reference";
import { Autotuner } from "./Autotuner";
import { Convolutions } from "./convolution/runConvolution";
import { dropoutStateBytes } from "./dropoutKernel";
import type { ElementwiseFields, ElementwiseKernel } from "./elementwise";
import { GrowingBlock } from "./GrowingBlock";
import { makeImageKernels } from "./imageKernels";
import { type MatmulContext, type MatmulWay, runMatmul } from "./matmul/runMatmul";
import type { KernelSet } from "./module";
import { parallelFrom, splitElements } from "./splitElements";
import type { CompiledVariant } from "./variants";

/** Approximate number of elements in a task of a row kernel. */
const rowElementsPerTask = 1024;
const columnsPerTask = 128;
const wordBytes = 4;

/**
 * Initial size (bytes) of the memory for the packed operands of matrix products. This usually suffices for batches of a
 * few hundred rows, so that the memory does not grow during the first training step.
 */
const initialProductBytes = 512 * 1024;
const initialByteBytes = 128 * 1024;

export interface WasmOptions {
  /** Number of threads, including the calling one. */
  threads: number;
  /** The way to compute matrix products. Default: `fastest`, with which an {@link Autotuner} measures and chooses. */
  matmul?: MatmulWay;
}

/** Kernels that run on several threads. The caller must close them to end the threads. */
export interface WasmKernels extends Kernels {
  /** Ends the threads and frees the kernels' memory. The caller must not use the kernels afterwards. */
  close(): Promise<void>;
}

/**
 * Makes the kernels of a variant, which run on several threads. The reference performs the tasks that no kernel of the
 * variant supports.
 */
export function makeWasmKernels(
  arena: SharedMemory,
  { variant, kernels, code }: CompiledVariant,
  { threads, matmul = "fastest" }: WasmOptions,
): WasmKernels {
  const pool = new ThreadPool(arena, code, threads);
  const products: MatmulContext = {
    pool,
    kernels,
    shape: variant.shape,
    memory: new GrowingBlock(arena, initialProductBytes),
    way: matmul,
    tuner: new Autotuner(),
  };
  const convolutions = new Convolutions(arena, pool, kernels, variant.shape, products.memory);
  const gathered = new GrowingBlock(arena, initialByteBytes);

  const wasm: WasmKernels = {
    ...reference,
    ...makeImageKernels(pool, kernels, convolutions),
    name: variant.name,
    threads: pool.started,
    useThreads: (count) => pool.use(count),

    async close(): Promise<void> {
      await pool.close();
      convolutions.release();
      products.memory.release();
      gathered.release();
    },

    matmul(task: k.MatmulTask): void {
      if (task.m === 0 || task.n === 0 || task.k === 0) {
        reference.matmul(task);
        return;
      }
      runMatmul(products, task);
    },

    addScaled(out: Float32Array, x: Float32Array, scale: number): void {
      elementwise(kernels.addScaled, out.length, { out, x }, { scale });
    },

    copy(task: k.CopyTask): void {
      if (isDense(task.shape, task.xStrides) && isDense(task.shape, task.outStrides)) {
        task.out.set(task.x.subarray(0, product(task.shape)));
        return;
      }
      reference.copy(task);
    },

    unary(task: k.UnaryTask): void {
      const kernel = kernels.unary[task.op];
      if (!kernel) {
        reference.unary(task);
        return;
      }
      const { x, out, parameter = 0 } = task;
      elementwise(kernel, out.length, { x, out }, { parameter });
    },

    unaryBackward(task: k.UnaryBackwardTask): void {
      const kernel = kernels.unaryBackward[task.op];
      if (!kernel) {
        reference.unaryBackward(task);
        return;
      }
      const { x, y, dy, dx, parameter = 0 } = task;
      elementwise(kernel, dx.length, { x, y, dy, dx }, { parameter });
    },

    binary(task: k.BinaryTask): void {
      const { op, shape, a, b, aStrides, bStrides, out } = task;
      if (shape.length === 1 && aStrides[0] === 1 && bStrides[0] === 1) {
        elementwise(kernels.binary[op], shape[0]!, { a, b, out }, {});
      } else if (shape.length === 1 && aStrides[0] === 1 && bStrides[0] === 0) {
        elementwise(kernels.binaryScalar[op], shape[0]!, { a, out }, { b: b[0]! });
      } else {
        reference.binary(task);
      }
    },

    sum(task: k.SumTask): void {
      const { outer, n, inner, x, out, scale = 1, accumulate = false } = task;
      const columnGroups = Math.ceil(inner / columnsPerTask);
      const fields = {
        n,
        inner,
        x: x.byteOffset,
        out: out.byteOffset,
        scale,
        accumulate: accumulate ? 1 : 0,
        columnsPerTask,
        columnGroups,
      };
      const alone = outer * n * inner < parallelFrom;
      if (inner === 1) {
        pool.run(kernels.sumRow, outer, fields, alone);
      } else {
        pool.run(kernels.sumColumns, outer * columnGroups, fields, alone);
      }
    },

    allFinite(x: Float32Array): boolean {
      const { tasks, elementsPerTask } = splitElements(x.length, pool.threads);
      const report = gathered.reserve(wordBytes).fill(0, 0, wordBytes);
      const fields = { x: x.byteOffset, count: x.length, elementsPerTask, report: report.byteOffset };
      pool.run(kernels.findNonfinite, tasks, fields);
      // A report of 1 may be wrong, since a sum of large finite elements may overflow.
      return report[0] === 0 || reference.allFinite(x);
    },

    dropoutMask({ generator, p, out }: k.DropoutMaskTask): void {
      const { words, index, ...others } = generator.getState();
      const block = gathered.reserve(dropoutStateBytes);
      const state = new Uint32Array(block.buffer, block.byteOffset, words.length + 1);
      state.set(words);
      state[words.length] = index;
      // The generator makes a double in [0, 1) from 53 random bits. The double is less than 1 − p exactly if the whole
      // number that these bits form is less than `limit`.
      const limit = Math.ceil((1 - p) * 2 ** 53);
      const fields = {
        state: block.byteOffset,
        out: out.byteOffset,
        count: out.length,
        high: Math.floor(limit / 2 ** 32),
        low: limit % 2 ** 32,
        scale: 1 / (1 - p),
      };
      pool.run(kernels.dropoutMask, 1, fields);
      generator.setState({
        ...others,
        words: state.slice(0, words.length),
        index: state[words.length]!,
      });
    },

    softmax({ rows, cols, x, out }: k.RowsTask): void {
      runRows(kernels.softmax, rows, cols, x, x, out);
    },

    softmaxBackward({ rows, cols, y, dy, dx }: k.RowsBackwardTask): void {
      runRows(kernels.softmaxBackward, rows, cols, dy, y, dx);
    },

    logSoftmax({ rows, cols, x, out }: k.RowsTask): void {
      runRows(kernels.logSoftmax, rows, cols, x, x, out);
    },

    logSoftmaxBackward({ rows, cols, y, dy, dx }: k.RowsBackwardTask): void {
      runRows(kernels.logSoftmaxBackward, rows, cols, dy, y, dx);
    },

    crossEntropy(task: k.CrossEntropyTask): void {
      if (task.labelSmoothing !== 0) {
        reference.crossEntropy(task);
        return;
      }
      wasm.logSoftmax({ ...task, x: task.logits, out: task.logProbabilities });
      wasm.nllLoss(task);
    },

    crossEntropyBackward(task: k.CrossEntropyBackwardTask): void {
      const { rows, cols, logProbabilities, targets, labelSmoothing, reduction, dy, dx } = task;
      if (labelSmoothing !== 0 || reduction === "none") {
        reference.crossEntropyBackward(task);
        return;
      }
      const scale = reduction === "mean" ? dy[0]! / rows : dy[0]!;
      elementwise(kernels.scaledExp, dx.length, { x: logProbabilities, out: dx }, { scale });
      for (let row = 0; row < rows; row++) {
        const at = row * cols + targets[row]!;
        dx[at] = (Math.exp(logProbabilities[at]!) - 1) * scale;
      }
    },

    sgdStep(task: k.SgdTask): void {
      const { param, grad, momentumBuffer, lr, momentum, nesterov, weightDecay } = task;
      const sign = task.maximize ? -1 : 1;
      if (!momentumBuffer) {
        elementwise(kernels.sgd, param.length, { param, grad }, { sign, weightDecay, lr });
        return;
      }
      const [first, later] = kernels.sgdMomentum;
      elementwise(
        task.firstStep ? first : later,
        param.length,
        { param, grad, buffer: momentumBuffer },
        {
          sign,
          weightDecay,
          lr,
          momentum,
          undampened: 1 - task.dampening,
          ofGradient: nesterov ? 1 : 0,
          ofBuffer: nesterov ? momentum : 1,
        },
      );
    },

    adamStep(task: k.AdamTask): void {
      if (task.maxExpAvgSq) {
        reference.adamStep(task);
        return;
      }
      const { param, grad, expAvg, expAvgSq, step, lr, beta1, beta2, eps, weightDecay } = task;
      elementwise(
        kernels.adam,
        param.length,
        { param, grad, mean: expAvg, square: expAvgSq },
        {
          shrink: task.decoupledWeightDecay ? 1 - lr * weightDecay : 1,
          sign: task.maximize ? -1 : 1,
          weightDecay: task.decoupledWeightDecay ? 0 : weightDecay,
          rate1: 1 - beta1,
          beta2,
          rate2: 1 - beta2,
          correction: Math.sqrt(1 - beta2 ** step),
          eps,
          stepSize: lr / (1 - beta1 ** step),
        },
      );
    },

    bytesToFloat({ bytes, rowLength, indices, firstRow = 0, out }: k.BytesToFloatTask): void {
      const from = firstRow * rowLength;
      const source = indices
        ? gather(bytes, rowLength, indices)
        : inArena(bytes.subarray(from, from + out.length));
      const { tasks, elementsPerTask } = splitElements(out.length, pool.threads);
      const fields = {
        bytes: source.byteOffset,
        out: out.byteOffset,
        count: out.length,
        elementsPerTask,
      };
      pool.run(kernels.bytesToFloat, tasks, fields);
    },
  };
  return wasm;

  function gather(bytes: Uint8Array, rowLength: number, indices: Int32Array): Uint8Array {
    const rows = gathered.reserve(indices.length * rowLength);
    indices.forEach((index, row) => {
      rows.set(bytes.subarray(index * rowLength, (index + 1) * rowLength), row * rowLength);
    });
    return rows;
  }

  function inArena(bytes: Uint8Array): Uint8Array {
    if (arena.holds(bytes)) {
      return bytes;
    }
    const copy = gathered.reserve(bytes.length);
    copy.set(bytes);
    return copy;
  }

  function runRows(
    kernel: KernelSet["softmax"],
    rows: number,
    cols: number,
    x: Float32Array,
    y: Float32Array,
    out: Float32Array,
  ): void {
    if (rows === 0 || cols === 0) {
      return;
    }
    const rowsPerTask = Math.ceil(rowElementsPerTask / cols);
    const fields = {
      rows,
      cols,
      rowsPerTask,
      x: x.byteOffset,
      y: y.byteOffset,
      out: out.byteOffset,
    };
    pool.run(kernel, Math.ceil(rows / rowsPerTask), fields, rows * cols < parallelFrom);
  }

  function elementwise<A extends string, C extends string>(
    kernel: ElementwiseKernel<A, C>,
    count: number,
    arrays: Readonly<Record<A, Float32Array>>,
    constants: Readonly<Record<C, number>>,
  ): void {
    const { tasks, elementsPerTask } = splitElements(count, pool.threads);
    const fields: Record<string, number> = { count, elementsPerTask, ...constants };
    for (const name in arrays) {
      fields[name] = arrays[name].byteOffset;
    }
    pool.run(kernel, tasks, fields as Record<keyof ElementwiseFields<A, C>, number>);
  }
}

function product(shape: readonly number[]): number {
  return shape.reduce((a, b) => a * b, 1);
}

/** Whether the strides are those of a row-major array of this shape. */
function isDense(shape: readonly number[], strides: readonly number[]): boolean {
  let stride = 1;
  for (let dim = shape.length - 1; dim >= 0; dim--) {
    if (shape[dim] !== 1 && strides[dim] !== stride) {
      return false;
    }
    stride *= shape[dim]!;
  }
  return true;
}
