/** Percent of the view's height by which a key moves the splitter. */
const STEP = 5;

/**
 * The border between two parts of the view, one above the other. Dragging, the keys Up, Down, Home and End move the
 * border, from 10 % to 90 % of the view's height. A double click or Enter resets it.
 */
export function Splitter(props: {
  label: string;
  /** Share (percent) of the view's height that the part above has, or with `isOfBelow` the part below. */
  share: number;
  isOfBelow?: boolean;
  change: (share: number) => void;
  /** Sets the share to its default. */
  reset: () => void;
}) {
  const { share, change, reset, isOfBelow = false } = props;
  const step = isOfBelow ? -STEP : STEP;
  const bounded = (value: number) => change(Math.round(Math.min(90, Math.max(10, value))));
  return (
    <div
      class="splitter"
      role="separator"
      tabIndex={0}
      aria-orientation="horizontal"
      aria-label={props.label}
      aria-valuenow={share}
      aria-valuemin={10}
      aria-valuemax={90}
      onKeyDown={(event) => {
        const to = { ArrowUp: share - step, ArrowDown: share + step, Home: 10, End: 90 }[event.key];
        if (to === undefined && event.key !== "Enter") return;
        event.preventDefault();
        if (to === undefined) reset();
        else bounded(to);
      }}
      onDblClick={reset}
      onPointerDown={(event) => {
        const target = event.currentTarget;
        const area = target.parentElement!.getBoundingClientRect();
        target.setPointerCapture(event.pointerId);
        const move = ({ clientY }: PointerEvent) => {
          const above = (100 * (clientY - area.top)) / area.height;
          bounded(isOfBelow ? 100 - above : above);
        };
        target.addEventListener("pointermove", move);
        target.addEventListener("pointerup", () => target.removeEventListener("pointermove", move), {
          once: true,
        });
      }}
    />
  );
}
