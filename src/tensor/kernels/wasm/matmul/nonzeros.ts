import type { KernelModule } from "../../../threads/KernelModule";
import type { I32, Local } from "../../../webassembly/Expr";
import type { FunctionBuilder, FunctionReference } from "../../../webassembly/FunctionBuilder";
import { f32, f32x4, i8x16, i16x8, i32, v128 } from "../../../webassembly/instructions";

const fields = {
  source: "i32",
  /** Bytes from one row of the source to the next. */
  stride: "i32",
  rows: "i32",
  k: "i32",
  /** If the source is A transposed, the address of a copy of A[rows, k] that the kernel stores by rows; else 0. */
  byRows: "i32",
  byRowsStride: "i32",
  bits: "i32",
  bitsStride: "i32",
  rowsPerTask: "i32",
} as const;

/** Number of elements whose bits one pass of the loop computes and stores. */
const group = 16;

/**
 * Number of bytes from the bits of one row of A[rows, k] to the bits of the next row. The last eight bytes are unused:
 * the tile function reads eight bytes at a time from any byte of the bits on, and so may read beyond the row's last
 * bit.
 */
export function bitsStride(k: number): number {
  return 2 * Math.ceil(k / group) + 8;
}

/**
 * Defines the kernel that scans A[rows, k] before a sparse product. The kernel writes one bit for every element: 0
 * where the element is zero, else 1 (also for NaN). The lowest bit of a row's first byte is for the row's first
 * element. If the source is A transposed, the kernel also copies A by rows to `byRows`.
 */
export function defineFindNonzeros(module: KernelModule, packTransposed: FunctionReference) {
  return module.kernel("findNonzeros", fields, (f, { job, task }) => {
    const first = f.let(i32.mul(task, job.rowsPerTask));
    const left = f.let(i32.sub(job.rows, first));
    f.if(i32.gtS(left, job.rowsPerTask), () => f.set(left, job.rowsPerTask));
    const k = f.let(job.k);
    const rowBytes = f.let(i32.shl(k, 2));
    const row = f.let(i32.add(job.source, i32.mul(first, job.stride)));
    const rowStride = f.let(job.stride);
    f.if(job.byRows, () => {
      f.set(row, i32.add(job.byRows, i32.mul(first, job.byRowsStride)));
      f.set(rowStride, job.byRowsStride);
      const source = i32.add(job.source, i32.shl(first, 2));
      f.call(packTransposed, source, job.stride, left, row, rowStride, k, 0);
    });
    const bits = f.let(i32.add(job.bits, i32.mul(first, job.bitsStride)));
    f.doWhile(
      () => {
        findInRow(f, row, rowBytes, bits);
        f.increase(row, rowStride);
        f.increase(bits, job.bitsStride);
        f.increase(left, -1);
      },
      () => left,
    );
  });
}

function findInRow(f: FunctionBuilder, row: I32, rowBytes: Local<"i32">, bits: I32): void {
  const at = f.let(row);
  const to = f.let(bits);
  const end = f.let(i32.add(row, rowBytes));
  const found = f.local("i32");
  const place = f.local("i32");
  const isNonzero = (offset: number) => f32x4.ne(v128.load(at, offset), f32x4.const(0));
  f.while(
    () => i32.leU(i32.add(at, 4 * group), end),
    () => {
      const low = i16x8.narrowI32x4S(isNonzero(0), isNonzero(16));
      const high = i16x8.narrowI32x4S(isNonzero(32), isNonzero(48));
      f.store16(to, i8x16.bitmask(i8x16.narrowI16x8S(low, high)));
      f.increase(at, 4 * group);
      f.increase(to, 2);
    },
  );
  f.set(found, i32.const(0));
  f.set(place, i32.const(0));
  f.while(
    () => i32.ltU(at, end),
    () => {
      f.set(found, i32.or(found, i32.shl(f32.ne(f32.load(at), f32.const(0)), place)));
      f.increase(place, 1);
      f.increase(at, 4);
    },
  );
  f.if(place, () => f.store16(to, found));
}
