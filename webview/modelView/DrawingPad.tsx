import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { Choice } from "../components/Choice";
import { strings } from "../strings";
import { Button } from "../toolkit";
import type { PictureStore } from "./PictureStore";

/** Side (pixels) of the pad. */
const SIDE = 224;
/** Widths (pixels) of a line by name. */
const widths = { thin: 8, medium: 18, thick: 36 } as const;
const tools = ["draw", "erase"] as const;
/** Distance (pixels) by which an arrow key moves the pen: alone, and with Shift. */
const steps = { small: 7, large: 28 };
const arrows: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Largest number of strokes and clearings that can be undone. A state of the pad takes 200 kB. */
const mostUndone = 50;

/** A pad to draw on with a pointer or by keys, light on dark as the images of the data sets are. */
export function DrawingPad({ pictures }: { pictures: PictureStore }) {
  const words = strings.model.tried;
  const canvas = useRef<HTMLCanvasElement>(null);
  const [tool, setTool] = useState<(typeof tools)[number]>("draw");
  const [width, setWidth] = useState<keyof typeof widths>("medium");
  /** The content of the pad before each of the latest strokes and clearings. */
  const [before, setBefore] = useState<readonly ImageData[]>([]);
  const isDown = useRef(false);
  const own = useRef<ImageData | undefined>(undefined);
  /** The pen that keys move: its place (pixels), and whether it draws. */
  const [pen, setPen] = useState({ x: SIDE / 2, y: SIDE / 2, isDown: false, isMoved: false });
  const context = () => canvas.current!.getContext("2d", { willReadFrequently: true })!;
  const content = () => context().getImageData(0, 0, SIDE, SIDE);

  const kept = pictures.picture?.image;
  useLayoutEffect(() => {
    if (kept !== undefined && kept === own.current) return;
    context().fillStyle = "#000";
    context().fillRect(0, 0, SIDE, SIDE);
    if (kept instanceof ImageData) context().putImageData(kept, 0, 0);
  }, [kept]);

  const show = () => {
    own.current = content();
    pictures.draw(own.current);
  };
  const keep = () =>
    canvas.current!.toBlob(async (blob) => {
      if (blob) pictures.keep(new Uint8Array(await blob.arrayBuffer()));
    });
  const line = (points: readonly (readonly [x: number, y: number])[], begins: boolean) => {
    const drawn = context();
    drawn.lineWidth = widths[width];
    drawn.lineCap = "round";
    drawn.lineJoin = "round";
    drawn.strokeStyle = tool === "draw" ? "#fff" : "#000";
    if (begins) {
      setBefore([...before.slice(1 - mostUndone), content()]);
      drawn.beginPath();
      drawn.moveTo(...points[0]!);
    }
    for (const point of points) drawn.lineTo(...point);
    drawn.stroke();
    show();
  };
  const pointsOf = (events: readonly PointerEvent[]) => {
    const scale = SIDE / canvas.current!.clientWidth;
    return events.map(({ offsetX, offsetY }) => [offsetX * scale, offsetY * scale] as const);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const { key, shiftKey, ctrlKey, metaKey, altKey } = event;
    const arrow = arrows[key];
    if (ctrlKey || metaKey || altKey || !(arrow || key === " ")) return;
    event.preventDefault();
    const [x, y] = arrow ?? [0, 0];
    const step = shiftKey ? steps.large : steps.small;
    const within = (value: number) => Math.min(SIDE, Math.max(0, value));
    const next = {
      x: within(pen.x + x * step),
      y: within(pen.y + y * step),
      isDown: arrow ? pen.isDown : !pen.isDown,
      isMoved: true,
    };
    setPen(next);
    if (!next.isDown) return;
    line([[next.x, next.y]], !arrow);
    keep();
  };
  const undo = () => {
    const last = before.at(-1);
    if (!last) return;
    setBefore(before.slice(0, -1));
    context().putImageData(last, 0, 0);
    if (last.data.some((value, at) => at % 4 < 3 && value > 0)) {
      show();
      keep();
    } else pictures.clear();
  };
  const end = () => {
    if (isDown.current) keep();
    isDown.current = false;
  };
  return (
    <div
      class="drawing-pad"
      onKeyDown={(event) => {
        if (event.key !== "z" || !(event.ctrlKey || event.metaKey) || event.shiftKey) return;
        event.preventDefault();
        undo();
      }}
    >
      <div class="pad-place">
        {/* biome-ignore lint/a11y/noInteractiveElementToNoninteractiveRole: keys draw on it, so a screen reader must pass them on. */}
        <canvas
          ref={canvas}
          class="pad"
          width={SIDE}
          height={SIDE}
          role="application"
          tabIndex={0}
          aria-label={words.pad}
          title={words.pad}
          onKeyDown={onKeyDown}
          onBlur={() => setPen({ ...pen, isDown: false })}
          onPointerDown={(event) => {
            if (event.button !== 0) return;
            event.currentTarget.setPointerCapture(event.pointerId);
            isDown.current = true;
            setPen({ ...pen, isDown: false });
            line(pointsOf([event]), true);
          }}
          onPointerMove={(event) =>
            isDown.current && line(pointsOf([...event.getCoalescedEvents(), event]), false)
          }
          onPointerUp={end}
          onPointerCancel={end}
        />
        <span
          class={pen.isDown ? "pen down" : "pen"}
          style={{ left: share(pen.x), top: share(pen.y) }}
          aria-hidden="true"
        />
      </div>
      <p class="visually-hidden" aria-live="polite">
        {pen.isMoved && (pen.isDown ? words.penDown : words.penUp)(share(pen.x), share(pen.y))}
      </p>
      <div class="pad-tools">
        <Choice
          label={words.tool}
          value={tool}
          options={tools.map((one) => [one, words.tools[one]] as const)}
          onChange={setTool}
        />
        <Choice
          label={words.width}
          value={width}
          options={(["thin", "medium", "thick"] as const).map((one) => [one, words.widths[one]] as const)}
          onChange={setWidth}
        />
        <Button appearance="secondary" onClick={undo} disabled={before.length === 0}>
          <span class="label">{words.undo}</span>
        </Button>
        <Button
          appearance="secondary"
          disabled={!pictures.picture}
          onClick={() => {
            setBefore([...before.slice(1 - mostUndone), content()]);
            pictures.clear();
          }}
        >
          <span class="label">{words.clear}</span>
        </Button>
      </div>
    </div>
  );
}

/** A coordinate as a percentage of the pad's side. */
function share(coordinate: number): string {
  return `${Math.round((100 * coordinate) / SIDE)}%`;
}
