/** Another program that trains the tutorial's model. */
export interface Peer {
  readonly name: string;
  /**
   * Trains for `epochs` epochs in a new process. A slow peer trains fewer, or extrapolates one epoch from some batches.
   * @throws Error with a one-sentence message if the peer is not available here
   */
  measure(epochs: number): Promise<PeerRun>;
  /** A fact that readers of the peer's figures must know. */
  readonly note?: string;
}

export interface PeerRun {
  version: string;
  threads: number;
  /** Time (s) of training and evaluation of each epoch. */
  epochs: readonly number[];
}

/** The line (JSON) that a peer's program prints for each epoch. */
interface PrintedEpoch {
  version: string;
  threads: number;
  trainSeconds: number;
  testSeconds: number;
}

/** @param output JSON lines, one for each epoch. */
export function parsePeerRun(output: string): PeerRun {
  const printed: PrintedEpoch[] = output
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  const [{ version, threads }] = printed as [PrintedEpoch];
  return { version, threads, epochs: printed.map((epoch) => epoch.trainSeconds + epoch.testSeconds) };
}
