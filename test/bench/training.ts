import { flopsPerImage } from "./flops";
import type { Plan } from "./Plan";
import type { Peer, PeerRun } from "./peers/Peer";
import type { KernelPeak, PeerFigures, TrainingFigures } from "./results";
import { median, ratios, type Summary, summarize } from "./statistics";
import { type TrainingRun, type TrainOptions, trainOnce } from "./trainOnce";

/** Widths of the hidden layers of the tutorial's model. */
const HIDDEN = [512, 512];

export interface Rounds {
  ours: readonly TrainingRun[];
  peers: readonly PeerRounds[];
}

/** The runs of a peer, one for each round until one fails. `missing` states why it failed. */
export interface PeerRounds {
  peer: Peer;
  runs: PeerRun[];
  missing?: string;
}

/** Measures Fitting Room and the peers in turns. Each run has a new process. */
export async function measureRounds(
  { rounds, epochsPerRound }: Plan,
  options: Omit<TrainOptions, "epochs">,
  peers: readonly Peer[],
  progress: (message: string) => void,
): Promise<Rounds> {
  const ours: TrainingRun[] = [];
  const theirs: PeerRounds[] = peers.map((peer) => ({ peer, runs: [] }));
  for (let round = 1; round <= rounds; round++) {
    progress(`Training, round ${round} of ${rounds}…`);
    ours.push(await trainOnce({ ...options, epochs: epochsPerRound }));
    for (const their of theirs) {
      if (their.missing) continue;
      progress(`${their.peer.name}, round ${round} of ${rounds}…`);
      try {
        their.runs.push(await their.peer.measure(epochsPerRound));
      } catch (error) {
        their.missing = (error as Error).message;
      }
    }
  }
  return { ours, peers: theirs };
}

/** @param peaks of this machine, if they were measured */
export function trainingFigures(
  runs: readonly TrainingRun[],
  peaks?: readonly KernelPeak[],
): TrainingFigures {
  const [{ environment, dataset }] = runs as [TrainingRun];
  const epochs = runs.flatMap((run) => run.epochs);
  const flops = dataset.trainSamples * flopsPerImage(HIDDEN).training;
  const gflops = epochs.map(({ trainSeconds }) => flops / trainSeconds / 1e9);
  const peak = peakOf(environment, peaks);
  const memory = runs.map((run) => run.peakMemoryBytes).filter((bytes) => bytes !== null);
  return {
    dataset: dataset.name,
    trainSamples: dataset.trainSamples,
    testSamples: dataset.testSamples,
    kernels: environment.kernels,
    threads: environment.threads,
    processes: runs.length,
    epoch: summarize(epochs.map(epochSeconds)),
    training: summarize(epochs.map(({ trainSeconds }) => trainSeconds)),
    evaluation: summarize(epochs.map(({ testSeconds }) => testSeconds)),
    gflops: summarize(gflops),
    shareOfPeak: peak === undefined ? null : summarize(gflops.map((speed) => speed / peak)),
    firstStep: summarize(runs.map((run) => run.firstStep)),
    firstEpoch: summarize(runs.map((run) => run.firstEpoch)),
    peakMemoryBytes: memory.length === 0 ? null : summarize(memory),
  };
}

export function peerFigures({ ours, peers }: Rounds): PeerFigures[] {
  const ourEpochs = ours.map(({ epochs }) => median(epochs.map(epochSeconds)));
  return peers.map(({ peer, runs, missing }) => {
    const [first] = runs;
    if (!first) return { name: peer.name, missing: missing ?? "It was not measured." };
    const theirEpochs = runs.map(({ epochs }) => median(epochs));
    return {
      name: peer.name,
      version: first.version,
      threads: first.threads,
      epoch: summarize(runs.flatMap(({ epochs }) => epochs)),
      ratio: summarize(ratios(theirEpochs, ourEpochs.slice(0, theirEpochs.length))),
      note: peer.note,
    };
  });
}

export function epochSeconds({ trainSeconds, testSeconds }: TrainingRun["epochs"][number]): number {
  return trainSeconds + testSeconds;
}

/**
 * The peak (GFLOP/s) of the kernels that a run used: on one thread if the run used one thread, otherwise on all
 * threads. Undefined if the peak was not measured.
 */
function peakOf(
  { kernels, threads }: TrainingRun["environment"],
  peaks: readonly KernelPeak[] = [],
): number | undefined {
  const peak = peaks.find(({ name }) => name === kernels);
  return threads === 1 ? peak?.oneThread : (peak?.allThreads ?? undefined);
}

/**
 * Ratio of the epoch time beside busy processes to the epoch time without them. Each round measures both in sequence.
 */
export function slowdown(quiet: readonly TrainingRun[], busy: readonly TrainingRun[]): Summary {
  const medians = (runs: readonly TrainingRun[]) =>
    runs.map(({ epochs }) => median(epochs.map(epochSeconds)));
  return summarize(ratios(medians(busy), medians(quiet)));
}
