import { imageSetOf, imageSets } from "../../src/datasets/datasets";
import type { Answers } from "../../src/protocol/modelProtocol";
import { unfitImages } from "../../src/runs/marks";
import { integer } from "../figures/format";
import { strings } from "../strings";
import type { ModelViewProps } from "./ModelHeader";

/** How many images are marked, and what can be done with them. */
export function MarksBar({
  data,
  run,
  state,
  answers,
}: Pick<ModelViewProps, "data" | "run" | "state"> & { answers: Answers }) {
  const words = strings.model.marks;
  const store = data.marks;
  const marks = store.of(run.id);
  const ofSet = marks[imageSetOf(state.set)];
  const marked = answers.indices
    ? answers.indices.filter((index) => ofSet[index] !== undefined).length
    : Object.keys(ofSet).length;
  const unfit = unfitImages(marks).length;
  const all = imageSets.reduce((sum, set) => sum + Object.keys(marks[set]).length, 0);
  const [change] = store.last?.changes ?? [];
  return (
    <div class="marks-bar quiet">
      <span>{marked === 0 ? words.hint : words.marked(strings.model.images(marked))}</span>
      {store.canUndo && (
        <button type="button" class="link" onClick={() => void store.undo()}>
          {words.undo}
        </button>
      )}
      {all > 0 && (
        <button type="button" class="link" onClick={() => void data.exportMarks(run.id)}>
          {words.export}
        </button>
      )}
      {unfit > 0 && (
        <button type="button" class="link" onClick={() => void data.trainWithout(run.id)}>
          {words.trainWithout(strings.model.images(unfit))}
        </button>
      )}
      <span class="visually-hidden" aria-live="polite">
        {change &&
          (change[1] === null
            ? words.unmarkedImage(integer(change[0]))
            : words.markedImage(integer(change[0]), words.kinds[change[1]]))}
      </span>
      {store.problem !== undefined && (
        <span class="marks-problem" role="alert">
          {store.problem}
        </span>
      )}
    </div>
  );
}
