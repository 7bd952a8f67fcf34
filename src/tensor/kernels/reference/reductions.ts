import type { MaxAllBackwardTask, MaxBackwardTask, MaxTask, SumTask } from "../Kernels";

export function sum({ outer, n, inner, x, out, scale = 1, accumulate = false }: SumTask): void {
  const sums = new Float64Array(inner);
  for (let o = 0; o < outer; o++) {
    sums.fill(0);
    for (let j = 0; j < n; j++) {
      const from = (o * n + j) * inner;
      for (let i = 0; i < inner; i++) {
        sums[i] = sums[i]! + x[from + i]!;
      }
    }
    for (let i = 0; i < inner; i++) {
      const at = o * inner + i;
      out[at] = (accumulate ? out[at]! : 0) + scale * sums[i]!;
    }
  }
}

export function sumOfSquares(x: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i]! * x[i]!;
  return sum;
}

export function max({ outer, n, inner, x, out, indices }: MaxTask): void {
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < inner; i++) {
      const at = o * inner + i;
      const index = indexOfGreatest(x, o * n * inner + i, n, inner);
      indices[at] = index;
      out[at] = x[(o * n + index) * inner + i]!;
    }
  }
}

export function maxBackward({ outer, n, inner, indices, dy, dx }: MaxBackwardTask): void {
  dx.fill(0);
  for (let o = 0; o < outer; o++) {
    for (let i = 0; i < inner; i++) {
      const at = o * inner + i;
      dx[(o * n + indices[at]!) * inner + i] = dy[at]!;
    }
  }
}

export function maxAllBackward({ x, y, dy, dx }: MaxAllBackwardTask): void {
  const greatest = y[0]!;
  let count = 0;
  for (let i = 0; i < x.length; i++) {
    if (Object.is(x[i]!, greatest) || x[i]! === greatest) {
      count++;
    }
  }
  for (let i = 0; i < x.length; i++) {
    dx[i] = Object.is(x[i]!, greatest) || x[i]! === greatest ? dy[0]! / count : 0;
  }
}

export function argmax(x: Float32Array, rows: number, cols: number, out: Int32Array): void {
  for (let row = 0; row < rows; row++) {
    out[row] = indexOfGreatest(x, row * cols, cols, 1);
  }
}

function indexOfGreatest(x: Float32Array, start: number, n: number, step: number): number {
  let index = 0;
  let greatest = x[start]!;
  for (let j = 1; j < n && !Number.isNaN(greatest); j++) {
    const value = x[start + j * step]!;
    if (value > greatest || Number.isNaN(value)) {
      greatest = value;
      index = j;
    }
  }
  return index;
}
