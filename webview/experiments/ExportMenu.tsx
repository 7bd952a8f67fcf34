import type { ExperimentsAction } from "../../src/protocol/experimentsProtocol";
import { strings } from "../strings";
import { Popup } from "./Popup";

/** The files that runs can be written to, as a menu at a place of the page. */
export function ExportMenu(props: {
  place: { x: number; y: number };
  runIds: string[];
  request: (action: ExperimentsAction) => void;
  close: () => void;
}) {
  const words = strings.experiments.exports;
  const files = [
    { label: words.tableCsv, format: "csv", content: "table" },
    { label: words.tableJson, format: "json", content: "table" },
    { label: words.seriesCsv, format: "csv", content: "series" },
    { label: words.seriesJson, format: "json", content: "series" },
  ] as const;
  return (
    <Popup
      place={props.place}
      class="run-menu"
      label={words.title(props.runIds.length)}
      role="menu"
      close={props.close}
    >
      {files.map(({ label, format, content }) => (
        <button
          type="button"
          role="menuitem"
          tabIndex={-1}
          key={label}
          onClick={() => {
            props.close();
            props.request({ kind: "export", runIds: props.runIds, format, content });
          }}
        >
          {label}
        </button>
      ))}
    </Popup>
  );
}
