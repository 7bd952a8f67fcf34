import { mostFields } from "./JobLayout";

/**
 * The words through which threads meet, as byte offsets in one block of shared memory. Those that several threads
 * write at once are a cache line apart.
 */
export const control = {
  /** Tasks of the current job that nobody has claimed; 0 or less when there are none. */
  unclaimed: 0,
  /** Tasks of the current job that are not finished. */
  unfinished: 64,
  /** Counts jobs. Idle workers sleep on it. */
  generation: 128,
  /** How many workers sleep. */
  sleepers: 192,
  /** 1 while the main thread sleeps on `unfinished`. */
  mainSleeps: 256,
  /** The kernel's element in the module's table. */
  kernel: 320,
  /** Into how many tasks the job is split. */
  tasks: 324,
  /** The threads' private memory: thread i's begins at scratch + i · scratchBytes. */
  scratch: 328,
  scratchBytes: 332,
  /** The kernel's own fields. */
  job: 384,
  bytes: 384 + 8 * mostFields,
} as const;
