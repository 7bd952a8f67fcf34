import { useEffect, useMemo, useRef } from "preact/hooks";
import type { ImageShape } from "../../src/datasets/datasets";
import { inText } from "../../src/runs/inert";
import type { Mark } from "../../src/runs/marks";
import { cellId } from "../experiments/gridKeys";
import { drawImage } from "./drawImage";
import type { Images } from "./ImageStore";
import { tile } from "./tileSize";

/** A row of a grid of images: one canvas, and an element with a name for each image. */
export function ImageRow(props: {
  images: Images;
  shape: ImageShape;
  indices: readonly number[];
  label: (index: number) => string;
  prediction: (index: number) => string | undefined;
  name: (index: number) => string;
  mark: (index: number) => Mark | undefined;
  line: number;
  columns: number;
  /** Width (pixels) of a tile. */
  width: number;
  /** The column with the focus; undefined in other rows. */
  active: number | undefined;
  choose: (place: number, opens: boolean) => void;
}) {
  const { images, shape, indices, line, columns, width, active } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const from = line * columns;
  const row = indices.slice(from, from + columns);
  const shown = row.join();

  useEffect(() => {
    const element = canvas.current!;
    const scale = devicePixelRatio;
    element.width = Math.round(columns * width * scale);
    element.height = Math.round(tile.image * scale);
    const context = element.getContext("2d")!;
    const drawn = new Set<number>();
    const draw = () => {
      for (const [column, index] of row.entries()) {
        const image = drawn.has(column) ? undefined : images.get(index);
        if (!image) continue;
        drawn.add(column);
        const left = column * width + (width - tile.image) / 2;
        drawImage(context, image, shape, left * scale, 0, tile.image * scale);
      }
    };
    draw();
    return images.onArrival(draw);
  }, [images, shown, columns, width]);

  const { choose } = props;
  // While the view scrolls, the row stays the same object, so that Preact does not render it again.
  return useMemo(
    () => (
      <div
        class="image-row"
        role="row"
        aria-rowindex={line + 1}
        style={{ transform: `translateY(${line * tile.height}px)` }}
      >
        <canvas ref={canvas} style={{ width: `${columns * width}px`, height: `${tile.image}px` }} />
        {row.map((index, column) => {
          const name = props.name(index);
          const prediction = props.prediction(index);
          const mark = props.mark(index);
          const isActive = column === active;
          return (
            <div
              key={column}
              id={cellId({ line, column })}
              role="gridcell"
              aria-label={name}
              aria-selected={isActive}
              title={name}
              class={`tile ${isActive ? "active" : ""}`}
              style={{ width: `${width}px` }}
              onClick={() => choose(from + column, true)}
            >
              {mark && <span class={`tile-mark mark-${mark}`} aria-hidden="true" />}
              <span>{props.label(index)}</span>
              {prediction !== undefined && <span class="wrong" data-prediction={inText(prediction)} />}
            </div>
          );
        })}
      </div>
    ),
    [shown, line, columns, width, active, props.name],
  );
}
