import type { ExperimentRow, ExperimentsAction } from "../../src/protocol/experimentsProtocol";
import type { Column } from "../../src/runs/columns";
import { strings } from "../strings";
import { exportItems } from "./exportItems";
import { Popup } from "./Popup";

/** The menu that exports runs as a file or as a text for the clipboard, at a place of the page (pixels). */
export function ExportMenu(props: {
  place: { x: number; y: number };
  /** The runs to export, in the order of the table. */
  runs: readonly ExperimentRow[];
  /** The columns that the table shows. */
  columns: readonly Column[];
  request: (action: ExperimentsAction) => void;
  close: () => void;
}) {
  return (
    <Popup
      place={props.place}
      class="run-menu"
      label={strings.experiments.exports.title(props.runs.length)}
      role="menu"
      close={props.close}
    >
      {exportItems(props.runs, props.columns).map(({ label, action }) => (
        <button
          type="button"
          role="menuitem"
          tabIndex={-1}
          key={label}
          onClick={() => {
            props.close();
            props.request(action);
          }}
        >
          {label}
        </button>
      ))}
    </Popup>
  );
}
