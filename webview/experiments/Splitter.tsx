import { strings } from "../strings";

/** Percent by which a key moves the splitter. */
const STEP = 5;

/** The border between charts and table: dragged, or moved with the arrow keys; a double click or Enter centres it. */
export function Splitter({ share, change }: { share: number; change: (share: number) => void }) {
  const bounded = (value: number) => change(Math.round(Math.min(90, Math.max(10, value))));
  return (
    <div
      class="splitter"
      role="separator"
      tabIndex={0}
      aria-orientation="horizontal"
      aria-label={strings.experiments.splitter}
      aria-valuenow={share}
      aria-valuemin={10}
      aria-valuemax={90}
      onKeyDown={(event) => {
        const to = { ArrowUp: share - STEP, ArrowDown: share + STEP, Home: 10, End: 90, Enter: 50 }[
          event.key
        ];
        if (to === undefined) return;
        event.preventDefault();
        bounded(to);
      }}
      onDblClick={() => bounded(50)}
      onPointerDown={(event) => {
        const target = event.currentTarget;
        const area = target.parentElement!.getBoundingClientRect();
        target.setPointerCapture(event.pointerId);
        const move = (moved: PointerEvent) => bounded((100 * (moved.clientY - area.top)) / area.height);
        target.addEventListener("pointermove", move);
        target.addEventListener("pointerup", () => target.removeEventListener("pointermove", move), {
          once: true,
        });
      }}
    />
  );
}
