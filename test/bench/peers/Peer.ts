/** Another program that does the tutorial's job. */
export interface Peer {
  readonly name: string;
  /** Epochs of one fresh process. @throws Error, one sentence, when the peer is not to be had here. */
  measure(epochs: number): Promise<PeerRun>;
  /** What a reader of its figures must know. */
  readonly note?: string;
}

export interface PeerRun {
  version: string;
  threads: number;
  /** Training and evaluation of each epoch, in seconds. */
  epochs: readonly number[];
}

/** What the peers' programs print of an epoch. */
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
