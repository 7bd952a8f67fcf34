import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { ImageShape } from "../../src/datasets/datasets";
import type { Mark } from "../../src/runs/marks";
import { cellId, gridKey } from "../experiments/gridKeys";
import { strings } from "../strings";
import { useScrolled } from "../useScrolled";
import { ImageRow } from "./ImageRow";
import type { Images } from "./ImageStore";
import { tile } from "./tileSize";

/** Number of rows that are drawn above and below the visible ones. */
const BEYOND = 3;
/** Number of rows below the drawn ones whose images are requested, too. */
const AHEAD = 6;

/**
 * Images in rows as a grid by the ARIA pattern: one tile has the focus, keys move the focus, Enter and Space open the
 * image. Only rows in or near the visible part are drawn.
 */
export function ImageGrid(props: {
  images: Images;
  shape: ImageShape;
  indices: readonly number[];
  label: (index: number) => string;
  /** The prediction of an image; undefined where it is right. */
  prediction: (index: number) => string | undefined;
  /** An image in words. */
  name: (index: number) => string;
  mark: (index: number) => Mark | undefined;
  /** Called with a key that neither moves the focus nor opens an image. @returns whether the key has an effect */
  onKey: (event: KeyboardEvent) => boolean;
  /** Index in `indices` of the image with the focus. */
  active: number;
  setActive: (place: number) => void;
  open: () => void;
  /** Whether the grid takes the focus when it appears. */
  takesFocus?: boolean | undefined;
}) {
  const { images, indices, active, setActive } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const view = useScrolled(scroller, { top: 0, height: 400, width: 600 });
  const columns = Math.max(1, Math.floor(view.width / tile.width));
  const width = Math.max(tile.width, Math.floor(view.width / columns));
  const rows = Math.ceil(indices.length / columns);
  const first = Math.max(0, Math.floor(view.top / tile.height) - BEYOND);
  const last = Math.min(rows, Math.ceil((view.top + view.height) / tile.height) + BEYOND);
  const at = { line: Math.floor(active / columns), column: active % columns };

  useLayoutEffect(() => {
    if (props.takesFocus) scroller.current!.focus();
  }, []);

  useEffect(() => {
    const ahead = indices.slice(last * columns, (last + AHEAD) * columns);
    images.want("grid", [...indices.slice(first * columns, last * columns), ...ahead]);
  }, [images, indices, first, last, columns]);

  // Scrolls to the tile with the focus.
  useLayoutEffect(() => {
    const element = scroller.current!;
    const top = at.line * tile.height;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + tile.height > element.scrollTop + element.clientHeight)
      element.scrollTop = top + tile.height - element.clientHeight;
  }, [active, columns]);

  const onKeyDown = (event: KeyboardEvent) => {
    const page = Math.max(1, Math.floor(view.height / tile.height));
    const to = nextPlace(event, active, indices.length, columns, page);
    if (to !== undefined) setActive(to);
    else if (event.key === "Enter" || event.key === " ") props.open();
    else if (!props.onKey(event)) return;
    event.preventDefault();
  };
  return (
    <div
      class="image-grid"
      ref={scroller}
      role="grid"
      tabIndex={0}
      aria-label={strings.model.grid.name}
      aria-rowcount={rows}
      aria-colcount={columns}
      aria-activedescendant={indices.length > 0 ? cellId(at) : undefined}
      onKeyDown={onKeyDown}
    >
      <div class="image-rows" role="rowgroup" style={{ height: `${rows * tile.height}px` }}>
        {Array.from({ length: Math.max(0, last - first) }, (_, offset) => {
          const line = first + offset;
          return (
            <ImageRow
              key={line}
              {...props}
              line={line}
              columns={columns}
              width={width}
              active={line === at.line ? at.column : undefined}
              choose={(place, opens) => {
                setActive(place);
                scroller.current?.focus();
                if (opens) props.open();
              }}
            />
          );
        })}
      </div>
    </div>
  );
}

/**
 * The place of the image, from 0 to `count` − 1 row by row, to which a key moves the focus; undefined for other keys.
 * Left and Right continue in the previous and in the next row.
 */
function nextPlace(
  event: KeyboardEvent,
  active: number,
  count: number,
  columns: number,
  page: number,
): number | undefined {
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (step && !event.ctrlKey && !event.metaKey && !event.altKey)
    return Math.min(count - 1, Math.max(0, active + step));
  const lines = Math.ceil(count / columns);
  const to = gridKey(
    event,
    { line: Math.floor(active / columns), column: active % columns },
    { lines, columns, page },
  );
  return to && Math.min(count - 1, Math.max(0, to.line) * columns + to.column);
}
