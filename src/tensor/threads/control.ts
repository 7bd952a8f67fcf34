import { mostFields } from "./JobLayout";

const cacheLine = 64;
const job = 384;
const shares = job + Math.ceil((8 * mostFields) / cacheLine) * cacheLine;

/**
 * Words that threads use to coordinate, as byte offsets in one block of shared memory. Words that several threads
 * write at the same time are a cache line apart.
 */
export const control = {
  /**
   * Number of unfinished tasks of the current job. A worker that fails sets the number to 0; it can then become
   * negative.
   */
  unfinished: 0,
  /** Number of jobs so far. Idle workers wait for a change of this word. */
  generation: 64,
  /** Number of workers that sleep until `generation` changes. */
  sleepers: 128,
  /** 1 while the calling thread sleeps on `unfinished`. */
  mainSleeps: 192,
  /** 1 once a thread has failed within a task. */
  failed: 256,
  /** Number of threads that take part in a job. The others wait for a change of this word. */
  threads: 320,
  /** Index of the job's kernel in the module's table. */
  kernel: 324,
  /** Address of the threads' private memory. The memory of thread i begins at scratch + i · scratchBytes. */
  scratch: 328,
  scratchBytes: 332,
  /** The kernel's own fields. */
  job,
  /** The threads' shares of the current job, in order. */
  shares,
  shareBytes: cacheLine,
  /** In a share: number of the share's tasks that are not claimed; 0 or less when all are. */
  unclaimed: 0,
  /** In a share: index of the task after the share's last task. */
  end: 4,
  /** Number of bytes of the block for `threads` threads. */
  bytes: (threads: number) => shares + threads * cacheLine,
} as const;
