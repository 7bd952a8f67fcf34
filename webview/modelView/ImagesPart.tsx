import type { ComponentChildren } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import { imageSetOf } from "../../src/datasets/datasets";
import type { Answers, Histories } from "../../src/protocol/modelProtocol";
import type { Mark } from "../../src/runs/marks";
import { countAnswered, filterImages, type ImageFilter, numberOf } from "../figures/imageFilter";
import { strings } from "../strings";
import { ImageDialog } from "./ImageDialog";
import { ImageFilterBar } from "./ImageFilterBar";
import { ImageGrid } from "./ImageGrid";
import { imagesOf } from "./ImageStore";
import { isUndoKey, markOfKey } from "./MarkButtons";
import { MarksBar } from "./MarksBar";
import type { ModelViewProps } from "./ModelHeader";
import { tileName } from "./tileName";

/** The images of a set in a grid, filtered and ordered. One of them may be open above the grid. */
export function ImagesPart(
  props: ModelViewProps & {
    answers: Answers;
    /**
     * The histories of the training images; null if the run has none, undefined until they are read and for other sets.
     */
    histories: Histories | null | undefined;
    filter: ImageFilter;
    setFilter: (filter: ImageFilter) => void;
    /** The rows in the answers of all images that may be shown, in their order. */
    ordered: Uint32Array;
    /** The control that chooses the order. */
    order: ComponentChildren;
    /** The rows of the only images that may be shown. Default: all. */
    within?: ReadonlySet<number> | undefined;
    /** Whether the grid takes the focus when it appears. */
    takesFocus?: boolean | undefined;
  },
) {
  const { data, run, facts, state, answers, comparison, ordered, filter, within } = props;
  const words = strings.model.grid;
  const other = typeof comparison === "object" ? comparison.answers : undefined;
  const set = imageSetOf(state.set);
  const marks = data.marks.of(run.id)[set];
  const markOf = (row: number) => marks[numberOf(answers, row)];
  const shown = useMemo(
    () => filterImages(ordered, answers, filter, other?.predicted, within, marks),
    [ordered, answers, filter, other, within, marks],
  );
  const answered = useMemo(() => countAnswered(answers), [answers]);
  const [chosen, setChosen] = useState(0);
  const [isOpen, setOpen] = useState(false);
  useEffect(() => setChosen(0), [filter, within, ordered]);
  // When no image passes the filter, the open image closes. Otherwise an image would open by itself once images pass
  // again.
  useEffect(() => {
    if (shown.length === 0) setOpen(false);
  }, [shown]);
  const at = Math.min(chosen, shown.length - 1);
  const [channels, height, width] = facts.image;
  const store = data.images(run.id, set, channels * height * width);
  const images = useMemo(() => imagesOf(answers, store), [answers.indices, store]);
  const change = (row: number, mark: Mark | null) =>
    void data.marks.mark(run.id, set, [numberOf(answers, row)], mark);
  const className = (one: number) => facts.classes[one] ?? strings.none;
  return (
    <div class="images-part">
      <ImageFilterBar
        facts={facts}
        filter={filter}
        change={props.setFilter}
        order={props.order}
        isTrain={state.set === "train"}
        isComparing={other !== undefined}
      />
      <p class="quiet images-summary" aria-live="polite">
        {shown.length === 0 ? words.none : words.summary(shown.length, answered)}
      </p>
      <MarksBar {...props} />
      <ImageGrid
        images={images}
        shape={facts.image}
        indices={shown}
        label={(index) => className(answers.labels[index]!)}
        prediction={(index) =>
          answers.predicted[index] === answers.labels[index]
            ? undefined
            : className(answers.predicted[index]!)
        }
        name={(index) => tileName(index, answers, facts.classes, markOf(index))}
        mark={markOf}
        onKey={(event) => {
          const mark = markOfKey(event);
          const index = shown[at];
          if (mark !== undefined && index !== undefined) change(index, mark);
          else if (isUndoKey(event)) void data.marks.undo();
          else return false;
          return true;
        }}
        active={Math.max(0, at)}
        setActive={setChosen}
        open={() => setOpen(shown.length > 0)}
        takesFocus={props.takesFocus}
      />
      {isOpen && shown[at] !== undefined && (
        <ImageDialog
          {...props}
          images={images}
          index={shown[at]}
          mark={markOf(shown[at])}
          change={(mark) => change(shown[at]!, mark)}
          place={at}
          count={shown.length}
          move={(to) => setChosen(Math.min(shown.length - 1, Math.max(0, to)))}
          close={() => setOpen(false)}
        />
      )}
    </div>
  );
}
