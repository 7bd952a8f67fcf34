import { useLayoutEffect, useRef } from "preact/hooks";
import { type Cell, cellId, gridKey } from "../experiments/gridKeys";
import { type CellUnit, largestMistake, mistakeStrengths } from "../figures/confusionCells";
import { strings } from "../strings";
import { cellValueText } from "./cellValueText";

/**
 * A confusion matrix as a grid by the ARIA pattern: one cell has the focus, keys move the focus, Enter and Space open
 * the images of the cell.
 */
export function ConfusionGrid(props: {
  classes: readonly string[];
  /** Number of images, [label][prediction]. `values` are the same numbers in `unit`. */
  counts: readonly (readonly number[])[];
  values: readonly (readonly (number | null)[])[];
  unit: CellUnit;
  /**
   * If only a part of the images is counted, such as those that a comparison calls fixed: the name of the part. The
   * diagonal is then left empty. Undefined if all images are counted.
   */
  part: string | undefined;
  active: Cell;
  setActive: (cell: Cell) => void;
  open: (cell: Cell) => void;
}) {
  const { classes, counts, values, unit, part, active, setActive, open } = props;
  const words = strings.model.confusion;
  const root = useRef<HTMLDivElement>(null);
  const strengths = mistakeStrengths(values);
  useLayoutEffect(() => {
    root.current
      ?.querySelector(`#${CSS.escape(cellId(active))}`)
      ?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [active.line, active.column]);
  const onKeyDown = (event: KeyboardEvent) => {
    const size = { lines: classes.length, columns: classes.length, page: classes.length };
    const to = gridKey(event, active, size);
    if (to) setActive({ ...to, line: Math.max(0, to.line) });
    else if (event.key === "Enter" || event.key === " ") open(active);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <div
        class="matrix"
        role="grid"
        tabIndex={0}
        ref={root}
        aria-label={words.gridName}
        aria-activedescendant={cellId(active)}
        onKeyDown={onKeyDown}
        style={{ "--classes": classes.length }}
      >
        <div class="matrix-line" role="row">
          <span class="corner" role="columnheader">
            {words.corner}
          </span>
          {classes.map((name, column) => (
            <span
              key={name}
              role="columnheader"
              title={name}
              class={`head ${column === active.column ? "of-active" : ""}`}
            >
              <span>{name}</span>
            </span>
          ))}
        </div>
        {classes.map((label, line) => (
          <div class="matrix-line" role="row" key={label}>
            <span role="rowheader" title={label} class={`head ${line === active.line ? "of-active" : ""}`}>
              {label}
            </span>
            {classes.map((prediction, column) => {
              const isRight = line === column;
              const isActive = line === active.line && column === active.column;
              const count = counts[line]![column]!;
              const text = isRight && part ? "" : cellValueText(values[line]![column]!, unit);
              const images = strings.model.images(count);
              const name = isRight
                ? words.rightCell(label, images)
                : words.wrongCell(label, prediction, part ? words.part(images, part) : images);
              return (
                <span
                  key={column}
                  id={cellId({ line, column })}
                  role="gridcell"
                  aria-label={unit === "count" ? name : `${name} ${text}`}
                  aria-selected={isActive}
                  title={name}
                  class={`matrix-cell ${isRight && !part ? "right" : ""} ${isActive ? "active" : ""} ${count === 0 ? "none" : ""}`}
                  style={{ "--strength": strengths[line]![column]! }}
                  onClick={() => {
                    setActive({ line, column });
                    root.current?.focus();
                  }}
                  onDblClick={() => open({ line, column })}
                >
                  {text}
                </span>
              );
            })}
          </div>
        ))}
      </div>
      <p class="quiet matrix-scale" aria-hidden="true">
        {cellValueText(0, unit)}
        <span class="scale" />
        {cellValueText(largestMistake(values), unit)}
        <span>{words.scale}</span>
      </p>
    </>
  );
}
