import type { Pass } from "./passes";

/**
 * Largest number of bytes of the planes of a task. They are read many times and should stay in the second-level cache.
 */
const planesBytes = 512 * 1024;
/** Largest number of panels of outputs that are computed before they are stored. */
const panelsPerChunk = 16;

/** How a pass is divided, and where its planes and their elements are. */
export interface PassLayout {
  planeRows: number;
  planeCols: number;
  bands: number;
  rowsPerBand: number;
  rowsPerChunk: number;
  /** Bytes of all planes, with space for a vector that is read beyond. */
  planesBytes: number;
  /** Bytes of one row of a tile. */
  tileBytes: number;
  /**
   * For each step of k (source channel, tap of rows, tap of columns): the distance in bytes from an output's position.
   */
  offsets: Int32Array;
}

/**
 * @param channels of one group of the source
 * @param width elements of a panel
 * @param mostRows most rows of the output in a band
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
/** Lines of the first-level cache that have the same place are these bytes apart, or a multiple. */
const cacheSetBytes = 4096;

/**
 * A number of rows, up to two more than needed, with which the planes of all channels begin at different places of the
 * first-level cache, as far as possible.
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

/** The number of rows in a chunk with which the fewest panels are computed. */
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
