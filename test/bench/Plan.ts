import type { NetworkName } from "./peers/NetworkPeer";

/** How much a benchmark measures. */
export interface Plan {
  /** Number of short timings of every kernel. */
  kernelTimings: number;
  /** Number of rounds of the part `training`. Each round measures Fitting Room and the peers. */
  rounds: number;
  epochsPerRound: number;
  /**
   * Number of timed training batches, and of timed evaluation batches, of TensorFlow.js. An epoch's time is
   * extrapolated from these batches.
   */
  tensorflowBatches: number;
  /** Number of rounds of the part `networks`. */
  networkRounds: number;
  /** Number of measured steps of each network in a round. */
  networkSteps: Readonly<Record<NetworkName, number>>;
  busyRounds: number;
  batchSizes: readonly number[];
  widths: readonly number[];
  /**
   * Number of rounds with a watched training. A round measures each place where a dashboard can be visible. Before each
   * place, it measures hidden dashboards.
   */
  watchingRounds: number;
  /** Time (s) of each measurement of a watched training. */
  watchingSeconds: number;
  /** Least number of presses of the buttons Pause and Resume, counted together. */
  presses: number;
  /** Number of epochs that the watched run of 2,000 epochs completes before the first measurement. */
  watchedFromEpoch: number;
  /** Number of tries of each figure of the Model view and of `--dashboard`. The figures of memory have fewer tries. */
  dashboardTries: number;
}

export const fullPlan: Plan = {
  kernelTimings: 15,
  rounds: 5,
  epochsPerRound: 3,
  tensorflowBatches: 40,
  networkRounds: 3,
  networkSteps: { lenet5: 400, "tiny-vgg": 200, convnet: 40, resnet: 60 },
  busyRounds: 3,
  batchSizes: [1, 8, 32, 64, 256, 1024],
  widths: [64, 128, 256, 512, 1024, 2048],
  watchingRounds: 8,
  watchingSeconds: 5,
  presses: 20,
  watchedFromEpoch: 500,
  dashboardTries: 20,
};

export const quickPlan: Plan = {
  kernelTimings: 5,
  rounds: 1,
  epochsPerRound: 2,
  tensorflowBatches: 10,
  networkRounds: 1,
  networkSteps: { lenet5: 200, "tiny-vgg": 100, convnet: 15, resnet: 25 },
  busyRounds: 1,
  batchSizes: [1, 64, 1024],
  widths: [64, 512, 2048],
  watchingRounds: 3,
  watchingSeconds: 3,
  presses: 6,
  watchedFromEpoch: 20,
  dashboardTries: 3,
};
