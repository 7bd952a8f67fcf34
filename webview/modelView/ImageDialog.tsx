import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { imageSetOf } from "../../src/datasets/datasets";
import type { Answers, Histories } from "../../src/protocol/modelProtocol";
import { percentage } from "../../src/runs/figures";
import type { Mark } from "../../src/runs/marks";
import { withDecimals } from "../../src/text/numbers";
import { IconButton } from "../components/IconButton";
import { integer, loss } from "../figures/format";
import { confidenceOf, numberOf } from "../figures/imageFilter";
import { strings } from "../strings";
import { drawImage } from "./drawImage";
import type { Images } from "./ImageStore";
import { isUndoKey, MarkButtons, markOfKey } from "./MarkButtons";
import type { ModelViewProps } from "./ModelHeader";
import { ProbabilityBars } from "./ProbabilityBars";
import { StoryStrip } from "./StoryStrip";
import { tileName } from "./tileName";
import { useKept } from "./useKept";

/** Side (pixels) of the large image. */
const SIDE = 224;

/**
 * One image large, above the grid. Arrow keys, Home and End show other images of the grid, digits set or remove the
 * image's mark, Escape closes the dialog.
 */
export function ImageDialog(
  props: ModelViewProps & {
    answers: Answers;
    images: Images;
    histories: Histories | null | undefined;
    index: number;
    /** Index of the image among the images of the grid. */
    place: number;
    count: number;
    move: (place: number) => void;
    close: () => void;
    mark: Mark | undefined;
    change: (mark: Mark | null) => void;
  },
) {
  const {
    data,
    run,
    facts,
    state,
    epoch,
    answers,
    comparison,
    images,
    histories,
    index,
    place,
    count,
    move,
  } = props;
  const words = strings.model.image;
  const dialog = useRef<HTMLDialogElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const number = numberOf(answers, index);
  const story = data.stories.get({ runId: run.id, set: imageSetOf(state.set), index: number }).value;
  const shownStory = useKept(story, `${run.id} ${state.set}`);

  useLayoutEffect(() => dialog.current!.showModal(), []);
  useEffect(() => {
    const context = canvas.current!.getContext("2d")!;
    const draw = () => {
      const image = images.get(index);
      if (image) drawImage(context, image, facts.image, 0, 0, SIDE * 2);
    };
    images.want("large", [index]);
    draw();
    return images.onArrival(draw);
  }, [images, index]);

  const onKeyDown = (event: KeyboardEvent) => {
    const to = {
      ArrowLeft: place - 1,
      ArrowUp: place - 1,
      ArrowRight: place + 1,
      ArrowDown: place + 1,
      Home: 0,
      End: count - 1,
    }[event.key];
    const mark = markOfKey(event);
    if (to !== undefined) move(to);
    else if (mark !== undefined) props.change(mark);
    else if (isUndoKey(event)) void data.marks.undo();
    else return;
    event.preventDefault();
  };
  const className = (one: number) => facts.classes[one] ?? strings.none;
  const isRight = answers.predicted[index] === answers.labels[index];
  const other = typeof comparison === "object" ? comparison : undefined;
  return (
    <dialog
      class="image-dialog"
      ref={dialog}
      aria-label={words.title(integer(number))}
      onClose={props.close}
      onKeyDown={onKeyDown}
      onClick={(event) => event.target === dialog.current && dialog.current?.close()}
    >
      <div class="image-detail">
        <header>
          <h2>{words.title(integer(number))}</h2>
          <span class="quiet">{words.place(integer(place + 1), integer(count))}</span>
          <IconButton
            icon="chevronLeft"
            label={words.previous}
            isDisabled={place === 0}
            press={() => move(place - 1)}
          />
          <IconButton
            icon="chevronRight"
            label={words.next}
            isDisabled={place === count - 1}
            press={() => move(place + 1)}
          />
          <IconButton icon="close" label={words.close} press={() => dialog.current?.close()} />
        </header>
        <p class="visually-hidden" aria-live="polite">
          {tileName(index, answers, facts.classes, props.mark)}
        </p>
        <div class="image-large">
          <canvas
            ref={canvas}
            width={SIDE * 2}
            height={SIDE * 2}
            role="img"
            aria-label={tileName(index, answers, facts.classes, props.mark)}
          />
          <dl>
            <dt>{words.label}</dt>
            <dd>{className(answers.labels[index]!)}</dd>
            <dt>{words.prediction}</dt>
            <dd class={isRight ? "" : "wrong"}>{className(answers.predicted[index]!)}</dd>
            <dt>{answers.confidence ? strings.model.grid.confidence : strings.model.grid.probability}</dt>
            <dd>{percentage(confidenceOf(answers)[index]!)}</dd>
            <dt>{words.loss}</dt>
            <dd>{loss(answers.loss[index])}</dd>
            {other?.answers && (
              <>
                <dt>{words.otherPrediction(other.name)}</dt>
                <dd>{className(other.answers.predicted[index]!)}</dd>
              </>
            )}
            {histories && (
              <>
                <dt>{words.margin}</dt>
                <dd>{withDecimals(histories.meanMargin[index]!, 2)}</dd>
                <dt>{words.forgotten}</dt>
                <dd>{words.times(histories.forgotten[index]!)}</dd>
              </>
            )}
          </dl>
        </div>
        <MarkButtons mark={props.mark} change={props.change} />
        {shownStory?.last && (
          <ProbabilityBars
            title={words.probabilities}
            classes={facts.classes}
            marked={answers.labels[index]!}
            probabilities={shownStory.last}
          />
        )}
        {shownStory && <StoryStrip story={shownStory} epoch={epoch} />}
      </div>
    </dialog>
  );
}
