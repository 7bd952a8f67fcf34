import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { GreyImage } from "../../src/images/prepareImage";
import { percentage } from "../../src/runs/figures";
import { IconButton } from "../components/IconButton";
import { integer } from "../figures/format";
import { strings } from "../strings";
import { drawGrey } from "./drawGrey";
import type { ModelViewProps } from "./ModelHeader";
import { type ListedPicture, nameOf, PictureList } from "./PictureList";

/** Side (pixels) of a picture in the list. */
const SIDE = 40;

/** Number of places by which a key moves in the list. */
const steps: Record<string, number> = {
  ArrowUp: -1,
  ArrowLeft: -1,
  ArrowDown: 1,
  ArrowRight: 1,
  PageUp: -5,
  PageDown: 5,
  Home: -Infinity,
  End: Infinity,
};

/** The files that were given together: which one is shown, and a list of all with the network's answers. */
export function SeveralPictures({ data, run, facts }: Pick<ModelViewProps, "data" | "run" | "facts">) {
  const words = strings.model.tried;
  const { pictures } = data;
  const { sources, place, given } = pictures;
  const [, height, width] = facts.image;
  const list = useMemo(
    () => new PictureList(sources, pictures.look, { width, height }),
    [sources, pictures, width, height],
  );
  const [, setDrawn] = useState(0);
  useEffect(() => {
    void list.ask(
      (pixels) => data.predict({ runId: run.id, pixels }),
      () => setDrawn((count) => count + 1),
    );
    return () => list.stop();
  }, [list, data, run.id, run.revision]);
  const chosen = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => chosen.current?.scrollIntoView({ block: "nearest" }), [place]);
  const turn = (by: number) => {
    const to = Math.min(sources.length - 1, Math.max(0, place + by));
    if (to !== place) void pictures.turnTo(to);
  };
  return (
    <>
      <div class="several-pictures">
        <IconButton
          icon="chevronLeft"
          label={words.previous}
          isDisabled={place === 0}
          press={() => turn(-1)}
        />
        <IconButton
          icon="chevronRight"
          label={words.next}
          isDisabled={place === sources.length - 1}
          press={() => turn(1)}
        />
        <p aria-live="polite">
          {words.several(integer(place + 1), integer(sources.length), nameOf(sources[place]!))}
        </p>
      </div>
      {given > sources.length && <p>{words.limited(integer(sources.length), integer(given))}</p>}
      <div
        class="picture-list"
        role="listbox"
        tabIndex={0}
        aria-label={words.list}
        aria-activedescendant={`picture-${place}`}
        onKeyDown={(event) => {
          const by = steps[event.key];
          if (by === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
          event.preventDefault();
          turn(by);
        }}
      >
        {list.pictures.map((picture, index) => (
          // The key is the index, since a file may be given twice.
          <div
            key={index}
            ref={index === place ? chosen : undefined}
            id={`picture-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === place}
            onClick={({ currentTarget }) => {
              currentTarget.parentElement!.focus();
              turn(index - place);
            }}
          >
            <Thumbnail image={picture.fitted} />
            <span class="picture-name" title={picture.name}>
              {picture.name}
            </span>
            <span class={picture.problem === undefined ? "picture-answer" : "picture-answer quiet"}>
              {answerText(picture, facts.classes)}
            </span>
          </div>
        ))}
      </div>
    </>
  );
}

function answerText({ problem, answer }: ListedPicture, classes: readonly string[]): string {
  if (problem !== undefined) return problem;
  if (!answer) return "";
  return strings.model.tried.prediction(classes[answer.label]!, percentage(answer.probability));
}

function Thumbnail({ image }: { image: GreyImage | undefined }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    if (image) drawGrey(canvas.current!, image, SIDE);
  }, [image]);
  return <canvas ref={canvas} width={SIDE} height={SIDE} />;
}
