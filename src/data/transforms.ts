import type { ImageShape } from "../datasets/datasets";
import { defaultGenerator } from "../tensor";

/** Random changes of training images. */
export interface Transforms {
  /** Width (pixels) of the black border around an image before a random crop to the image's size; 0 for no crop. */
  cropPadding: number;
  /** Probability with which an image is mirrored; 0 for never. */
  horizontalFlip: number;
}

export function isChanging({ cropPadding, horizontalFlip }: Transforms): boolean {
  return cropPadding > 0 || horizontalFlip > 0;
}

/**
 * Copies one image with random changes, as torchvision's `RandomCrop(size, padding)` followed by
 * `RandomHorizontalFlip(p)`: the same state of the default generator gives the same image.
 * @param image of shape `[channels, height, width]`, row-major; `out` likewise
 */
export function transformImage(
  image: Uint8Array,
  [channels, height, width]: ImageShape,
  { cropPadding, horizontalFlip }: Transforms,
  out: Uint8Array,
): void {
  let [top, left] = [0, 0];
  if (cropPadding > 0) {
    top = defaultGenerator.randint(0, 2 * cropPadding + 1) - cropPadding;
    left = defaultGenerator.randint(0, 2 * cropPadding + 1) - cropPadding;
  }
  const isMirrored = horizontalFlip > 0 && uniform() < Math.fround(horizontalFlip);
  let at = 0;
  for (let channel = 0; channel < channels; channel++) {
    for (let y = top; y < top + height; y++) {
      const row = (channel * height + y) * width;
      for (let i = 0; i < width; i++) {
        const x = left + (isMirrored ? width - 1 - i : i);
        const isInside = y >= 0 && y < height && x >= 0 && x < width;
        out[at++] = isInside ? image[row + x]! : 0;
      }
    }
  }
}

const drawn = new Float32Array(1);

function uniform(): number {
  defaultGenerator.uniform(drawn);
  return drawn[0]!;
}
