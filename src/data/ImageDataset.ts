import type { ImageShape } from "../datasets/datasets";

/** Labelled images, stored as bytes. */
export interface ImageDataset {
  /** Number of images. */
  readonly length: number;
  /** [length, ...image], row-major. */
  readonly images: Uint8Array;
  /** [length], each below `classes.length`. */
  readonly labels: Uint8Array;
  readonly classes: readonly string[];
  /** Shape of one image. */
  readonly image: ImageShape;
}
