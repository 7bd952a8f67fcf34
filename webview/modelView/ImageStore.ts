import type { ImageSet } from "../../src/datasets/datasets";
import type { Answers, ImagesRequest } from "../../src/protocol/modelProtocol";
import { numberOf } from "../figures/imageFilter";

/** Largest number of images in one request. */
const atOnce = 256;
/** Largest number of images that are kept. So many images of 28 × 28 pixels take 16 MB. */
const mostKept = 20_000;

/** The parts of the view that request images, the most urgent first. */
type Wanting = "large" | "grid";

/** The images that have arrived so far, by their index in the set or by their row in answers. */
export type Images = Pick<ImageStore, "get" | "want" | "onArrival">;

/** The images of a store, by their rows in `answers`. */
export function imagesOf(answers: Answers, store: ImageStore): Images {
  if (!answers.indices) return store;
  return {
    get: (row) => store.get(numberOf(answers, row)),
    want: (who, rows) =>
      store.want(
        who,
        rows.map((row) => numberOf(answers, row)),
      ),
    onArrival: (listener) => store.onArrival(listener),
  };
}

/** The images of one set of a run. Requests the wanted images in batches, one batch at a time. */
export class ImageStore {
  /** The images by index, those that were wanted least recently first. */
  private readonly images = new Map<number, Uint8Array>();
  private readonly wanted: Record<Wanting, readonly number[]> = { large: [], grid: [] };
  private isAsking = false;
  private readonly listeners = new Set<() => void>();

  constructor(
    private readonly of: { runId: string; set: ImageSet; bytes: number },
    private readonly load: (request: ImagesRequest) => Promise<Uint8Array>,
  ) {}

  get(index: number): Uint8Array | undefined {
    return this.images.get(index);
  }

  /** Sets which images a part of the view wants, the most urgent first, in place of those that it wanted before. */
  want(who: Wanting, indices: readonly number[]): void {
    this.wanted[who] = indices;
    for (const index of indices) {
      const image = this.images.get(index);
      if (!image) continue;
      this.images.delete(index);
      this.images.set(index, image);
    }
    void this.ask();
  }

  /** Calls back after each arrival of images. @returns a function that ends the calls */
  onArrival(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private async ask(): Promise<void> {
    if (this.isAsking) return;
    this.isAsking = true;
    try {
      for (;;) {
        const { large, grid } = this.wanted;
        const missing = [...large, ...grid].filter((index) => !this.images.has(index));
        const indices = [...new Set(missing)].slice(0, atOnce);
        if (indices.length === 0) break;
        const { runId, set } = this.of;
        this.take(indices, await this.load({ runId, set, indices }));
      }
    } catch {
      // The view shows why a run's data cannot be read. Images are requested again at the next call of `want`.
    } finally {
      this.isAsking = false;
    }
  }

  private take(indices: readonly number[], answer: Uint8Array): void {
    const { bytes } = this.of;
    for (const [place, index] of indices.entries())
      this.images.set(index, answer.slice(place * bytes, (place + 1) * bytes));
    for (const oldest of this.images.keys()) {
      if (this.images.size <= mostKept) break;
      this.images.delete(oldest);
    }
    for (const listener of this.listeners) listener();
  }
}
