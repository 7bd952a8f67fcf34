import type { KernelContext, KernelModule } from "../../../threads/KernelModule";
import type { I32 } from "../../../webassembly/Expr";
import { i32, i64 } from "../../../webassembly/instructions";
import type { MatmulTask } from "../../Kernels";
import { longestPart } from "../../partsOfSum";
import { defineAddPart } from "./addPart";
import type { SharedFunctions } from "./defineMatmul";
import { choosePart } from "./partOfSum";
import { definePackSlab } from "./slab";
import { defineSparseTile, mostSteps, sparseTileParameters } from "./sparseTile";
import type { TileShape } from "./TileShape";
import { defineTouch } from "./touch";

/** Out = A·B. A is stored by rows. `bits` has a 1 for each element of A that is not zero. Strides are in bytes. */
const fields = {
  a: "i32",
  aStride: "i32",
  /** Address of the bits that `findNonzeros` writes. */
  bits: "i32",
  bitsStride: "i32",
  b: "i32",
  bStride: "i32",
  /** 1 if `b` is B transposed, else 0. */
  bTransposed: "i32",
  k: "i32",
  rows: "i32",
  cols: "i32",
  out: "i32",
  outStride: "i32",
  /**
   * If each task computes one part of k: the address of the sums over the second and each later part. The sums over one
   * part take as many bytes as Out. The sums over the first part are stored in Out.
   */
  laterParts: "i32",
  bias: "i32",
  accumulate: "i32",
  relu: "i32",
  /**
   * 1 if each task computes all parts of the sum over k (see `partsOfSum`), or the number of parts if each task
   * computes only one. Neighbouring tasks have the same part.
   */
  partGroups: "i32",
  /** Number of nearly equal groups into which the rows of Out are split. */
  rowGroups: "i32",
  /**
   * Number of nearly equal groups into which the columns of Out are split. A group consists of whole units
   * (`TileShape.sparse.unit`). Neighbouring tasks have the same group of rows.
   */
  columnGroups: "i32",
  /** Number of neighbouring groups of columns that the same thread usually computes. */
  groupsPerThread: "i32",
  /** Largest number of rows in a group of rows. */
  rowsPerTask: "i32",
  /** Largest number of columns in a group of columns. */
  columnsPerTask: "i32",
  /** Number of panels into which a task's columns are split. */
  panelsPerTask: "i32",
  /** Number of steps of k for which a task packs its columns of B at once; a multiple of 64. */
  stepsPerSlab: "i32",
} as const;

/** Those fields of the kernel that say how a product is split into tasks. */
export interface SparseSplit {
  partGroups: number;
  rowGroups: number;
  columnGroups: number;
  groupsPerThread: number;
  rowsPerTask: number;
  columnsPerTask: number;
  panelsPerTask: number;
  stepsPerSlab: number;
}

/**
 * Number of bytes of private memory that a task needs: for its packed part of B; for its sums, unless the task computes
 * them in `out`; and for the sums over a single part of k, if these are then added to other sums or to the bias.
 */
export function sparseScratchBytes(
  { n, k, bias, accumulate }: MatmulTask,
  shape: TileShape,
  split: SparseSplit,
) {
  const { rowsPerTask, columnsPerTask, panelsPerTask, stepsPerSlab } = split;
  const { cols, unit } = shape.sparse;
  const ownSums = accumulate || n % unit !== 0 ? 1 : 0;
  const ownParts = bias || k > longestPart ? 1 : 0;
  const slab = cols * panelsPerTask * stepsPerSlab;
  return reportBytes + 4 * (slab + (ownSums + ownParts) * rowsPerTask * columnsPerTask);
}

const reportBytes = 64;

/**
 * Adds the sparse product to a module: the kernel `sparseGemm` and the functions that it calls, among them tile
 * functions of every width.
 */
export function defineSparseGemm(
  module: KernelModule,
  shape: TileShape,
  { packTransposed, fillBias, finishRows }: SharedFunctions,
) {
  const { cols: width, unit } = shape.sparse;
  const slabStride = 4 * width;
  const packSlab = definePackSlab(module);
  const addPart = defineAddPart(module);
  const touch = defineTouch(module);
  const firstTile = defineTiles(module, shape);

  return module.kernel("sparseGemm", fields, (f, { job, task, scratch }: KernelContext<typeof fields>) => {
    const groups = f.let(i32.mul(job.rowGroups, job.columnGroups));
    const partGroup = f.let(i32.divU(task, groups));
    const rowGroup = f.let(i32.divU(i32.remU(task, groups), job.columnGroups));
    const columnGroup = f.let(i32.remU(task, job.columnGroups));
    const unitsOfAll = f.let(i32.divU(i32.add(job.cols, unit - 1), unit));
    const firstRow = (group: I32) => i32.divU(i32.mul(group, job.rows), job.rowGroups);
    const firstUnit = (group: I32) => i32.divU(i32.mul(group, unitsOfAll), job.columnGroups);
    const row = f.let(firstRow(rowGroup));
    const rows = f.let(i32.sub(firstRow(i32.add(rowGroup, 1)), row));
    const unitBefore = f.let(firstUnit(columnGroup));
    const units = f.let(i32.sub(firstUnit(i32.add(columnGroup, 1)), unitBefore));
    const column = f.let(i32.mul(unitBefore, unit));
    const cols = f.let(atMost(i32.mul(units, unit), i32.sub(job.cols, column)));
    const panels = f.let(job.panelsPerTask);
    const panelUnits = f.let(i32.divU(i32.sub(i32.add(units, panels), 1), panels));
    const panelCols = f.let(i32.mul(panelUnits, unit));
    const panelBytes = f.let(i32.mul(job.stepsPerSlab, slabStride));

    const report = scratch;
    const slab = f.let(i32.add(scratch, reportBytes));
    const ownStride = f.let(i32.shl(job.columnsPerTask, 2));
    const ownSums = f.let(i32.add(slab, i32.mul(panels, panelBytes)));
    const a = f.let(i32.add(job.a, i32.mul(row, job.aStride)));
    const bits = f.let(i32.add(job.bits, i32.mul(row, job.bitsStride)));
    const laterPart = i32.add(
      job.laterParts,
      i32.mul(i32.sub(partGroup, 1), i32.mul(job.rows, job.outStride)),
    );
    const outOfPart = i32.select(laterPart, job.out, partGroup);
    const out = f.let(i32.add(outOfPart, i32.add(i32.mul(row, job.outStride), i32.shl(column, 2))));
    /**
     * 1 if the sums can be computed in `out` itself, else 0. This needs a task that has whole units of columns and does
     * not add to the contents of `out`.
     */
    const direct = f.let(i32.eqz(i32.or(i32.remU(cols, unit), job.accumulate)));
    const ownPart = f.let(i32.select(ownSums, i32.add(ownSums, i32.mul(job.rowsPerTask, ownStride)), direct));
    const sums = f.let(i32.select(out, ownSums, direct));
    const sumsStride = f.let(i32.select(job.outStride, ownStride, direct));

    const start = f.local("i32");
    const end = f.let(job.k);
    const part = f.local("i32");
    const startOfPart = f.local("i32");
    const endOfPart = f.local("i32");
    const slabSteps = f.local("i32");
    const adds = f.local("i32");
    const target = f.local("i32");
    const targetStride = f.local("i32");
    const panel = f.local("i32");
    const panelSlab = f.local("i32");
    const colsLeft = f.local("i32");
    const at = f.local("i32");
    const steps = f.local("i32");
    const keep = f.local("i64");
    const fill = f.local("i64");

    const forEachPanel = (body: () => void) => {
      f.set(panel, i32.const(0));
      f.set(panelSlab, slab);
      f.set(colsLeft, cols);
      f.doWhile(
        () => {
          body();
          f.increase(panel, panelCols);
          f.increase(panelSlab, panelBytes);
          f.set(colsLeft, i32.sub(colsLeft, panelCols));
        },
        () => i32.gtS(colsLeft, 0),
      );
    };

    /**
     * Packs the task's columns of the next rows of B into panels. If a packed element is not finite, no zero of A may
     * be skipped, since the product of 0 and that element is NaN. All bits of `fill` are then set.
     */
    const pack = () => {
      f.store(report, i32.const(0));
      f.if(
        job.bTransposed,
        () =>
          forEachPanel(() => {
            const columns = i32.mul(i32.add(column, panel), job.bStride);
            const source = i32.add(job.b, i32.add(columns, i32.shl(start, 2)));
            const panelColsLeft = atMost(colsLeft, panelCols);
            f.call(
              packTransposed,
              source,
              job.bStride,
              slabSteps,
              panelSlab,
              slabStride,
              panelColsLeft,
              report,
            );
          }),
        () => {
          const source = i32.add(job.b, i32.add(i32.mul(start, job.bStride), i32.shl(column, 2)));
          const panels = [slab, slabStride, panelBytes, panelCols] as const;
          f.call(packSlab, source, job.bStride, slabSteps, ...panels, cols, report);
        },
      );
      f.set(fill, i64.sub(i64.const(0n), i64.extendI32U(i32.load(report))));
    };

    /** Multiplies by one packed panel, {@link mostSteps} steps of k at a time. */
    const multiply = () => {
      const unitsLeft = i32.divU(i32.add(colsLeft, unit - 1), unit);
      f.set(at, i32.const(0));
      f.doWhile(
        () => {
          f.set(steps, atMost(i32.const(mostSteps), i32.sub(slabSteps, at)));
          f.set(keep, i64.shrU(i64.const(-1n), i64.extendI32U(i32.sub(mostSteps, steps))));
          const from = i32.add(start, at);
          const continues = i32.ne(from, startOfPart);
          const tile = i32.add(atMost(unitsLeft, panelUnits), firstTile - 1);
          f.callIndirect(
            module.typeIndex(sparseTileParameters),
            i32.add(tile, i32.mul(continues, width / unit)),
            i32.add(a, i32.shl(from, 2)),
            job.aStride,
            i32.add(bits, i32.shrU(from, 3)),
            job.bitsStride,
            i32.add(panelSlab, i32.mul(at, slabStride)),
            i32.add(target, i32.shl(panel, 2)),
            targetStride,
            rows,
            keep,
            fill,
          );
          f.increase(at, mostSteps);
        },
        () => i32.ltU(at, slabSteps),
      );
    };

    f.if(i32.gtS(job.partGroups, 1), () => {
      f.set(end, i32.const(0));
      f.doWhile(
        () => {
          f.set(start, end);
          choosePart(f, part, i32.sub(job.k, start));
          f.increase(end, part);
          f.increase(partGroup, -1);
        },
        () => i32.geS(partGroup, 0),
      );
    });
    const firstStart = f.let(start);
    f.if(i32.eqz(i32.remU(columnGroup, job.groupsPerThread)), () => {
      f.call(touch, a, job.aStride, job.k, rows, scratch);
    });
    f.if(job.bias, () => {
      f.call(fillBias, sums, sumsStride, rows, cols, i32.add(job.bias, i32.shl(column, 2)), 0);
    });
    f.doWhile(
      () => {
        choosePart(f, part, i32.sub(job.k, start));
        f.set(adds, i32.or(i32.ne(start, firstStart), i32.ne(job.bias, 0)));
        f.set(target, i32.select(ownPart, sums, adds));
        f.set(targetStride, i32.select(ownStride, sumsStride, adds));
        f.set(startOfPart, start);
        f.set(endOfPart, i32.add(start, part));
        f.doWhile(
          () => {
            f.set(slabSteps, atMost(job.stepsPerSlab, i32.sub(endOfPart, start)));
            pack();
            forEachPanel(multiply);
            f.increase(start, slabSteps);
          },
          () => i32.ltU(start, endOfPart),
        );
        f.if(adds, () => {
          f.call(addPart, sums, sumsStride, ownPart, ownStride, rows, i32.mul(units, 4 * unit));
        });
      },
      () => i32.ltU(start, end),
    );
    f.if(i32.or(i32.eqz(direct), job.relu), () => {
      f.call(finishRows, sums, sumsStride, rows, cols, out, job.outStride, job.accumulate, job.relu);
    });
  });
}

/**
 * Defines the tile functions and adds them to the module's table: first those of 1, 2, … units of columns, then all of
 * these again with `continues`.
 * @returns the index of the first tile function in the table
 */
function defineTiles(module: KernelModule, { sparse, multiplyAdd }: TileShape): number {
  const { cols: width, unit, unrolled } = sparse;
  const elements = [false, true].flatMap((continues) =>
    Array.from({ length: width / unit }, (_, i) => {
      const cols = unit * (i + 1);
      const name = `sparseTile${cols}${continues ? "Continued" : ""}`;
      return module.tableElement(
        defineSparseTile(module, name, { cols, bWidth: width, unrolled, continues, multiplyAdd }),
      );
    }),
  );
  return elements[0]!;
}

function atMost(value: I32, limit: I32): I32 {
  return i32.select(value, limit, i32.ltU(value, limit));
}
