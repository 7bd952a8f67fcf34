import type { KernelModule } from "../../../threads/KernelModule";
import type { I32, V128 } from "../../../webassembly/Expr";
import type { FunctionReference } from "../../../webassembly/FunctionBuilder";
import { f32x4, i32, v128 } from "../../../webassembly/instructions";
import type { TileShape } from "../matmul/TileShape";
import { blockStart } from "./blocks";
import { defineImageTile, imageTileParameters } from "./imageTile";

/**
 * Fields whose names end in `Bytes` are distances in bytes. Other lengths and strides are in elements. `source`,
 * `filters`, `offsets`, `out` and `bias` are addresses.
 */
const fields = {
  source: "i32",
  channels: "i32",
  height: "i32",
  width: "i32",
  /** Row of the source at which the planes of the first band begin; may be negative. See `fillPlanes`. */
  firstRow: "i32",
  /** Column of the source at which the planes begin; may be negative. */
  firstCol: "i32",
  rowStride: "i32",
  colStride: "i32",
  rowPhases: "i32",
  colPhases: "i32",
  planeRows: "i32",
  planeCols: "i32",
  filters: "i32",
  offsets: "i32",
  k: "i32",
  /** Number of output channels of a group. */
  rows: "i32",
  /** Number of blocks into which the output channels of a group are divided. */
  blocks: "i32",
  groups: "i32",
  /** Number of bands into which the rows of the output are divided. Each band is a task of its own. */
  bands: "i32",
  /** Number of rows of every band but the last. */
  rowsPerBand: "i32",
  /** Number of rows of every chunk but a band's last one. All rows of a chunk are computed, and then all are stored. */
  rowsPerChunk: "i32",
  tileBytes: "i32",
  out: "i32",
  channelBytes: "i32",
  outRows: "i32",
  outCols: "i32",
  rowBytes: "i32",
  colBytes: "i32",
  bias: "i32",
  relu: "i32",
} as const;

/**
 * A convolution whose filters are packed by `packFilters`. A task computes a band of the output rows of one image and
 * one group of channels.
 *
 * The task copies the part of the image that it reads into planes, with zeros for the padding. Outputs are computed for
 * all positions q = row · planeCols + col of a plane. The positions between the output's last column and the next row
 * are also computed, but not stored. Outputs of neighbouring positions read neighbouring elements, so that the matrix
 * product reads its columns from the planes themselves.
 */
export function defineConvolve(module: KernelModule, shape: TileShape, fillPlanes: FunctionReference) {
  const { cols: width } = shape;
  const firstTile = defineTiles(module, shape);
  const storeRow = defineStoreRow(module);
  return module.kernel("convolve", fields, (f, { job, task, scratch }) => {
    const band = f.let(i32.remU(task, job.bands));
    const part = f.let(i32.divU(task, job.bands));
    const group = f.let(i32.remU(part, job.groups));
    const firstOut = f.let(i32.mul(band, job.rowsPerBand));
    const left = f.let(i32.sub(job.outRows, firstOut));
    f.if(i32.gtS(left, job.rowsPerBand), () => f.set(left, job.rowsPerBand));
    const planeBytes = i32.mul(i32.mul(job.planeRows, job.planeCols), i32.mul(job.rowPhases, job.colPhases));
    const tile = f.let(i32.add(scratch, i32.add(64, i32.shl(i32.mul(job.channels, planeBytes), 2))));
    const filters = f.let(i32.add(job.filters, i32.shl(i32.mul(i32.mul(group, job.rows), job.k), 2)));
    const out = f.let(
      i32.add(
        i32.add(job.out, i32.mul(i32.mul(part, job.rows), job.channelBytes)),
        i32.mul(firstOut, job.rowBytes),
      ),
    );
    const sourceBytes = i32.shl(i32.mul(job.channels, i32.mul(job.height, job.width)), 2);
    f.call(
      fillPlanes,
      i32.add(job.source, i32.mul(part, sourceBytes)),
      job.channels,
      job.height,
      job.width,
      i32.add(job.firstRow, i32.mul(firstOut, job.rowStride)),
      job.firstCol,
      job.rowStride,
      job.colStride,
      job.rowPhases,
      job.colPhases,
      scratch,
      job.planeRows,
      job.planeCols,
    );

    const planeRow = f.let(i32.shl(job.planeCols, 2));
    const image = f.let(scratch);
    const rows = f.local("i32");
    const panels = f.local("i32");
    const block = f.local("i32");
    const first = f.local("i32");
    const count = f.local("i32");
    const channel = f.local("i32");
    const from = f.local("i32");
    const to = f.local("i32");
    const row = f.local("i32");
    const bias = f.let(f32x4.const(0));
    const multiply = () => {
      f.set(block, i32.const(0));
      f.doWhile(
        () => {
          f.set(first, blockStart(block, job.rows, job.blocks));
          f.increase(block, 1);
          f.set(count, i32.sub(blockStart(block, job.rows, job.blocks), first));
          f.callIndirect(
            module.typeIndex(imageTileParameters),
            i32.add(count, firstTile - 1),
            i32.add(filters, i32.shl(i32.mul(first, job.k), 2)),
            image,
            job.offsets,
            job.k,
            i32.add(tile, i32.mul(first, job.tileBytes)),
            job.tileBytes,
            panels,
          );
        },
        () => i32.ltU(block, job.blocks),
      );
    };
    const store = () => {
      f.set(channel, i32.const(0));
      f.doWhile(
        () => {
          f.if(job.bias, () => {
            const index = i32.add(i32.mul(group, job.rows), channel);
            f.set(bias, v128.load32Splat(i32.add(job.bias, i32.shl(index, 2))));
          });
          f.set(from, i32.add(tile, i32.mul(channel, job.tileBytes)));
          f.set(to, i32.add(out, i32.mul(channel, job.channelBytes)));
          f.set(row, rows);
          f.doWhile(
            () => {
              f.call(storeRow, from, to, job.outCols, job.colBytes, bias, job.relu);
              f.increase(from, planeRow);
              f.increase(to, job.rowBytes);
              f.increase(row, -1);
            },
            () => row,
          );
          f.increase(channel, 1);
        },
        () => i32.ltU(channel, job.rows),
      );
    };
    f.doWhile(
      () => {
        f.set(rows, i32.select(job.rowsPerChunk, left, i32.ltS(job.rowsPerChunk, left)));
        const cols = i32.add(i32.mul(i32.sub(rows, 1), job.planeCols), job.outCols);
        f.set(panels, i32.divU(i32.add(cols, width - 1), width));
        multiply();
        store();
        f.increase(image, i32.mul(rows, planeRow));
        f.increase(out, i32.mul(rows, job.rowBytes));
        f.set(left, i32.sub(left, rows));
      },
      () => i32.gtS(left, 0),
    );
  });
}

/** Defines a tile function for each number of rows from 1 on. @returns the first function's index in the table */
function defineTiles(module: KernelModule, { rows, cols, multiplyAdd }: TileShape): number {
  const elements = Array.from({ length: rows }, (_, i) => {
    const name = `imageTile${i + 1}x${cols}`;
    return module.tableElement(defineImageTile(module, name, { rows: i + 1, cols, multiplyAdd }));
  });
  return elements[0]!;
}

/** Parameters: from, to, count, toBytes (bytes between neighbouring elements of `to`), bias, relu (0 or 1). */
const storeRowParameters = ["i32", "i32", "i32", "i32", "v128", "i32"] as const;

/** to[i] = from[i] + bias, then ReLU if `relu` is 1. */
function defineStoreRow(module: KernelModule): FunctionReference {
  return module.function("storeRow", storeRowParameters, (f, from, to, count, toBytes, bias, relu) => {
    const at = f.local("i32");
    const value = f.local("v128");
    const bytes = f.let(i32.shl(count, 2));
    const compute = (load: (address: I32) => V128) => {
      f.set(value, f32x4.add(load(i32.add(from, at)), bias));
      f.if(relu, () => f.set(value, v128.andnot(value, f32x4.le(value, f32x4.const(0)))));
    };
    const storeFour = () => {
      compute(v128.load);
      f.store(i32.add(to, at), value);
    };
    f.if(
      i32.and(i32.geS(count, 4), i32.eq(toBytes, 4)),
      () => {
        f.while(
          () => i32.leU(i32.add(at, 16), bytes),
          () => {
            storeFour();
            f.increase(at, 16);
          },
        );
        // The last four elements may overlap the four before them, so that nothing after the row is written.
        f.set(at, i32.sub(bytes, 16));
        storeFour();
      },
      () =>
        f.while(
          () => i32.ltU(at, bytes),
          () => {
            compute(v128.load32Zero);
            f.store32Lane(to, value, 0);
            f.increase(to, toBytes);
            f.increase(at, 4);
          },
        ),
    );
  });
}
