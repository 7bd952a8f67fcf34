import type { ImageShape } from "../../src/datasets/datasets";

const scratch: { canvas?: HTMLCanvasElement; pixels?: ImageData } = {};

/**
 * Draws an image of a data set as it is stored: 0 is black.
 * @param bytes [channels, height, width], row-major; one channel is grey, three are red, green and blue
 * @param size side (pixels of the canvas) of the square that the image fills
 */
export function drawImage(
  context: CanvasRenderingContext2D,
  bytes: Uint8Array,
  [channels, height, width]: ImageShape,
  left: number,
  top: number,
  size: number,
): void {
  scratch.canvas ??= document.createElement("canvas");
  const { canvas } = scratch;
  if (canvas.width !== width || canvas.height !== height || !scratch.pixels) {
    canvas.width = width;
    canvas.height = height;
    scratch.pixels = new ImageData(width, height);
  }
  const { data } = scratch.pixels;
  const area = width * height;
  for (let pixel = 0; pixel < area; pixel++) {
    for (let colour = 0; colour < 3; colour++)
      data[4 * pixel + colour] = bytes[(channels >= 3 ? colour * area : 0) + pixel]!;
    data[4 * pixel + 3] = 255;
  }
  canvas.getContext("2d")!.putImageData(scratch.pixels, 0, 0);
  context.imageSmoothingEnabled = false;
  context.drawImage(canvas, left, top, size, size);
}
