import { useLayoutEffect, useRef } from "preact/hooks";
import type { ImageShape } from "../../src/datasets/datasets";
import { drawImage } from "./drawImage";

/** Side (pixels) of an image. */
const side = 42;

/**
 * Images in a row, or in several rows where they have no room in one.
 * @param props.images [any number, ...shape]
 */
export function ImageStrip({ images, shape, name }: { images: Uint8Array; shape: ImageShape; name: string }) {
  const size = shape.reduce((product, length) => product * length, 1);
  return (
    <div class="image-strip" role="img" aria-label={name}>
      {Array.from({ length: images.length / size }, (_, index) => (
        <StripImage key={index} images={images} index={index} shape={shape} />
      ))}
    </div>
  );
}

function StripImage({ images, index, shape }: { images: Uint8Array; index: number; shape: ImageShape }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const size = shape.reduce((product, length) => product * length, 1);
    const own = images.subarray(index * size, (index + 1) * size);
    drawImage(canvas.current!.getContext("2d")!, own, shape, 0, 0, 2 * side);
  }, [images, index]);
  return (
    <canvas
      ref={canvas}
      width={2 * side}
      height={2 * side}
      style={{ width: `${side}px`, height: `${side}px` }}
    />
  );
}
