import { useLayoutEffect, useRef } from "preact/hooks";
import type { ColourImage } from "../../src/images/prepareImage";
import { strings } from "../strings";

/** Side (pixels) of the square into which a picture fits. */
const SIDE = 224;

/** The picture in a file, without any step that prepares it, and the file's name. */
export function PictureView({ name, image }: { name: string; image: ColourImage }) {
  const words = strings.model.tried;
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const { width, height, data } = image;
    const whole = new OffscreenCanvas(width, height);
    whole.getContext("2d")!.putImageData(new ImageData(new Uint8ClampedArray(data), width, height), 0, 0);
    const scale = Math.min(SIDE / width, SIDE / height);
    canvas.current!.width = Math.max(1, Math.round(width * scale));
    canvas.current!.height = Math.max(1, Math.round(height * scale));
    const context = canvas.current!.getContext("2d")!;
    context.imageSmoothingEnabled = scale < 1;
    context.drawImage(whole, 0, 0, canvas.current!.width, canvas.current!.height);
  }, [image]);
  return (
    <div class="picture-view">
      <canvas ref={canvas} role="img" aria-label={words.file(name)} />
      <p title={name}>{name}</p>
    </div>
  );
}
