import { mostFields } from "./JobLayout";

const cacheLine = 64;
const job = 384;
const shares = job + Math.ceil((8 * mostFields) / cacheLine) * cacheLine;

/**
 * The words through which threads meet, as byte offsets in one block of shared memory. Those that several threads
 * write at once are a cache line apart.
 */
export const control = {
  /** Tasks of the current job that are not finished. */
  unfinished: 0,
  /** Counts jobs. Idle workers wait for it to change. */
  generation: 64,
  /** How many workers sleep. */
  sleepers: 128,
  /** 1 while the main thread sleeps on `unfinished`. */
  mainSleeps: 192,
  /** 1 once a thread has failed within a task. */
  failed: 256,
  /** How many threads take part. */
  threads: 320,
  /** The kernel's element in the module's table. */
  kernel: 324,
  /** The threads' private memory: thread i's begins at scratch + i · scratchBytes. */
  scratch: 328,
  scratchBytes: 332,
  /** The kernel's own fields. */
  job,
  /** The threads' shares of the current job, one after the other. */
  shares,
  shareBytes: cacheLine,
  /** Of a share: its tasks that nobody has claimed; 0 or less when there are none. */
  unclaimed: 0,
  /** Of a share: the task after its last. */
  end: 4,
  /** Of a block for so many threads. */
  bytes: (threads: number) => shares + threads * cacheLine,
} as const;
