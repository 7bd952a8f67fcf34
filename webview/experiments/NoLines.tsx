import { strings } from "../strings";
import type { TableState } from "./TableState";
import type { TableContent } from "./tableLines";

/**
 * For a table that lists no run except perhaps a pinned baseline: the reason, and a button that changes the filter so
 * that runs are listed again. Draws nothing for any other table.
 */
export function NoLines({
  content,
  state,
  setState,
}: {
  content: TableContent;
  state: TableState;
  setState: (state: TableState) => void;
}) {
  const { archived, lines } = content;
  const words = strings.experiments.filter;
  const isPinned = lines[0]?.kind === "run" && lines[0].isPinned;
  if (lines.length > Number(isPinned)) return null;
  const filter = state.filter.trim();
  const [text, label, next] =
    archived === 0
      ? [words.nothing, words.clear, ""]
      : [
          filter === "" ? words.allArchived : words.onlyArchived,
          words.showArchived,
          `${filter} is:archived`.trim(),
        ];
  return (
    <p class={`quiet no-lines ${isPinned ? "below-pinned" : ""}`}>
      {text}{" "}
      <button type="button" class="link" onClick={() => setState({ ...state, filter: next })}>
        {label}
      </button>
    </p>
  );
}
