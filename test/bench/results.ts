import type { Summary } from "./statistics";

/** The machine that was measured, and the program on it. */
export interface Machine {
  cpu: string;
  /** Cores that this process may use. */
  cores: number;
  memoryBytes: number;
  /** Of the minute before the first measurement; 0 on Windows, which has none. */
  loadAverage: number;
  platform: string;
  arch: string;
  node: string;
  v8: string;
  /** What the engine asks of V8 and this V8 knows. */
  v8Flags: readonly string[];
}

/** GFLOP/s of the innermost matrix kernel on data in the cache; the best of several short timings. */
export interface KernelPeak {
  name: string;
  oneThread: number;
  /** Null for kernels that know no threads. */
  allThreads: number | null;
}

export interface KernelFigures {
  /** How many threads "all" are. */
  threads: number;
  peaks: readonly KernelPeak[];
}

/** The tutorial's job through the command line, each process a fresh one. Times in seconds. */
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
  /** Billions of operations per second over whole training epochs, those by zeros that are passed over counted too. */
  gflops: Summary;
  /** Those by the peak of the kernels in use, if it was measured. */
  shareOfPeak: Summary | null;
  /** From the start of the command's process. */
  firstStep: Summary;
  firstEpoch: Summary;
  /** Of the trainer process; null when it does not tell. */
  peakMemoryBytes: Summary | null;
}

export type PeerFigures = MeasuredPeer | MissingPeer;

export interface MeasuredPeer {
  name: string;
  version: string;
  threads: number;
  epoch: Summary;
  /** The peer's epoch by ours of the same round. */
  ratio: Summary;
  note?: string;
}

export interface MissingPeer {
  name: string;
  missing: string;
}

/** Epochs with every core kept busy by another process, by epochs without; in seconds. */
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

/** What it costs a training to be watched in one place, beside the same with every dashboard hidden. */
export interface PlaceFigures {
  place: string;
  /** Steps per second of training. */
  hidden: Summary;
  visible: Summary;
  /** Of the two, taken right after each other. */
  ratio: Summary;
  /** What it adds to the use of processors, as a share of a core. */
  renderer: Summary;
  gpu: Summary;
  extensionHost: Summary;
  messagesPerSecond: Summary;
  /** Milliseconds between two frames: the median, and the 95th percentile. */
  frame: number;
  lateFrame: number;
}

export interface WatchingFigures {
  epochs: number;
  dataset: string;
  places: readonly PlaceFigures[];
  /** Milliseconds from the press of a button, both dashboards visible, to what is seen of it, and to the trainer's record. */
  answered: Summary;
  acted: Summary;
}

/** Everything that was measured; a part that was not asked for is left out. */
export interface Results {
  time: string;
  machine: Machine;
  kernels?: KernelFigures;
  training?: TrainingFigures;
  peers?: readonly PeerFigures[];
  busy?: BusyFigures;
  sweep?: SweepFigures;
  watching?: readonly WatchingFigures[];
}
