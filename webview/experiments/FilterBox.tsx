import { useRef, useState } from "preact/hooks";
import type { Row } from "../../src/runs/columns";
import { type Completions, completionsAt } from "../../src/runs/completions";
import type { FilterError } from "../../src/runs/FilterError";
import { strings } from "../strings";

/** Largest number of completions that are offered at once. */
const mostOffered = 12;

/**
 * The filter of the table, by the ARIA combobox pattern. Completions at the cursor are offered. If the filter is wrong,
 * its text with the wrong part marked is shown below the field, with the reason.
 */
export function FilterBox(props: {
  text: string;
  rows: readonly Row[];
  error: FilterError | undefined;
  change: (text: string) => void;
  /**
   * Called when ArrowDown is pressed before completions were looked up or after they were closed. The focus leaves the
   * filter.
   */
  leave: () => void;
}) {
  const { text, rows, error, change } = props;
  const words = strings.experiments.filter;
  const field = useRef<HTMLInputElement>(null);
  const [offer, setOffer] = useState<Completions>();
  const [chosen, setChosen] = useState(-1);
  const items = offer?.items.slice(0, mostOffered) ?? [];
  /** Index of the item that Enter and Tab take: the chosen one, or the only one; -1 for none. */
  const taken = chosen === -1 && items.length === 1 ? 0 : chosen;

  const offerAt = (value: string) => {
    setOffer(completionsAt(value, field.current?.selectionStart ?? value.length, rows));
    setChosen(-1);
  };
  const close = () => {
    setOffer(undefined);
    setChosen(-1);
  };
  const take = (index: number) => {
    const item = items[index];
    if (!offer || !item) return;
    // After a column and its sign, such as `lr>`, a value follows. Any other item is complete.
    const isComplete = !/[:<>=]$/.test(item.text);
    const next = text.slice(0, offer.start) + item.text + (isComplete ? " " : "") + text.slice(offer.end);
    const at = offer.start + item.text.length + (isComplete ? 1 : 0);
    change(next);
    field.current!.value = next;
    field.current!.setSelectionRange(at, at);
    if (isComplete) close();
    else offerAt(next);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const moves: Record<string, (() => void) | undefined> = {
      ArrowDown: () =>
        items.length > 0 ? setChosen((chosen + 1) % items.length) : offer ? close() : props.leave(),
      ArrowUp: items.length > 0 ? () => setChosen((chosen <= 0 ? items.length : chosen) - 1) : undefined,
      Enter: taken >= 0 ? () => take(taken) : close,
      Tab: taken >= 0 ? () => take(taken) : undefined,
      Escape: offer ? close : text === "" ? undefined : () => change(""),
    };
    const move = moves[event.key];
    if (event.isComposing || !move) return;
    event.preventDefault();
    move();
  };
  return (
    <div class="filter">
      <input
        ref={field}
        type="text"
        role="combobox"
        value={text}
        placeholder={words.placeholder}
        aria-label={words.label}
        aria-expanded={items.length > 0}
        aria-controls="filter-offer"
        aria-activedescendant={taken >= 0 ? `filter-offer-${taken}` : undefined}
        aria-invalid={error !== undefined}
        aria-describedby={error ? "filter-error" : undefined}
        autocomplete="off"
        spellcheck={false}
        onInput={(event) => {
          change(event.currentTarget.value);
          offerAt(event.currentTarget.value);
        }}
        onFocus={() => text === "" && offerAt(text)}
        onClick={() => offerAt(text)}
        onBlur={close}
        onKeyDown={onKeyDown}
      />
      {text !== "" && (
        <button
          type="button"
          class="icon-button clear"
          title={words.clear}
          aria-label={words.clear}
          onClick={() => change("")}
        >
          ×
        </button>
      )}
      {items.length > 0 && (
        <div class="menu offer" id="filter-offer" role="listbox" aria-label={words.offers}>
          {items.map((item, index) => (
            <div
              key={item.text}
              id={`filter-offer-${index}`}
              role="option"
              aria-selected={index === taken}
              onPointerDown={(event) => {
                event.preventDefault();
                take(index);
              }}
            >
              <span>{item.text}</span>
              <span class="quiet">{item.detail}</span>
            </div>
          ))}
        </div>
      )}
      {error && (
        <p class="filter-error" id="filter-error" role="alert">
          <code>
            {text.slice(0, error.start)}
            <mark>{text.slice(error.start, error.end)}</mark>
            {text.slice(error.end)}
          </code>{" "}
          {error.message}
        </p>
      )}
    </div>
  );
}
