import type { KernelModule } from "../../../threads/KernelModule";
import type { FunctionReference } from "../../../webassembly/FunctionBuilder";
import { f32x4, i32, v128 } from "../../../webassembly/instructions";
import type { TileShape } from "../matmul/TileShape";
import { blockStart } from "./blocks";
import { defineFilterTile, filterTileParameters } from "./filterTile";

/** A field with the same name as a field of `convolve` has the same meaning, except `blocks`. */
const gradientFields = {
  source: "i32",
  channels: "i32",
  height: "i32",
  width: "i32",
  firstRow: "i32",
  firstCol: "i32",
  rowStride: "i32",
  colStride: "i32",
  rowPhases: "i32",
  colPhases: "i32",
  planeRows: "i32",
  planeCols: "i32",
  offsets: "i32",
  k: "i32",
  /** Number of blocks into which the steps of k are divided. */
  blocks: "i32",
  dy: "i32",
  rows: "i32",
  groups: "i32",
  bands: "i32",
  rowsPerBand: "i32",
  outRows: "i32",
  outCols: "i32",
  images: "i32",
  /** Number of parts into which the images are divided. The gradient over each part is summed on its own. */
  parts: "i32",
  partials: "i32",
} as const;

const sumFields = {
  partials: "i32",
  parts: "i32",
  k: "i32",
  rows: "i32",
  /** Number of steps of k in a task. */
  stepsPerTask: "i32",
  /** Number of tasks for a group of channels. */
  tasksPerGroup: "i32",
  out: "i32",
} as const;

/**
 * The gradient of filters. A task computes the gradient over one part of the images and for one group of channels, as
 * partials[group, part, k, output channel]. The parts, and so the results, do not depend on the number of threads.
 */
export function defineFilterGradient(
  module: KernelModule,
  shape: TileShape,
  fillPlanes: FunctionReference,
  packTransposed: FunctionReference,
) {
  const { cols: width } = shape;
  const firstTile = defineTiles(module, shape);

  const filterGradient = module.kernel("filterGradient", gradientFields, (f, { job, task, scratch }) => {
    const part = f.let(i32.remU(task, job.parts));
    const group = f.let(i32.divU(task, job.parts));
    const image = f.let(blockStart(part, job.images, job.parts));
    const endImage = f.let(blockStart(i32.add(part, 1), job.images, job.parts));
    const panelCount = i32.divU(i32.add(job.rows, width - 1), width);
    const stride = f.let(i32.mul(panelCount, 4 * width));
    const bytes = f.let(i32.mul(job.k, stride));
    const partial = f.let(i32.add(job.partials, i32.mul(task, bytes)));
    const at = f.local("i32");
    f.doWhile(
      () => {
        f.store(i32.add(partial, at), f32x4.const(0));
        f.increase(at, 16);
      },
      () => i32.ltU(at, bytes),
    );
    const planeSize = i32.mul(i32.mul(job.planeRows, job.planeCols), i32.mul(job.rowPhases, job.colPhases));
    const panels = f.let(i32.add(scratch, i32.add(64, i32.shl(i32.mul(job.channels, planeSize), 2))));
    const sourceBytes = f.let(i32.shl(i32.mul(job.channels, i32.mul(job.height, job.width)), 2));
    const planeBytes = f.let(i32.shl(i32.mul(job.outRows, job.outCols), 2));
    const rowSkip = f.let(i32.shl(i32.sub(job.planeCols, job.outCols), 2));
    const index = f.local("i32");
    const firstOut = f.local("i32");
    const outRows = f.local("i32");
    const pixels = f.local("i32");
    const channel = f.local("i32");
    const panel = f.local("i32");
    const channelsLeft = f.local("i32");
    const block = f.local("i32");
    const first = f.local("i32");

    const multiply = () => {
      f.set(block, i32.const(0));
      f.doWhile(
        () => {
          f.set(first, blockStart(block, job.k, job.blocks));
          f.increase(block, 1);
          f.callIndirect(
            module.typeIndex(filterTileParameters),
            i32.add(i32.sub(blockStart(block, job.k, job.blocks), first), firstTile - 1),
            scratch,
            rowSkip,
            i32.add(job.offsets, i32.shl(first, 2)),
            panel,
            outRows,
            job.outCols,
            i32.add(partial, i32.add(i32.mul(first, stride), i32.shl(channel, 2))),
            stride,
          );
        },
        () => i32.ltU(block, job.blocks),
      );
    };
    const addBand = () => {
      f.set(outRows, i32.sub(job.outRows, firstOut));
      f.set(outRows, i32.select(job.rowsPerBand, outRows, i32.ltS(job.rowsPerBand, outRows)));
      f.set(pixels, i32.mul(outRows, job.outCols));
      f.call(
        fillPlanes,
        i32.add(job.source, i32.mul(index, sourceBytes)),
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
      f.set(channel, i32.const(0));
      f.set(panel, panels);
      f.doWhile(
        () => {
          f.set(channelsLeft, i32.sub(job.rows, channel));
          const plane = i32.add(i32.mul(index, job.rows), channel);
          f.call(
            packTransposed,
            i32.add(i32.add(job.dy, i32.mul(plane, planeBytes)), i32.shl(i32.mul(firstOut, job.outCols), 2)),
            planeBytes,
            pixels,
            panel,
            4 * width,
            i32.select(channelsLeft, width, i32.ltS(channelsLeft, i32.const(width))),
            0,
          );
          multiply();
          f.increase(channel, width);
        },
        () => i32.ltU(channel, job.rows),
      );
    };
    f.while(
      () => i32.ltU(image, endImage),
      () => {
        f.set(index, i32.add(i32.mul(image, job.groups), group));
        f.set(firstOut, i32.const(0));
        f.doWhile(
          () => {
            addBand();
            f.increase(firstOut, job.rowsPerBand);
          },
          () => i32.ltS(firstOut, job.outRows),
        );
        f.increase(image, 1);
      },
    );
  });

  /** out[group, output channel, k] = Σ partials[group, part, k, output channel] over the parts, in order. */
  const sumPartials = module.kernel("sumPartials", sumFields, (f, { job, task }) => {
    const group = f.let(i32.divU(task, job.tasksPerGroup));
    const k = f.let(i32.mul(i32.remU(task, job.tasksPerGroup), job.stepsPerTask));
    const left = f.let(i32.sub(job.k, k));
    f.if(i32.gtS(left, job.stepsPerTask), () => f.set(left, job.stepsPerTask));
    const stride = f.let(i32.mul(i32.divU(i32.add(job.rows, width - 1), width), 4 * width));
    const partBytes = f.let(i32.mul(job.k, stride));
    const groupBytes = i32.mul(job.parts, partBytes);
    const from = f.let(i32.add(job.partials, i32.add(i32.mul(group, groupBytes), i32.mul(k, stride))));
    const rowBytes = f.let(i32.shl(job.k, 2));
    const out = f.let(i32.add(job.out, i32.shl(i32.add(i32.mul(i32.mul(group, job.rows), job.k), k), 2)));
    const channel = f.local("i32");
    const part = f.local("i32");
    const address = f.local("i32");
    const to = f.local("i32");
    const sum = f.local("v128");
    f.doWhile(
      () => {
        f.set(channel, i32.const(0));
        f.set(to, out);
        f.doWhile(
          () => {
            f.set(address, i32.add(from, i32.shl(channel, 2)));
            f.set(part, job.parts);
            f.set(sum, f32x4.const(0));
            f.doWhile(
              () => {
                f.set(sum, f32x4.add(sum, v128.load(address)));
                f.increase(address, partBytes);
                f.increase(part, -1);
              },
              () => part,
            );
            for (let lane = 0; lane < 4; lane++) {
              f.if(i32.ltU(i32.add(channel, lane), job.rows), () => {
                f.store32Lane(to, sum, lane);
                f.increase(to, rowBytes);
              });
            }
            f.increase(channel, 4);
          },
          () => i32.ltU(channel, job.rows),
        );
        f.increase(from, stride);
        f.increase(out, 4);
        f.increase(left, -1);
      },
      () => left,
    );
  });

  return { filterGradient, sumPartials };
}

/** Defines a tile function for each number of rows from 1 on. @returns the first function's index in the table */
function defineTiles(module: KernelModule, { rows, cols, multiplyAdd }: TileShape): number {
  const elements = Array.from({ length: rows }, (_, i) => {
    const name = `filterTile${i + 1}x${cols}`;
    return module.tableElement(defineFilterTile(module, name, { rows: i + 1, cols, multiplyAdd }));
  });
  return elements[0]!;
}
