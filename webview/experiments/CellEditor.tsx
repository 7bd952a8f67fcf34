import { useLayoutEffect, useRef } from "preact/hooks";
import type { ExperimentRow } from "../../src/protocol/experimentsProtocol";
import { mostOfLabels } from "../../src/runs/labels";
import { strings } from "../strings";

/** Columns whose text a user changes in the table. */
export const editedColumns = ["name", "tags", "note"] as const;
export type EditedColumn = (typeof editedColumns)[number];

/**
 * Edits a name, tags or a note in its cell. Enter writes the text, Ctrl+Enter that of a note; Escape leaves it as it
 * was. Leaving the editor writes it, too.
 */
export function CellEditor(props: {
  run: ExperimentRow;
  column: EditedColumn;
  /** @param text undefined when the text stays as it was */
  close: (text: string | undefined) => void;
}) {
  const { run, column } = props;
  const field = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  const isClosed = useRef(false);
  const { name, tags, note } = run.labels;
  const before = { name: name ?? "", tags: tags.join(", "), note }[column];

  useLayoutEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, []);

  const close = (isWritten: boolean) => {
    if (isClosed.current) return;
    isClosed.current = true;
    const text = field.current?.value ?? before;
    props.close(isWritten && text !== before ? text : undefined);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === "Escape") close(false);
    // An input method uses Enter for its own choices, as in Korean.
    else if (
      event.key === "Enter" &&
      !event.isComposing &&
      (column !== "note" || event.ctrlKey || event.metaKey)
    ) {
      event.preventDefault();
      close(true);
    }
  };
  const common = {
    ref: field,
    class: ["cell-editor", `of-${column}`].join(" "),
    defaultValue: before,
    "aria-label": strings.experiments.edit[column](run.name),
    placeholder: strings.experiments.placeholder[column],
    onKeyDown,
    onBlur: () => close(true),
    onClick: (event: MouseEvent) => event.stopPropagation(),
    onDblClick: (event: MouseEvent) => event.stopPropagation(),
  };
  if (column === "note") return <textarea {...common} rows={5} maxLength={mostOfLabels.note} />;
  return <input {...common} type="text" maxLength={column === "name" ? mostOfLabels.name : undefined} />;
}
