import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Cursor } from "../figures/hoverRows";
import { type Range, zoomed } from "../figures/plotScale";
import type { Box, Plot } from "./Painter";

/** Distance (pixels) from which a press is a drag and no click. */
const dragDistance = 4;
/** Height (pixels) of a drag up to which it zooms the x axis alone. */
const flatDrag = 24;

interface Options {
  plot: Plot;
  place: RefObject<HTMLDivElement | null>;
  inspect: (cursor: Cursor | undefined) => void;
  select: (at: Cursor) => void;
  zoom: (x: Range, y?: Range) => void;
  reset: () => void;
  drawSelection: (box: Box) => void;
}

/**
 * The pointer over a plot: hovering inspects, a click selects, dragging zooms to a part of the x axis or to a box, the
 * wheel with Ctrl zooms, a double click resets. All events of one frame are handled once.
 */
export function usePlotPointer(options: Options) {
  const now = useRef(options);
  now.current = options;
  const frame = useRef<number>(undefined);
  const pressed = useRef<{ x: number; y: number }>(undefined);
  const last = useRef({ x: 0, y: 0 });

  const atFrame = (handle: () => void) => {
    frame.current ??= requestAnimationFrame(() => {
      frame.current = undefined;
      handle();
    });
  };
  const cursorAt = ({ x, y }: { x: number; y: number }): Cursor => {
    const { plot } = now.current;
    return { x: plot.x.valueAt(Math.min(plot.right, Math.max(plot.left, x))), pointer: y };
  };
  useEffect(() => {
    const element = options.place.current!;
    // A listener of its own, since the page must not zoom with Ctrl and the wheel.
    const wheel = (event: WheelEvent) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      const { plot, zoom } = now.current;
      const factor = Math.exp(Math.max(-60, Math.min(60, event.deltaY)) / 150);
      zoom(zoomed(plot.x, factor, cursorAt({ x: event.offsetX, y: event.offsetY }).x));
    };
    element.addEventListener("wheel", wheel, { passive: false });
    return () => {
      element.removeEventListener("wheel", wheel);
      if (frame.current !== undefined) cancelAnimationFrame(frame.current);
    };
  }, []);

  return {
    onPointerDown: (event: PointerEvent) => {
      if (event.button !== 0) return;
      pressed.current = { x: event.offsetX, y: event.offsetY };
      (event.currentTarget as Element).setPointerCapture(event.pointerId);
    },
    onPointerMove: (event: PointerEvent) => {
      last.current = { x: event.offsetX, y: event.offsetY };
      atFrame(() => {
        const begin = pressed.current;
        if (begin && isDrag(begin, last.current)) {
          now.current.inspect(undefined);
          now.current.drawSelection(boxOf(now.current.plot, begin, last.current));
        } else now.current.inspect(cursorAt(last.current));
      });
    },
    onPointerUp: (event: PointerEvent) => {
      const begin = pressed.current;
      const end = { x: event.offsetX, y: event.offsetY };
      pressed.current = undefined;
      if (!begin) return;
      if (!isDrag(begin, end)) return now.current.select(cursorAt(end));
      const { plot, zoom, inspect } = now.current;
      const box = boxOf(plot, begin, end);
      inspect(undefined);
      const isFlat = Math.abs(end.y - begin.y) < flatDrag;
      zoom(
        [plot.x.valueAt(box.left), plot.x.valueAt(box.right)],
        isFlat ? undefined : [plot.y.valueAt(box.bottom), plot.y.valueAt(box.top)],
      );
    },
    onPointerCancel: () => {
      pressed.current = undefined;
      now.current.inspect(undefined);
    },
    onPointerLeave: () => {
      if (pressed.current) return;
      if (frame.current !== undefined) cancelAnimationFrame(frame.current);
      frame.current = undefined;
      now.current.inspect(undefined);
    },
    onDblClick: () => now.current.reset(),
  };
}

function isDrag(from: { x: number; y: number }, to: { x: number; y: number }): boolean {
  return Math.abs(to.x - from.x) > dragDistance;
}

/** The part of a plot that was dragged out; over its whole height where the drag was flat. */
function boxOf(plot: Plot, from: { x: number; y: number }, to: { x: number; y: number }): Box {
  const within = (low: number, value: number, high: number) => Math.min(high, Math.max(low, value));
  const [left, right] = [from.x, to.x].map((x) => within(plot.left, x, plot.right)).sort((a, b) => a - b);
  const [top, bottom] = [from.y, to.y].map((y) => within(plot.top, y, plot.bottom)).sort((a, b) => a - b);
  const isFlat = Math.abs(to.y - from.y) < flatDrag;
  return {
    left: left!,
    right: right!,
    top: isFlat ? plot.top : top!,
    bottom: isFlat ? plot.bottom : bottom!,
  };
}
