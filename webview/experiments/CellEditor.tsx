import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { ExperimentRow } from "../../src/protocol/experimentsProtocol";
import { mostOfLabels } from "../../src/runs/labels";
import { strings } from "../strings";

/** Columns whose text a user can change in the table. */
export const editedColumns = ["name", "tags", "note"] as const;
export type EditedColumn = (typeof editedColumns)[number];

/**
 * Edits a name, tags or a note in its cell. Enter writes the text (in a note Ctrl+Enter), and so does leaving the
 * editor. Escape closes the editor without a change. A text that cannot be written stays in the editor, with the reason
 * below it. If the cell was changed elsewhere meanwhile, leaving the editor does not write the text.
 */
export function CellEditor(props: {
  run: ExperimentRow;
  column: EditedColumn;
  problemOf: (text: string) => string | undefined;
  /** @param text undefined when the text stays as it was */
  close: (text: string | undefined) => void;
}) {
  const { run, column } = props;
  const field = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  const isClosed = useRef(false);
  const [problem, setProblem] = useState<string>();
  const { name, tags, note } = run.labels;
  const now = { name: name ?? "", tags: tags.join(", "), note }[column];
  const [before] = useState(now);
  const words = strings.experiments;

  useLayoutEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, []);

  const close = (text: string | undefined) => {
    isClosed.current = true;
    props.close(text);
  };
  /** @param isLeft whether the editor has lost the focus */
  const write = (isLeft: boolean) => {
    if (isClosed.current) return;
    const text = field.current?.value ?? before;
    if (text === before || text === now) return close(undefined);
    const wrong = props.problemOf(text);
    setProblem(wrong);
    if (wrong === undefined && !(isLeft && now !== before)) close(text);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === "Escape") close(undefined);
    // While an input method composes a character, for example a Korean one, Enter belongs to the input method.
    else if (
      event.key === "Enter" &&
      !event.isComposing &&
      (column !== "note" || event.ctrlKey || event.metaKey)
    ) {
      event.preventDefault();
      write(false);
    }
  };
  const message = problem ?? (now === before ? undefined : words.edit.changed(now || strings.none));
  const common = {
    ref: field,
    class: ["cell-editor", `of-${column}`].join(" "),
    defaultValue: before,
    "aria-label": words.edit[column](run.name),
    "aria-invalid": problem !== undefined,
    "aria-describedby": message === undefined ? undefined : "cell-problem",
    placeholder: words.placeholder[column],
    onKeyDown,
    onBlur: () => write(true),
    onClick: (event: MouseEvent) => event.stopPropagation(),
    onDblClick: (event: MouseEvent) => event.stopPropagation(),
  };
  return (
    <>
      {column === "note" ? (
        <textarea {...common} rows={5} maxLength={mostOfLabels.note} />
      ) : (
        <input {...common} type="text" maxLength={column === "name" ? mostOfLabels.name : undefined} />
      )}
      {message !== undefined && (
        <span class="cell-problem" id="cell-problem" role="alert">
          {message}
        </span>
      )}
    </>
  );
}
