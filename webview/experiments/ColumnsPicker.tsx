import { useState } from "preact/hooks";
import type { Column } from "../../src/runs/columns";
import { hasText } from "../../src/text/sameText";
import { strings } from "../strings";
import { Popup } from "./Popup";
import { orderedColumns, type TableState } from "./TableState";

/**
 * The dialog that chooses the columns of the table: a search, a check box for each column but the name, and a reset.
 */
export function ColumnsPicker(props: {
  place: { x: number; y: number };
  visible: readonly Column[];
  state: TableState;
  setState: (state: TableState) => void;
  close: () => void;
}) {
  const { state, setState } = props;
  const words = strings.experiments.columnsPicker;
  const [search, setSearch] = useState("");
  const isVisible = new Set(props.visible.map(({ id }) => id));
  const found = orderedColumns(state).filter(
    ({ id, label }) => id !== "name" && hasText(`${label} ${id}`, search),
  );
  return (
    <Popup place={props.place} class="columns-picker" label={words.title} role="dialog" close={props.close}>
      <input
        type="text"
        placeholder={words.search}
        aria-label={words.search}
        value={search}
        onInput={(event) => setSearch(event.currentTarget.value)}
      />
      <div class="scroll">
        {found.map(({ id, label }) => (
          <label key={id}>
            <input
              type="checkbox"
              checked={isVisible.has(id)}
              onChange={(event) =>
                setState({ ...state, shown: { ...state.shown, [id]: event.currentTarget.checked } })
              }
            />
            {label}
          </label>
        ))}
      </div>
      <button
        type="button"
        class="link"
        onClick={() => setState({ ...state, shown: {}, order: [], widths: {} })}
      >
        {words.reset}
      </button>
    </Popup>
  );
}
