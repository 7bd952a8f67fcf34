import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Cursor } from "../figures/hoverRows";
import { type Range, zoomed } from "../figures/plotScale";
import { dragBox, isDrag } from "./dragBox";
import type { Box, Plot } from "./Painter";

/** Time (ms) from a click in a zoomed plot to the selection. A second click within this time prevents the selection. */
const doubleClick = 300;

interface Options {
  plot: Plot;
  isZoomed: boolean;
  place: RefObject<HTMLDivElement | null>;
  inspect: (cursor: Cursor | undefined) => void;
  select: (at: Cursor) => void;
  /** An axis whose range is left out stays as it is. */
  zoom: (x: Range | undefined, y?: Range) => void;
  reset: () => void;
  drawSelection: (box: Box) => void;
}

/**
 * The pointer over a plot: hovering inspects a place; a click selects; dragging zooms an axis or both; the wheel with
 * Ctrl zooms the x axis; a double click resets the zoom. All moves within one frame are handled together.
 */
export function usePlotPointer(options: Options) {
  const now = useRef(options);
  now.current = options;
  const frame = useRef<number>(undefined);
  const pressed = useRef<{ x: number; y: number }>(undefined);
  const last = useRef({ x: 0, y: 0 });
  const selecting = useRef<ReturnType<typeof setTimeout>>(undefined);

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
    // The listener is not passive, so that it can keep the page from zooming.
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
      clearTimeout(selecting.current);
    };
  }, []);

  /**
   * Selects at once if the plot is not zoomed. If it is zoomed, waits for {@link doubleClick} and selects only if no
   * second click follows, since a double click resets the zoom instead.
   */
  const select = (at: Cursor) => {
    if (!now.current.isZoomed) return now.current.select(at);
    selecting.current = setTimeout(() => now.current.select(at), doubleClick);
  };

  return {
    onPointerDown: (event: PointerEvent) => {
      if (event.button !== 0) return;
      clearTimeout(selecting.current);
      pressed.current = { x: event.offsetX, y: event.offsetY };
      (event.currentTarget as Element).setPointerCapture(event.pointerId);
    },
    onPointerMove: (event: PointerEvent) => {
      last.current = { x: event.offsetX, y: event.offsetY };
      atFrame(() => {
        const begin = pressed.current;
        if (begin && isDrag(begin, last.current)) {
          now.current.inspect(undefined);
          now.current.drawSelection(dragBox(now.current.plot, begin, last.current));
        } else now.current.inspect(cursorAt(last.current));
      });
    },
    onPointerUp: (event: PointerEvent) => {
      const begin = pressed.current;
      const end = { x: event.offsetX, y: event.offsetY };
      pressed.current = undefined;
      if (!begin) return;
      if (!isDrag(begin, end)) {
        select(cursorAt(end));
        return;
      }
      const { plot, zoom, inspect } = now.current;
      const box = dragBox(plot, begin, end);
      inspect(undefined);
      zoom(
        box.limitsX ? [plot.x.valueAt(box.left), plot.x.valueAt(box.right)] : undefined,
        box.limitsY ? [plot.y.valueAt(box.bottom), plot.y.valueAt(box.top)] : undefined,
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
    onDblClick: () => {
      clearTimeout(selecting.current);
      now.current.reset();
    },
  };
}
