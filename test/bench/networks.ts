import type { RunEvent } from "../../src/runs/RunEvent";
import type { Plan } from "./Plan";
import {
  type NetworkName,
  type NetworkPeer,
  type NetworkRun,
  networkBatch,
  warmUpSteps,
} from "./peers/NetworkPeer";
import type { NetworkFigures } from "./results";
import { ratios, summarize } from "./statistics";
import { type TrainOptions, trainOnce } from "./trainOnce";

interface OwnRun {
  kernels: string;
  threads: number;
  imagesPerSecond: number;
  peakMemoryBytes: number | null;
}

/** The runs of one network: one for each program and round. A peer that fails has no further runs. */
export interface NetworkRounds {
  model: NetworkName;
  ours: readonly OwnRun[];
  peers: readonly {
    peer: Pick<NetworkPeer, "name" | "note">;
    runs: readonly NetworkRun[];
    missing?: string;
  }[];
}

/** Measures Fitting Room and the peers in turns on each of `models`. Each run has a new process. */
export async function measureNetworks(
  { networkRounds, networkSteps }: Pick<Plan, "networkRounds" | "networkSteps">,
  models: readonly NetworkName[],
  options: Omit<TrainOptions, "epochs">,
  peers: readonly NetworkPeer[],
  progress: (message: string) => void,
): Promise<NetworkFigures[]> {
  const measured: NetworkFigures[] = [];
  for (const model of models) {
    const steps = networkSteps[model];
    const ours: OwnRun[] = [];
    const theirs = peers
      .filter((peer) => peer.models.includes(model))
      .map((peer) => ({ peer, runs: [] as NetworkRun[], missing: undefined as string | undefined }));
    for (let round = 1; round <= networkRounds; round++) {
      progress(`${model}, round ${round} of ${networkRounds}…`);
      ours.push(await trainNetwork(model, steps, options));
      for (const their of theirs) {
        if (their.missing) continue;
        progress(`${model}, ${their.peer.name}, round ${round} of ${networkRounds}…`);
        try {
          their.runs.push(await their.peer.measure(model, steps));
        } catch (error) {
          their.missing = (error as Error).message;
        }
      }
    }
    measured.push(networkFigures({ model, ours, peers: theirs }, steps));
  }
  return measured;
}

/** Trains one epoch through the command line: the warm-up steps, then `steps` measured steps. */
async function trainNetwork(
  model: NetworkName,
  steps: number,
  options: Omit<TrainOptions, "epochs">,
): Promise<OwnRun> {
  const {
    environment,
    steps: events,
    peakMemoryBytes,
  } = await trainOnce({
    ...options,
    epochs: 1,
    model,
    batchSize: networkBatch,
    momentum: 0.9,
    limitTrainBatches: warmUpSteps + steps,
  });
  const { kernels, threads } = environment;
  return { kernels, threads, imagesPerSecond: networkBatch * stepsPerSecond(events), peakMemoryBytes };
}

/**
 * Steps per second by the times of a run's `steps` events, from the first event after the warm-up to the last event.
 * @throws RangeError when there are fewer than two events after the warm-up
 */
export function stepsPerSecond(events: readonly Extract<RunEvent, { type: "steps" }>[]): number {
  const times = events
    .map(({ firstStep, losses, seconds }) => ({ steps: firstStep + losses.length, seconds }))
    .filter(({ steps }) => steps >= warmUpSteps);
  const [first, last] = [times[0], times.at(-1)];
  if (!first || !last || first === last) throw new RangeError("There are too few steps to measure.");
  return (last.steps - first.steps) / (last.seconds - first.seconds);
}

export function networkFigures({ model, ours, peers }: NetworkRounds, steps: number): NetworkFigures {
  const [{ kernels, threads }] = ours as [OwnRun, ...OwnRun[]];
  const memory = ours.map(({ peakMemoryBytes }) => peakMemoryBytes).filter((bytes) => bytes !== null);
  const ourSpeeds = ours.map(({ imagesPerSecond }) => imagesPerSecond);
  return {
    model,
    steps,
    kernels,
    threads,
    imagesPerSecond: summarize(ourSpeeds),
    peakMemoryBytes: memory.length === 0 ? null : summarize(memory),
    peers: peers.map(({ peer: { name, note }, runs, missing }) => {
      const [first] = runs;
      if (!first) return { name, missing: missing ?? "It was not measured." };
      const speeds = runs.map(({ imagesPerSecond }) => imagesPerSecond);
      return {
        name,
        version: first.version,
        threads: first.threads,
        imagesPerSecond: summarize(speeds),
        ratio: summarize(ratios(ourSpeeds.slice(0, speeds.length), speeds)),
        note,
      };
    }),
  };
}
