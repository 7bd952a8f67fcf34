import type { Summary } from "./statistics";

/** The measured machine, and the versions of Node.js and V8. */
export interface Machine {
  cpu: string;
  /** Cores that this process may use. */
  cores: number;
  memoryBytes: number;
  /** Load average of the minute before the first measurement; 0 on Windows, which does not report it. */
  loadAverage: number;
  platform: string;
  arch: string;
  node: string;
  v8: string;
  /** The V8 flags that the trainer's process gets: those that this V8 knows. */
  v8Flags: readonly string[];
}

/** Speed of the inner matrix kernel on data in the cache, in GFLOP/s; the best of several short timings. */
export interface KernelPeak {
  name: string;
  oneThread: number;
  /** Null for kernels without threads. */
  allThreads: number | null;
}

export interface KernelFigures {
  /** Number of threads with which `allThreads` of the peaks was measured. */
  threads: number;
  peaks: readonly KernelPeak[];
}

/** Training of the tutorial's model through the command line, each run in a new process. Times in seconds. */
export interface TrainingFigures {
  dataset: string;
  trainSamples: number;
  testSamples: number;
  kernels: string;
  threads: number;
  processes: number;
  epoch: Summary;
  training: Summary;
  evaluation: Summary;
  /**
   * 10⁹ floating-point operations per second over whole training epochs. Multiplications by 0 are counted, also where
   * the kernels skip them.
   */
  gflops: Summary;
  /** `gflops` divided by the peak of the kernels in use; null if the peak was not measured. */
  shareOfPeak: Summary | null;
  /** Times from the start of the command's process: to the first step, and to the end of the first epoch. */
  firstStep: Summary;
  firstEpoch: Summary;
  /** Peak memory of the trainer process; null when it is not reported. */
  peakMemoryBytes: Summary | null;
}

export type PeerFigures = MeasuredPeer | MissingPeer;

export interface MeasuredPeer {
  name: string;
  version: string;
  threads: number;
  epoch: Summary;
  /** The peer's time for an epoch divided by Fitting Room's in the same round. */
  ratio: Summary;
  note?: string;
}

export interface MissingPeer {
  name: string;
  missing: string;
}

/** Training of a convolutional network through the command line, each run in a new process. */
export interface NetworkFigures {
  model: string;
  /** Number of measured steps of every run. */
  steps: number;
  kernels: string;
  threads: number;
  imagesPerSecond: Summary;
  peakMemoryBytes: Summary | null;
  peers: readonly (MeasuredNetworkPeer | MissingPeer)[];
}

export interface MeasuredNetworkPeer {
  name: string;
  version: string;
  threads: number;
  imagesPerSecond: Summary;
  /** Fitting Room's speed divided by the peer's in the same round. */
  ratio: Summary;
  note?: string;
}

/**
 * Time (s) for an epoch on the quiet machine (`quiet`) and beside other processes that keep the cores busy (`busy`),
 * and the ratio of `busy` to `quiet`.
 */
export interface BusyFigures {
  processes: number;
  quiet: Summary;
  busy: Summary;
  slowdown: Summary;
}

/** Training speed of models with two hidden layers of one width, in GFLOP/s by [batch size][width]. */
export interface SweepFigures {
  batchSizes: readonly number[];
  widths: readonly number[];
  gflops: readonly (readonly number[])[];
}

/** The speed of a training while dashboards are visible at `place`, compared with the speed while all are hidden. */
export interface PlaceFigures {
  place: string;
  /** Steps per second of training: with hidden dashboards (`hidden`), and with those at `place` (`visible`). */
  hidden: Summary;
  visible: Summary;
  /** `visible` divided by the `hidden` speed that was measured just before. */
  ratio: Summary;
  /** Shares of a core that the visible dashboards add in the renderers, the GPU process and the extension host. */
  renderer: Summary;
  gpu: Summary;
  extensionHost: Summary;
  messagesPerSecond: Summary;
  /** Time (ms) between successive frames: the median, and the 95th percentile. */
  frame: number;
  lateFrame: number;
}

export interface WatchingFigures {
  epochs: number;
  dataset: string;
  places: readonly PlaceFigures[];
  /**
   * Time (ms) from the press of a button, with both dashboards visible, until the button or the status shows the press
   * (`answered`), and until the trainer has recorded the action (`acted`).
   */
  answered: Summary;
  acted: Summary;
}

/** A figure of the dashboard or of the Model view. Memory in MB, times in ms, processor time in % of a core. */
export interface DashboardFigure {
  title: string;
  unit: string;
  median: number;
  /** The 95th percentile. */
  late: number;
  count: number;
  /** `must` is the highest value that the figure may have, `aim` a lower value that it should not exceed. */
  must?: number;
  aim?: number;
}

/** Trainings with a preset. Times in seconds since the start of the command's process. */
export interface AccuracyFigures {
  preset: string;
  epochs: number;
  /** The times to each of the targets. A training that did not reach the target counts as Infinity. */
  reached: readonly Summary[];
  /** Test accuracy at the end. */
  accuracy: Summary;
  seconds: Summary;
}

/** All results. Those that were not requested are left out. */
export interface Results {
  time: string;
  machine: Machine;
  kernels?: KernelFigures;
  training?: TrainingFigures;
  peers?: readonly PeerFigures[];
  networks?: readonly NetworkFigures[];
  busy?: BusyFigures;
  sweep?: SweepFigures;
  watching?: readonly WatchingFigures[];
  dashboard?: readonly DashboardFigure[];
  model?: readonly DashboardFigure[];
  toAccuracy?: readonly AccuracyFigures[];
}
