import { useLayoutEffect, useRef } from "preact/hooks";
import type { ImageShape } from "../../src/datasets/datasets";
import { drawImage } from "./drawImage";

/** Side (pixels) of an image, and the distance of two. */
const side = 42;
const gap = 4;

/** Images in a row. @param props.images [any number, ...shape] */
export function ImageStrip({ images, shape, name }: { images: Uint8Array; shape: ImageShape; name: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const size = shape.reduce((product, length) => product * length, 1);
  const count = images.length / size;
  const width = Math.max(1, count * (side + gap) - gap);
  useLayoutEffect(() => {
    const context = canvas.current!.getContext("2d")!;
    for (let index = 0; index < count; index++)
      drawImage(
        context,
        images.subarray(index * size, (index + 1) * size),
        shape,
        2 * index * (side + gap),
        0,
        2 * side,
      );
  }, [images, count]);
  return (
    <canvas
      ref={canvas}
      width={2 * width}
      height={2 * side}
      style={{ width: `${width}px`, height: `${side}px` }}
      role="img"
      aria-label={name}
    />
  );
}
