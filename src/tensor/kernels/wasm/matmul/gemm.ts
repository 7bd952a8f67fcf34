import type { KernelContext, KernelModule } from "../../../threads/KernelModule";
import type { I32, I32Like } from "../../../webassembly/Expr";
import { i32 } from "../../../webassembly/instructions";
import type { SharedFunctions } from "./defineMatmul";
import { defineFinishTransposed } from "./finish";
import { definePackRows } from "./pack";
import { choosePart } from "./partOfSum";
import type { TileShape } from "./TileShape";
import { defineTile, type Layout, tileParameters } from "./tile";

const packFields = {
  source: "i32",
  stride: "i32",
  /** 1 if `source` is B transposed, else 0. */
  transposed: "i32",
  k: "i32",
  cols: "i32",
  panels: "i32",
} as const;

/** Out = A·B. A is read element by element, B in packed panels that are as wide as a tile. Strides are in bytes. */
const gemmFields = {
  a: "i32",
  aStride: "i32",
  /** 1 if A is stored by columns (neighbouring elements in memory are in one column), 0 if by rows. */
  aByColumns: "i32",
  /** Address of B. The kernel reads it only if `panels` is 0. */
  b: "i32",
  bStride: "i32",
  /** Address of all panels of B; 0 if every task packs its own panels. */
  panels: "i32",
  k: "i32",
  rows: "i32",
  cols: "i32",
  out: "i32",
  outStride: "i32",
  /** 1 if Out is stored transposed, else 0. */
  transposed: "i32",
  bias: "i32",
  accumulate: "i32",
  relu: "i32",
  /** Number of nearly equal groups into which the rows of Out are split. Each begins at the first row of a tile. */
  rowGroups: "i32",
  /**
   * Number of nearly equal groups into which the panels of B are split. A task computes one group of rows times one
   * group of panels. Neighbouring tasks share the group of rows.
   */
  panelGroups: "i32",
  /** Largest number of rows in a group of rows. */
  rowsPerTask: "i32",
  /** Largest number of panels in a group of panels. */
  panelsPerTask: "i32",
} as const;

/**
 * Adds the dense matrix product to a module: the kernels `packPanels` and `gemm`, and the tile functions that `gemm`
 * calls.
 */
export function defineGemm(
  module: KernelModule,
  shape: TileShape,
  { packTransposed, fillBias, finishRows }: SharedFunctions,
) {
  const { cols: width } = shape;
  const packRows = definePackRows(module, width);
  const finishTransposed = defineFinishTransposed(module, width);
  const firstTile = defineTiles(module, shape);

  /** Packs B[k, cols] into panels. Each task packs one panel. */
  const packPanels = module.kernel("packPanels", packFields, (f, { job, task }) => {
    const column = f.let(i32.mul(task, width));
    const panel = f.let(i32.add(job.panels, i32.mul(task, panelBytes(job.k, width))));
    const cols = f.let(atMost(i32.sub(job.cols, column), width));
    f.if(
      job.transposed,
      () => {
        const source = i32.add(job.source, i32.mul(column, job.stride));
        f.call(packTransposed, source, job.stride, job.k, panel, 4 * width, cols, 0);
      },
      () => f.call(packRows, i32.add(job.source, i32.shl(column, 2)), job.stride, job.k, panel, cols),
    );
  });

  const gemm = module.kernel(
    "gemm",
    gemmFields,
    (f, { job, task, scratch }: KernelContext<typeof gemmFields>) => {
      const k = f.let(job.k);
      const rowGroup = f.let(i32.divU(task, job.panelGroups));
      const panelGroup = f.let(i32.remU(task, job.panelGroups));
      const blocksOfAll = f.let(i32.divU(i32.add(job.rows, shape.rows - 1), shape.rows));
      const panelsOfAll = f.let(i32.divU(i32.add(job.cols, width - 1), width));
      const firstRow = (group: I32) =>
        i32.mul(i32.divU(i32.mul(group, blocksOfAll), job.rowGroups), shape.rows);
      const firstPanelOf = (group: I32) => i32.divU(i32.mul(group, panelsOfAll), job.panelGroups);
      const row = f.let(firstRow(rowGroup));
      const rows = f.let(i32.sub(atMost(firstRow(i32.add(rowGroup, 1)), job.rows), row));
      const aByColumns = f.let(job.aByColumns);
      const aStep = f.let(i32.select(4, job.aStride, aByColumns));
      const a = f.let(i32.add(job.a, i32.mul(row, aStep)));
      const firstPanel = f.let(firstPanelOf(panelGroup));
      const firstColumn = f.let(i32.mul(firstPanel, width));
      const endColumn = f.let(atMost(i32.mul(firstPanelOf(i32.add(panelGroup, 1)), width), job.cols));
      const tileBytes = f.let(i32.mul(job.rowsPerTask, 4 * width));
      const ownPanels = f.let(i32.add(scratch, i32.mul(job.panelsPerTask, tileBytes)));
      const panel = f.local("i32");
      const column = f.local("i32");
      const cols = f.local("i32");
      const b = f.local("i32");
      const direct = f.local("i32");
      const tiles = f.local("i32");
      const tileStride = f.local("i32");
      const kStart = f.local("i32");
      const kPart = f.local("i32");
      const aPart = f.local("i32");
      const blocks = f.let(i32.divU(rows, shape.rows));
      const rest = f.let(i32.remU(rows, shape.rows));

      /** Address of the current tile in `out`. */
      const target = () => {
        const [major, minor] = [i32.mul(row, job.outStride), i32.shl(column, 2)];
        const [majorT, minorT] = [i32.mul(column, job.outStride), i32.shl(row, 2)];
        const offset = i32.select(i32.add(majorT, minorT), i32.add(major, minor), job.transposed);
        return i32.add(job.out, offset);
      };

      /**
       * Tiles of full width are written to `out` directly if they need no bias, transposition, accumulation or ReLU.
       * Other tiles are written to the thread's private memory first.
       */
      const chooseTarget = () => {
        const isPlain = i32.eqz(i32.or(i32.or(job.transposed, job.bias), i32.or(job.accumulate, job.relu)));
        f.set(direct, i32.and(isPlain, i32.eq(cols, width)));
        const ownTile = i32.add(scratch, i32.mul(i32.sub(panel, firstPanel), tileBytes));
        f.set(tiles, i32.select(target(), ownTile, direct));
        f.set(tileStride, i32.select(job.outStride, 4 * width, direct));
      };

      const fillWithBias = () => {
        const first = i32.select(row, column, job.transposed);
        f.call(fillBias, tiles, tileStride, rows, cols, i32.add(job.bias, i32.shl(first, 2)), job.transposed);
      };

      const packOwnPanels = () => {
        const source = i32.add(job.b, i32.add(i32.shl(firstColumn, 2), i32.mul(kStart, job.bStride)));
        f.call(packRows, source, job.bStride, kPart, ownPanels, i32.sub(endColumn, firstColumn));
      };

      const findPanel = () => {
        const shared = i32.add(i32.mul(panel, panelBytes(k, width)), panelBytes(kStart, width));
        const own = i32.mul(i32.sub(panel, firstPanel), panelBytes(kPart, width));
        f.set(b, i32.select(i32.add(job.panels, shared), i32.add(ownPanels, own), job.panels));
      };

      /** Multiplies by one panel. One call computes all tiles of full height, another the remaining rows. */
      const multiply = () => {
        const type = module.typeIndex(tileParameters);
        const continues = i32.ne(i32.or(kStart, job.bias), 0);
        const kind = i32.add(i32.mul(continues, 2), aByColumns);
        const element = (height: I32Like) =>
          i32.add(i32.add(i32.mul(kind, shape.rows), height), firstTile - 1);
        const operands = [job.aStride, b, kPart] as const;
        f.set(aPart, i32.add(a, i32.mul(kStart, i32.select(job.aStride, 4, aByColumns))));
        f.if(blocks, () => {
          f.callIndirect(type, element(shape.rows), aPart, ...operands, tiles, tileStride, blocks);
        });
        f.if(rest, () => {
          const done = i32.sub(rows, rest);
          const aRest = i32.add(aPart, i32.mul(done, aStep));
          const tilesRest = i32.add(tiles, i32.mul(done, tileStride));
          f.callIndirect(type, element(rest), aRest, ...operands, tilesRest, tileStride, 1);
        });
      };

      const finish = () => {
        const parameters = [rows, cols, target(), job.outStride, job.accumulate, job.relu];
        f.if(
          job.transposed,
          () => f.call(finishTransposed, tiles, ...parameters),
          () => f.call(finishRows, tiles, tileStride, ...parameters),
        );
      };

      const forEachPanel = (body: () => void) => {
        f.set(panel, firstPanel);
        f.set(column, firstColumn);
        f.doWhile(
          () => {
            f.set(cols, atMost(i32.sub(endColumn, column), width));
            chooseTarget();
            body();
            f.increase(panel, 1);
            f.increase(column, width);
          },
          () => i32.ltU(column, endColumn),
        );
      };

      f.if(job.bias, () => forEachPanel(fillWithBias));
      f.doWhile(
        () => {
          choosePart(f, kPart, i32.sub(k, kStart));
          f.if(i32.eqz(job.panels), packOwnPanels);
          forEachPanel(() => {
            findPanel();
            multiply();
          });
          f.increase(kStart, kPart);
        },
        () => i32.ltU(kStart, k),
      );
      forEachPanel(() => f.if(i32.eqz(direct), finish));
    },
  );

  return { packPanels, gemm };
}

/**
 * Defines the tile functions and adds them to the module's table: first those of 1, 2, … rows for A stored by rows,
 * then the same for A stored by columns, then all of these again with `continues`.
 * @returns the index of the first tile function in the table
 */
function defineTiles(module: KernelModule, { rows, cols, multiplyAdd }: TileShape): number {
  const layouts: readonly Layout[] = ["rows", "columns"];
  const kinds = [false, true].flatMap((continues) => layouts.map((layout) => ({ layout, continues })));
  const elements = kinds.flatMap(({ layout, continues }) =>
    Array.from({ length: rows }, (_, i) => {
      const name = `tile${i + 1}x${cols}${layout}${continues ? "Continued" : ""}`;
      const tile = { rows: i + 1, cols, layout, continues, multiplyAdd };
      return module.tableElement(defineTile(module, name, tile));
    }),
  );
  return elements[0]!;
}

function panelBytes(k: I32, width: number): I32 {
  return i32.mul(k, 4 * width);
}

function atMost(value: I32, limit: I32 | number): I32 {
  return i32.select(value, limit, i32.ltU(value, typeof limit === "number" ? i32.const(limit) : limit));
}
