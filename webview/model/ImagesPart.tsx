import { useMemo, useState } from "preact/hooks";
import type { Answers } from "../../src/protocol/modelProtocol";
import { filterImages } from "../figures/imageFilter";
import { historyOrders, orderImages } from "../figures/imageOrder";
import { strings } from "../strings";
import { ImageDialog } from "./ImageDialog";
import { ImageFilterBar } from "./ImageFilterBar";
import { ImageGrid } from "./ImageGrid";
import type { ModelViewProps } from "./ModelHeader";
import { tileName } from "./tileName";

/** The images of a set in a grid, filtered and ordered. One of them may be open above the grid. */
export function ImagesPart(props: ModelViewProps & { answers: Answers }) {
  const { data, run, facts, state, setState, answers, comparison } = props;
  const words = strings.model.grid;
  const isTrain = state.set === "train";
  const histories = isTrain ? data.histories.get(run.id).value : undefined;
  const order = historyOrders.includes(state.order) && !histories ? "loss" : state.order;
  const other = typeof comparison === "object" ? comparison.answers : undefined;
  const shown = useMemo(
    () => orderImages(filterImages(answers, state.filter, other?.predicted), order, answers, histories),
    [answers, state.filter, other, order, histories],
  );
  const [chosen, setChosen] = useState(0);
  const [isOpen, setOpen] = useState(false);
  const at = Math.min(chosen, shown.length - 1);
  const [channels, height, width] = facts.image;
  const images = data.images(run.id, state.set, channels * height * width);
  return (
    <div class="images-part">
      <ImageFilterBar
        facts={facts}
        filter={state.filter}
        change={(filter) => {
          setChosen(0);
          setState({ filter });
        }}
        order={order}
        orders={histories ? [] : historyOrders}
        setOrder={(next) => {
          setChosen(0);
          setState({ order: next });
        }}
        isTrain={isTrain}
        isComparing={other !== undefined}
      />
      <p class="quiet images-summary" aria-live="polite">
        {shown.length === 0 ? words.none : words.summary(shown.length, answers.labels.length)}
      </p>
      <ImageGrid
        images={images}
        shape={facts.image}
        indices={shown}
        caption={(index) => facts.classes[answers.predicted[index]!] ?? strings.none}
        isRight={(index) => answers.predicted[index] === answers.labels[index]}
        name={(index) => tileName(index, answers, facts.classes)}
        active={Math.max(0, at)}
        setActive={setChosen}
        open={() => setOpen(true)}
      />
      {isOpen && shown[at] !== undefined && (
        <ImageDialog
          {...props}
          images={images}
          histories={histories}
          index={shown[at]}
          place={at}
          count={shown.length}
          move={(to) => setChosen(Math.min(shown.length - 1, Math.max(0, to)))}
          close={() => setOpen(false)}
        />
      )}
    </div>
  );
}
