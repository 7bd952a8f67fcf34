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
/** Largest number of strokes that can be undone. A state of the pad takes 200 kB. */
const mostUndone = 50;

/** A pad to draw on with a pointer, light on dark as the images of the data sets are. */
export function DrawingPad({ pictures }: { pictures: PictureStore }) {
  const words = strings.model.tried;
  const canvas = useRef<HTMLCanvasElement>(null);
  const [tool, setTool] = useState<(typeof tools)[number]>("draw");
  const [width, setWidth] = useState<keyof typeof widths>("medium");
  /** The pad before each stroke. */
  const [before, setBefore] = useState<readonly ImageData[]>([]);
  const isDown = useRef(false);
  const own = useRef<ImageData | undefined>(undefined);
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
  const line = (event: PointerEvent, begins: boolean) => {
    const { clientWidth } = canvas.current!;
    const pen = context();
    pen.lineWidth = widths[width];
    pen.lineCap = "round";
    pen.lineJoin = "round";
    pen.strokeStyle = tool === "draw" ? "#fff" : "#000";
    if (begins) pen.beginPath();
    for (const { offsetX, offsetY } of begins ? [event] : [...event.getCoalescedEvents(), event]) {
      const [x, y] = [(offsetX * SIDE) / clientWidth, (offsetY * SIDE) / clientWidth];
      if (begins) pen.moveTo(x, y);
      pen.lineTo(x, y);
    }
    pen.stroke();
    show();
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
      <canvas
        ref={canvas}
        class="pad"
        width={SIDE}
        height={SIDE}
        role="img"
        aria-label={words.pad}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          setBefore([...before.slice(1 - mostUndone), content()]);
          isDown.current = true;
          line(event, true);
        }}
        onPointerMove={(event) => isDown.current && line(event, false)}
        onPointerUp={end}
        onPointerCancel={end}
      />
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
