/** Side of an image in pixels. */
export const imageSide = 28;

/** Bytes of one image, row by row; 0 is the background. */
export const imageBytes = imageSide * imageSide;

/** What the labels 0 to 9 mean, in their order. */
export const classNames: readonly string[] = [
  "T-shirt/top",
  "Trouser",
  "Pullover",
  "Dress",
  "Coat",
  "Sandal",
  "Shirt",
  "Sneaker",
  "Bag",
  "Ankle boot",
];

/** Labelled images of 28×28 bytes, kept as bytes. */
export interface ImageDataset {
  /** Number of images. */
  readonly length: number;
  /** [length, 28, 28], row-major. */
  readonly images: Uint8Array;
  /** [length], each below `classes.length`. */
  readonly labels: Uint8Array;
  readonly classes: readonly string[];
}
