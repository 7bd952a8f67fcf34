import type * as k from "./Kernels";
import { copy } from "./reference/copy";
import { binary, unary, unaryBackward } from "./reference/elementwise";
import { crossEntropy, crossEntropyBackward, nllLoss, nllLossBackward } from "./reference/losses";
import { matmul } from "./reference/matmul";
import { layerNorm, layerNormBackward } from "./reference/normalization";
import { argmax, max, maxAllBackward, maxBackward, sum } from "./reference/reductions";
import { logSoftmax, logSoftmaxBackward, softmax, softmaxBackward } from "./reference/softmax";
import { adamStep, sgdStep } from "./reference/updates";

/** Every kernel in plain TypeScript: the meaning that faster variants are checked against. */
export class ReferenceKernels implements k.Kernels {
  readonly name: string = "reference";

  matmul(task: k.MatmulTask): void {
    matmul(task);
  }
  fill(out: Float32Array, value: number): void {
    out.fill(value);
  }
  copy(task: k.CopyTask): void {
    copy(task);
  }
  addScaled(out: Float32Array, x: Float32Array, scale: number): void {
    for (let i = 0; i < out.length; i++) {
      out[i] = out[i]! + scale * x[i]!;
    }
  }
  allFinite(x: Float32Array): boolean {
    return x.every(Number.isFinite);
  }
  unary(task: k.UnaryTask): void {
    unary(task);
  }
  unaryBackward(task: k.UnaryBackwardTask): void {
    unaryBackward(task);
  }
  binary(task: k.BinaryTask): void {
    binary(task);
  }
  sum(task: k.SumTask): void {
    sum(task);
  }
  max(task: k.MaxTask): void {
    max(task);
  }
  maxBackward(task: k.MaxBackwardTask): void {
    maxBackward(task);
  }
  maxAllBackward(task: k.MaxAllBackwardTask): void {
    maxAllBackward(task);
  }
  softmax(task: k.RowsTask): void {
    softmax(task);
  }
  softmaxBackward(task: k.RowsBackwardTask): void {
    softmaxBackward(task);
  }
  logSoftmax(task: k.RowsTask): void {
    logSoftmax(task);
  }
  logSoftmaxBackward(task: k.RowsBackwardTask): void {
    logSoftmaxBackward(task);
  }
  crossEntropy(task: k.CrossEntropyTask): void {
    crossEntropy(task);
  }
  crossEntropyBackward(task: k.CrossEntropyBackwardTask): void {
    crossEntropyBackward(task);
  }
  nllLoss(task: k.NllLossTask): void {
    nllLoss(task);
  }
  nllLossBackward(task: k.NllLossBackwardTask): void {
    nllLossBackward(task);
  }
  argmax(x: Float32Array, rows: number, cols: number, out: Int32Array): void {
    argmax(x, rows, cols, out);
  }
  layerNorm(task: k.LayerNormTask): void {
    layerNorm(task);
  }
  layerNormBackward(task: k.LayerNormBackwardTask): void {
    layerNormBackward(task);
  }
  sgdStep(task: k.SgdTask): void {
    sgdStep(task);
  }
  adamStep(task: k.AdamTask): void {
    adamStep(task);
  }
  bytesToFloat({ bytes, rowLength, indices, firstRow = 0, out }: k.BytesToFloatTask): void {
    const rows = rowLength === 0 ? 0 : out.length / rowLength;
    for (let row = 0; row < rows; row++) {
      const from = (indices ? indices[row]! : firstRow + row) * rowLength;
      const to = row * rowLength;
      for (let i = 0; i < rowLength; i++) {
        out[to + i] = bytes[from + i]! / 255;
      }
    }
  }
}
