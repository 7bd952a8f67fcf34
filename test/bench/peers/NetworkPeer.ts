/** Another program that trains the built-in convolutional networks. */
export interface NetworkPeer {
  readonly name: string;
  /** The networks that the peer can train. */
  readonly models: readonly NetworkName[];
  /**
   * Trains a network for some steps in a new process.
   * @throws Error with a one-sentence message if the peer is not available here
   */
  measure(model: NetworkName, steps: number): Promise<NetworkRun>;
  /** A fact that readers of the peer's figures must know. */
  readonly note?: string;
}

export interface NetworkRun {
  version: string;
  threads: number;
  /** Speed of training after the peer's warm-up steps. */
  imagesPerSecond: number;
}

export const networkNames = ["lenet5", "tiny-vgg", "convnet", "resnet"] as const;
export type NetworkName = (typeof networkNames)[number];

export const networkBatch = 64;
/** Number of steps before the measured ones, in which programs compile and allocate. */
export const warmUpSteps = 5;
