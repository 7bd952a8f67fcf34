import { type Mark, markKinds } from "../../src/runs/marks";
import { strings } from "../strings";

/** The mark that a key gives; null removes it. Digits are the same on keyboards of all languages. */
export function markOfKey({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): Mark | null | undefined {
  if (ctrlKey || metaKey || altKey) return undefined;
  if (key === "0") return null;
  return markKinds[Number(key) - 1];
}

/** Whether a key undoes what was done last. */
export function isUndoKey({ key, ctrlKey, metaKey, shiftKey }: KeyboardEvent): boolean {
  return key === "z" && (ctrlKey || metaKey) && !shiftKey;
}

/** The marks that an image can have, as buttons. The one that it has is pressed, and can be removed. */
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
