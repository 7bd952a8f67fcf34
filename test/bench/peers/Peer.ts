/** Another program that trains the tutorial's model. */
export interface Peer {
  readonly name: string;
  /** Runs epochs in a new process. @throws Error, one sentence, when the peer is not available here */
  measure(epochs: number): Promise<PeerRun>;
  /** A fact that readers of its figures must know. */
  readonly note?: string;
}

export interface PeerRun {
  version: string;
  threads: number;
  /** Time (s) of training and evaluation of each epoch. */
  epochs: readonly number[];
}

/** A line that the peers' programs print for an epoch. */
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
