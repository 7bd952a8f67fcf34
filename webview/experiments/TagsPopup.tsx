import { useState } from "preact/hooks";
import type { ExperimentRow } from "../../src/protocol/experimentsProtocol";
import { whyNoTag } from "../../src/runs/labels";
import { hasText } from "../../src/text/sameText";
import { strings } from "../strings";
import { Popup } from "./Popup";

/** The dialog that adds tags to runs and removes tags from them. */
export function TagsPopup(props: {
  place: { x: number; y: number };
  runs: readonly ExperimentRow[];
  /** The tags that any run has. The dialog offers them. */
  known: readonly string[];
  change: (added: string[], removed: string[]) => void;
  close: () => void;
}) {
  const { runs, known, change } = props;
  const words = strings.experiments.tags;
  const [text, setText] = useState("");
  const countOf = (tag: string) => runs.filter(({ labels }) => labels.tags.includes(tag)).length;
  const tag = text.trim();
  const isFound = (one: string) => hasText(one, tag);
  const problem = tag === "" ? undefined : whyNoTag(tag);
  return (
    <Popup
      place={props.place}
      class="tags-popup"
      label={words.title(runs.length)}
      role="dialog"
      close={props.close}
    >
      <input
        type="text"
        value={text}
        placeholder={words.add}
        aria-label={words.add}
        aria-invalid={problem !== undefined}
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || event.isComposing || tag === "" || problem) return;
          event.preventDefault();
          change([tag], []);
          setText("");
        }}
      />
      {problem && <p class="filter-error">{words.invalid(problem)}</p>}
      <div class="scroll">
        {known.filter(isFound).map((one) => {
          const count = countOf(one);
          return (
            <label key={one}>
              <input
                type="checkbox"
                checked={count === runs.length}
                ref={(element) => {
                  if (element) element.indeterminate = count > 0 && count < runs.length;
                }}
                onChange={(event) => (event.currentTarget.checked ? change([one], []) : change([], [one]))}
              />
              {one}
            </label>
          );
        })}
      </div>
    </Popup>
  );
}
