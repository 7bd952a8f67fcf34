import { mostFields } from "./JobLayout";

const cacheLine = 64;
const job = 384;
const shares = job + Math.ceil((8 * mostFields) / cacheLine) * cacheLine;

/**
 * Layout of the block of shared memory with which the threads coordinate: the offset (bytes) of each word in the block.
 * Words that several threads write at the same time are a cache line apart.
 */
export const control = {
  /**
   * Number of unfinished tasks of the current job. A worker that fails sets this number to 0. Tasks that other threads
   * then finish make it negative.
   */
  unfinished: 0,
  /** Number of jobs published so far. Idle workers wait for a change of this word. */
  generation: 64,
  /** Number of workers that sleep until `generation` changes. */
  sleepers: 128,
  /** 1 while the calling thread sleeps until `unfinished` changes. */
  mainSleeps: 192,
  /** 1 after a thread has failed within a task, else 0. */
  failed: 256,
  /** Number of threads that take part in a job. The other threads wait for a change of this word. */
  threads: 320,
  /** Index of the job's kernel in the module's table. */
  kernel: 324,
  /** Address of the private memory of thread 0. The memory of the other threads follows in their order. */
  scratch: 328,
  /** Number of bytes of each thread's private memory. */
  scratchBytes: 332,
  /** The fields of the job's kernel. */
  job,
  /** The shares of the current job, one for each thread, in the order of the threads. */
  shares,
  shareBytes: cacheLine,
  /** In a share: number of its tasks that no thread has claimed. 0 or less if all tasks are claimed. */
  unclaimed: 0,
  /** In a share: index of the task after the share's last task. */
  end: 4,
  /** Number of bytes of the block for `threads` threads. */
  bytes: (threads: number) => shares + threads * cacheLine,
} as const;
