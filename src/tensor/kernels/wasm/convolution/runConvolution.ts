import type { SharedMemory, ThreadPool } from "../../../threads/ThreadPool";
import type * as k from "../../Kernels";
import type { GrowingBlock } from "../GrowingBlock";
import type { TileShape } from "../matmul/TileShape";
import type { KernelSet } from "../module";
import { blocksOf } from "./blocks";
import { layOut, type PassLayout } from "./layout";
import { backwardPasses, forwardAxis, type Pass } from "./passes";

/** Number of multiplications below which a convolution uses one thread. */
const parallelFrom = 1 << 16;
/**
 * Largest number of parts into which the images are divided for the gradient of filters. The gradient over each part is
 * summed on its own. The number of threads has no influence on the parts, and so none on the results.
 */
const mostParts = 16;
const stepsPerTask = 32;
/**
 * Approximate largest number of output pixels over which the gradient of filters is summed in one sequence of
 * additions. The rounding error grows with the length of the sequence.
 */
const longestSum = 512;

/** Convolutions on a thread pool. */
export class Convolutions {
  /**
   * The layouts that were made so far, each with a copy of its offsets in shared memory. The key contains everything on
   * which a layout depends.
   */
  private readonly layouts = new Map<string, PassLayout & { offsetsAt: Uint8Array }>();

  constructor(
    private readonly arena: SharedMemory,
    private readonly pool: ThreadPool,
    private readonly kernels: KernelSet,
    private readonly shape: TileShape,
    /** Memory for packed filters and partial sums. */
    private readonly memory: GrowingBlock,
  ) {}

  forward({ shape, x, weight, bias, relu = false, out }: k.Conv2dTask): void {
    const { inChannels, outChannels, groups, rows, cols } = shape;
    const perGroup = inChannels / groups;
    const taps = 4 * rows.taps * cols.taps;
    this.convolve(shape, {
      pass: { rows: forwardAxis(rows), cols: forwardAxis(cols) },
      source: x,
      channels: perGroup,
      filters: {
        weight,
        rowStride: perGroup * taps,
        channelStride: taps,
        groupStride: (outChannels / groups) * perGroup * taps,
      },
      rowsOut: outChannels / groups,
      bias,
      relu,
      out,
      outHeight: rows.output,
      outWidth: cols.output,
    });
  }

  inputGradient({ shape, weight, dy, dx }: k.Conv2dInputGradientTask): void {
    const { inChannels, outChannels, groups, rows, cols } = shape;
    const perGroup = inChannels / groups;
    const taps = 4 * rows.taps * cols.taps;
    const { passes, isComplete } = backwardPasses(shape);
    if (!isComplete) dx.fill(0);
    for (const pass of passes) {
      this.convolve(shape, {
        pass,
        source: dy,
        channels: outChannels / groups,
        filters: {
          weight,
          rowStride: taps,
          channelStride: perGroup * taps,
          groupStride: (outChannels / groups) * perGroup * taps,
        },
        rowsOut: perGroup,
        relu: false,
        out: dx,
        outHeight: rows.input,
        outWidth: cols.input,
      });
    }
  }

  weightGradient({ shape, x, dy, dWeight }: k.Conv2dWeightGradientTask): void {
    const { pool, kernels } = this;
    const { images, inChannels, outChannels, groups, rows, cols } = shape;
    const channels = inChannels / groups;
    const rowsOut = outChannels / groups;
    const pass = { rows: forwardAxis(rows), cols: forwardAxis(cols) };
    const layout = this.layoutOf(pass, channels, Math.ceil(longestSum / cols.output));
    const { length } = layout.offsets;
    const parts = Math.min(images, mostParts);
    const padded = Math.ceil(rowsOut / this.shape.cols) * this.shape.cols;
    const partials = this.memory.reserve(4 * groups * parts * length * padded).byteOffset;
    const alone = isSmall(shape);
    const pixels = layout.rowsPerBand * cols.output;
    pool.reserveScratch(layout.planesBytes + 64 + 4 * this.shape.cols * pixels);
    pool.run(
      kernels.filterGradient,
      groups * parts,
      {
        ...this.sourceFields(pass, layout, x, channels),
        blocks: blocksOf(length, this.shape.rows),
        dy: dy.byteOffset,
        rows: rowsOut,
        groups,
        images,
        parts,
        partials,
      },
      alone,
    );
    const tasksPerGroup = Math.ceil(length / stepsPerTask);
    const fields = { partials, parts, k: length, rows: rowsOut, stepsPerTask, tasksPerGroup };
    pool.run(kernels.sumPartials, groups * tasksPerGroup, { ...fields, out: dWeight.byteOffset }, alone);
  }

  /** Frees the layouts' memory. */
  release(): void {
    for (const { offsetsAt } of this.layouts.values()) this.arena.release(offsetsAt);
    this.layouts.clear();
  }

  private convolve(shape: k.Conv2dShape, work: Convolution): void {
    const { pool, kernels } = this;
    const { pass, channels, rowsOut, filters, out, outHeight, outWidth } = work;
    const { groups } = shape;
    const layout = this.layoutOf(pass, channels);
    const { length } = layout.offsets;
    const blocks = blocksOf(rowsOut, this.shape.rows);
    const packed = this.memory.reserve(4 * groups * rowsOut * length).byteOffset;
    const alone = isSmall(shape);
    const { rows, cols } = pass;
    const tapBytes = 4 * shape.cols.taps;
    pool.run(
      kernels.packFilters,
      groups * blocks,
      {
        source: filters.weight.byteOffset + rows.firstTap * tapBytes + 4 * cols.firstTap,
        rows: rowsOut,
        rowStride: filters.rowStride,
        channels,
        channelStride: filters.channelStride,
        height: rows.taps.length,
        heightStride: rows.tapStep * tapBytes,
        width: cols.taps.length,
        widthStride: 4 * cols.tapStep,
        groupStride: filters.groupStride,
        blocks,
        out: packed,
      },
      alone,
    );
    pool.reserveScratch(layout.planesBytes + 64 + rowsOut * layout.tileBytes);
    pool.run(
      kernels.convolve,
      shape.images * groups * layout.bands,
      {
        ...this.sourceFields(pass, layout, work.source, channels),
        filters: packed,
        rows: rowsOut,
        blocks,
        groups,
        rowsPerChunk: layout.rowsPerChunk,
        tileBytes: layout.tileBytes,
        out: out.byteOffset + 4 * (rows.firstOut * outWidth + cols.firstOut),
        channelBytes: 4 * outHeight * outWidth,
        rowBytes: 4 * rows.outStep * outWidth,
        colBytes: 4 * cols.outStep,
        bias: work.bias?.byteOffset ?? 0,
        relu: work.relu ? 1 : 0,
      },
      alone,
    );
  }

  private sourceFields(
    { rows, cols }: Pass,
    layout: PassLayout & { offsetsAt: Uint8Array },
    source: Float32Array,
    channels: number,
  ) {
    return {
      source: source.byteOffset,
      channels,
      height: rows.source,
      width: cols.source,
      firstRow: rows.first,
      firstCol: cols.first,
      rowStride: rows.stride,
      colStride: cols.stride,
      rowPhases: rows.phases,
      colPhases: cols.phases,
      planeRows: layout.planeRows,
      planeCols: layout.planeCols,
      offsets: layout.offsetsAt.byteOffset,
      k: layout.offsets.length,
      bands: layout.bands,
      rowsPerBand: layout.rowsPerBand,
      outRows: rows.output,
      outCols: cols.output,
    };
  }

  private layoutOf(
    pass: Pass,
    channels: number,
    mostRows = Infinity,
  ): PassLayout & { offsetsAt: Uint8Array } {
    const key = JSON.stringify([pass, channels, mostRows]);
    const known = this.layouts.get(key);
    if (known) return known;
    const layout = layOut(pass, channels, this.shape.cols, mostRows);
    const offsetsAt = this.arena.uint8(layout.offsets.byteLength);
    offsetsAt.set(new Uint8Array(layout.offsets.buffer));
    const made = { ...layout, offsetsAt };
    this.layouts.set(key, made);
    return made;
  }
}

/** One pass of a convolution, from the channels of a source to the channels of a result. */
interface Convolution {
  pass: Pass;
  source: Float32Array;
  /** Number of channels of one group in the source. */
  channels: number;
  /** Number of channels of one group in the result. */
  rowsOut: number;
  /**
   * The filters. The strides are the distances (bytes) in `weight` between neighbouring channels of the result
   * (`rowStride`), neighbouring channels of the source (`channelStride`) and neighbouring groups (`groupStride`).
   */
  filters: { weight: Float32Array; rowStride: number; channelStride: number; groupStride: number };
  bias?: Float32Array;
  relu: boolean;
  out: Float32Array;
  outHeight: number;
  outWidth: number;
}

function isSmall({ images, inChannels, outChannels, groups, rows, cols }: k.Conv2dShape): boolean {
  const perOutput = (inChannels / groups) * rows.taps * cols.taps;
  return images * outChannels * rows.output * cols.output * perOutput < parallelFrom;
}
