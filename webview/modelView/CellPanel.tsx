import { percentage } from "../../src/runs/figures";
import type { Cell } from "../experiments/gridKeys";
import type { ComparedCells } from "../figures/comparedCells";
import { type ImageFilter, noFilter } from "../figures/imageFilter";
import { strings } from "../strings";

/**
 * The chosen cell of the confusion matrix in words. A cell with images has a button that shows them. In a comparison,
 * a cell of wrong predictions also has the three groups of {@link ComparedCells}, each with a button if it has images.
 */
export function CellPanel(props: {
  classes: readonly string[];
  cell: Cell;
  counts: readonly (readonly number[])[];
  compared: ComparedCells | undefined;
  open: (filter: ImageFilter) => void;
}) {
  const { classes, counts, compared, open } = props;
  const { line, column } = props.cell;
  const words = strings.model.confusion;
  const { images } = strings.model;
  const label = classes[line]!;
  const count = counts[line]![column]!;
  const ofLabel = counts[line]!.reduce((sum, one) => sum + one, 0);
  const isRight = line === column;
  const cell = { ...noFilter, label: line, prediction: column };
  const group = (text: string, number: number, filter: ImageFilter) =>
    number > 0 ? (
      <button type="button" class="link" onClick={() => open(filter)}>
        {text}
      </button>
    ) : (
      <span class="quiet">{text}</span>
    );
  return (
    <p class="cell-panel" aria-live="polite">
      <strong>
        {isRight
          ? words.rightCell(label, images(count))
          : words.wrongCell(label, classes[column]!, images(count))}
      </strong>
      {ofLabel > 0 && <span class="quiet">{words.ofLabel(percentage(count / ofLabel))}</span>}
      {count > 0 && group(words.showImages, count, cell)}
      {compared && !isRight && (
        <>
          {group(words.fixed(compared.fixed[line]![column]!), compared.fixed[line]![column]!, {
            ...noFilter,
            label: line,
            otherPrediction: column,
            outcome: "onlyOwn",
          })}
          {group(words.broken(compared.broken[line]![column]!), compared.broken[line]![column]!, {
            ...cell,
            outcome: "onlyOther",
          })}
          {group(words.neither(compared.neither[line]![column]!), compared.neither[line]![column]!, {
            ...cell,
            outcome: "neither",
          })}
        </>
      )}
    </p>
  );
}
