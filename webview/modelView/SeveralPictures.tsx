import { IconButton } from "../components/IconButton";
import { integer } from "../figures/format";
import { strings } from "../strings";
import type { PictureSource, PictureStore } from "./PictureStore";

/** Which of the files that were given together is shown, with buttons for its neighbours. */
export function SeveralPictures({ pictures }: { pictures: PictureStore }) {
  const words = strings.model.tried;
  const { sources, place } = pictures;
  return (
    <div class="several-pictures">
      <IconButton
        icon="chevronLeft"
        label={words.previous}
        isDisabled={place === 0}
        press={() => void pictures.turnTo(place - 1)}
      />
      <IconButton
        icon="chevronRight"
        label={words.next}
        isDisabled={place === sources.length - 1}
        press={() => void pictures.turnTo(place + 1)}
      />
      <p aria-live="polite">
        {words.several(integer(place + 1), integer(sources.length), nameOf(sources[place]!))}
      </p>
    </div>
  );
}

function nameOf(source: PictureSource): string {
  if (typeof source !== "string") return source.name;
  const name = source.slice(source.lastIndexOf("/") + 1);
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
