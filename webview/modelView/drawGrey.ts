import type { GreyImage } from "../../src/images/prepareImage";

/**
 * Draws a picture in grey over a whole canvas. The canvas gets the picture's size, reduced so that its longer side has
 * at most `most` pixels.
 */
export function drawGrey(canvas: HTMLCanvasElement, { width, height, data }: GreyImage, most: number): void {
  // A larger picture is reduced: of each square of pixels, one is drawn.
  const step = Math.max(1, Math.max(width, height) / most);
  canvas.width = Math.max(1, Math.floor(width / step));
  canvas.height = Math.max(1, Math.floor(height / step));
  const pixels = new ImageData(canvas.width, canvas.height);
  for (let y = 0; y < canvas.height; y++)
    for (let x = 0; x < canvas.width; x++) {
      const at = 4 * (y * canvas.width + x);
      pixels.data.fill(data[Math.floor(y * step) * width + Math.floor(x * step)]!, at, at + 3);
      pixels.data[at + 3] = 255;
    }
  canvas.getContext("2d")!.putImageData(pixels, 0, 0);
}
