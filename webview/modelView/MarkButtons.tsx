import { type Mark, markKinds } from "../../src/runs/marks";
import { strings } from "../strings";

/**
 * The mark that a key gives; null for the key that removes the mark, undefined for other keys. The keys are digits,
 * which keyboards of all languages have.
 */
export function markOfKey({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): Mark | null | undefined {
  if (ctrlKey || metaKey || altKey) return undefined;
  if (key === "0") return null;
  return markKinds[Number(key) - 1];
}

/** Whether a key is the one that undoes: Ctrl+Z or Cmd+Z. */
export function isUndoKey({ key, ctrlKey, metaKey, shiftKey }: KeyboardEvent): boolean {
  return key === "z" && (ctrlKey || metaKey) && !shiftKey;
}

/**
 * A button for each mark that an image can have. A click sets the mark. The button of the image's present mark is shown
 * as pressed, and a click on it removes the mark.
 */
export function MarkButtons(props: { mark: Mark | undefined; change: (mark: Mark | null) => void }) {
  const words = strings.model.marks;
  return (
    <div class="mark-buttons" role="group" aria-label={words.title}>
      {markKinds.map((kind, at) => (
        <button
          type="button"
          key={kind}
          class={`mark-button mark-${kind}`}
          aria-pressed={kind === props.mark}
          title={words.key(words.kinds[kind], String(at + 1))}
          onClick={() => props.change(kind === props.mark ? null : kind)}
        >
          {words.kinds[kind]}
        </button>
      ))}
    </div>
  );
}
