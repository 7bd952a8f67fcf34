import type { Pass } from "./passes";

/**
 * Approximate largest size (bytes) of the planes of a task. The planes are read many times and should stay in the
 * second-level cache.
 */
const planesBytes = 512 * 1024;
/**
 * Largest number of panels in a chunk. A panel is `width` neighbouring outputs. The outputs of a chunk are computed
 * into a buffer and then stored together. A chunk of a single row may have more panels.
 */
const panelsPerChunk = 16;

/** How a pass is divided into tasks, and where the elements of the source are in the planes of a task. */
export interface PassLayout {
  planeRows: number;
  planeCols: number;
  bands: number;
  rowsPerBand: number;
  rowsPerChunk: number;
  /** Number of bytes of a task's planes, plus those of the elements after the planes that the last panel may read. */
  planesBytes: number;
  /** Number of bytes of a chunk's outputs for one channel, rounded up to whole panels. */
  tileBytes: number;
  /**
   * For each step of k (in the order source channel, row of the filter, column of the filter): the distance (bytes)
   * from an output's position in the planes to the element that the step reads.
   */
  offsets: Int32Array;
}

/**
 * Divides a pass into tasks, and lays out the planes of a task.
 * @param channels number of channels of the source in one group
 * @param width number of columns of a panel
 * @param mostRows largest number of rows of the output in a band
 */
export function layOut({ rows, cols }: Pass, channels: number, width: number, mostRows: number): PassLayout {
  const planeCols = cols.output + cols.reach;
  const phases = rows.phases * cols.phases;
  const rowBytes = 4 * channels * phases * planeCols;
  const most = Math.max(1, Math.min(mostRows, Math.floor(planesBytes / rowBytes) - rows.reach));
  const bands = Math.ceil(rows.output / most);
  const rowsPerBand = Math.ceil(rows.output / bands);
  const planeRows = spread(rowsPerBand + rows.reach, 4 * phases * planeCols, channels);
  const planeSize = planeRows * planeCols;
  const panelsOf = (count: number) => Math.ceil(((count - 1) * planeCols + cols.output) / width);
  const rowsPerChunk = chooseRows(rowsPerBand, panelsOf);
  const offsets = Array.from({ length: channels }, (_, channel) =>
    rows.taps.flatMap((row) =>
      cols.taps.map((col) => {
        const plane = (channel * rows.phases + row.phase) * cols.phases + col.phase;
        return 4 * (plane * planeSize + row.at * planeCols + col.at);
      }),
    ),
  );
  return {
    planeRows,
    planeCols,
    bands: Math.ceil(rows.output / rowsPerBand),
    rowsPerBand,
    rowsPerChunk,
    planesBytes: rowBytes * planeRows + 4 * width,
    tileBytes: 4 * width * panelsOf(rowsPerChunk),
    offsets: Int32Array.from(offsets.flat()),
  };
}

const cacheLine = 64;
/**
 * On most x86 processors, two addresses whose distance is a multiple of this number of bytes use the same set of the
 * first-level cache.
 */
const cacheSetBytes = 4096;

/**
 * The number of rows of a plane: `rows` or up to two more, so that the planes of the channels begin in many different
 * sets of the first-level cache.
 * @param rowBytes number of bytes of a row in all phases of one channel
 */
function spread(rows: number, rowBytes: number, channels: number): number {
  const places = (count: number) =>
    new Set(
      Array.from({ length: Math.min(channels, cacheSetBytes / cacheLine) }, (_, channel) =>
        Math.floor(((channel * count * rowBytes) % cacheSetBytes) / cacheLine),
      ),
    ).size;
  const counts = [rows, rows + 1, rows + 2];
  const most = Math.max(...counts.map(places));
  return counts.find((count) => places(count) >= 0.8 * most)!;
}

/**
 * Chooses the number of rows of a chunk with which the fewest panels are computed for `rows` rows. If several numbers
 * of rows need equally few panels, the largest of them is chosen.
 */
function chooseRows(rows: number, panelsOf: (count: number) => number): number {
  let best = 1;
  let fewest = Infinity;
  for (let count = 1; count <= rows && (count === 1 || panelsOf(count) <= panelsPerChunk); count++) {
    const rest = rows % count;
    const panels = Math.floor(rows / count) * panelsOf(count) + (rest > 0 ? panelsOf(rest) : 0);
    if (panels <= fewest) [best, fewest] = [count, panels];
  }
  return best;
}
