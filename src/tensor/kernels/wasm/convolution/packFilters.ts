import type { KernelModule } from "../../../threads/KernelModule";
import { f32, i32 } from "../../../webassembly/instructions";
import { blockStart } from "./blocks";

const fields = {
  source: "i32",
  /**
   * This field and the next eight: the lengths of the filters' dimensions and, in the fields whose names end in
   * `Stride`, the distances (bytes) between neighbours in the source. A distance may be negative.
   */
  rows: "i32",
  rowStride: "i32",
  channels: "i32",
  channelStride: "i32",
  height: "i32",
  heightStride: "i32",
  width: "i32",
  widthStride: "i32",
  groupStride: "i32",
  /** Number of blocks into which the rows of a group are divided. */
  blocks: "i32",
  out: "i32",
} as const;

/**
 * Packs filters source[group, row, channel, y, x] for the image tiles: in blocks of rows, and within a block in the
 * order channel, y, x, row. A task packs one block.
 */
export function definePackFilters(module: KernelModule) {
  return module.kernel("packFilters", fields, (f, { job, task }) => {
    const group = f.let(i32.divU(task, job.blocks));
    const block = f.let(i32.remU(task, job.blocks));
    const first = f.let(blockStart(block, job.rows, job.blocks));
    const count = f.let(i32.sub(blockStart(i32.add(block, 1), job.rows, job.blocks), first));
    const steps = i32.mul(job.channels, i32.mul(job.height, job.width));
    const before = i32.mul(steps, i32.add(i32.mul(group, job.rows), first));
    const out = f.let(i32.add(job.out, i32.shl(before, 2)));
    const channel = f.let(
      i32.add(job.source, i32.add(i32.mul(group, job.groupStride), i32.mul(first, job.rowStride))),
    );
    const [y, x, row] = [f.local("i32"), f.local("i32"), f.local("i32")];
    const channels = f.let(job.channels);
    const height = f.local("i32");
    const width = f.local("i32");
    const rows = f.local("i32");
    const repeat = (left: typeof rows, body: () => void) =>
      f.doWhile(
        () => {
          body();
          f.increase(left, -1);
        },
        () => left,
      );
    repeat(channels, () => {
      f.set(y, channel);
      f.set(height, job.height);
      repeat(height, () => {
        f.set(x, y);
        f.set(width, job.width);
        repeat(width, () => {
          f.set(row, x);
          f.set(rows, count);
          repeat(rows, () => {
            f.store(out, f32.load(row));
            f.increase(out, 4);
            f.increase(row, job.rowStride);
          });
          f.increase(x, job.widthStride);
        });
        f.increase(y, job.heightStride);
      });
      f.increase(channel, job.channelStride);
    });
  });
}
