import { useState } from "preact/hooks";
import type { ExperimentRow } from "../../src/protocol/experimentsProtocol";
import type { Column } from "../../src/runs/columns";
import { comparedFigures, differenceText } from "../../src/runs/comparison";
import { varyingColumns } from "../../src/runs/varying";
import { Icon } from "../components/Icon";
import { strings } from "../strings";

/** The selected runs side by side: the hyperparameters in which they differ, and their figures. */
export function ComparePanel(props: {
  runs: readonly ExperimentRow[];
  baseline: ExperimentRow | undefined;
  setBaseline: (id: string | undefined) => void;
  copy: (text: string) => void;
  close: () => void;
}) {
  const { runs, copy } = props;
  const words = strings.experiments.compare;
  const [search, setSearch] = useState("");
  const baseline = props.baseline ?? runs[0]!;
  const isFound = ({ id, label }: Column) => `${label} ${id}`.toLowerCase().includes(search.toLowerCase());
  const differing = varyingColumns(runs).filter(isFound);
  const figures = comparedFigures.filter(isFound);
  const row = (column: Column, withDelta: boolean) => (
    <tr key={column.id}>
      <th scope="row">{column.label}</th>
      {runs.map((run) => {
        const text = column.text(run);
        const delta = withDelta && run.id !== baseline.id ? differenceText(column, run, baseline) : "";
        const isBetter = (column.better === "higher") === delta.startsWith("+");
        return (
          <td key={run.id} class={run.id === baseline.id ? "baseline" : undefined}>
            <button type="button" class="value" title={words.copyValue} onClick={() => copy(text)}>
              {text || strings.none}
            </button>
            {delta && (
              <>
                {" "}
                <span class={`delta ${column.better ? (isBetter ? "better" : "worse") : ""}`}>{delta}</span>
              </>
            )}
          </td>
        );
      })}
    </tr>
  );
  return (
    <section class="card compare" aria-label={words.title}>
      <header>
        <h2>{words.title}</h2>
        <input
          type="text"
          placeholder={words.search}
          aria-label={words.search}
          value={search}
          onInput={(event) => setSearch(event.currentTarget.value)}
        />
        <button
          type="button"
          class="icon-button"
          title={words.close}
          aria-label={words.close}
          onClick={props.close}
        >
          <Icon name="close" />
        </button>
      </header>
      <div class="scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">
                <span class="visually-hidden">{words.what}</span>
              </th>
              {runs.map((run) => (
                <th scope="col" key={run.id}>
                  {run.name}
                  <button
                    type="button"
                    class="link"
                    aria-pressed={props.baseline?.id === run.id}
                    onClick={() => props.setBaseline(props.baseline?.id === run.id ? undefined : run.id)}
                  >
                    {props.baseline?.id === run.id ? words.isBaseline : words.makeBaseline}
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {differing.map((column) => row(column, false))}
            {figures.map((column) => row(column, true))}
          </tbody>
        </table>
        {differing.length === 0 && <p class="quiet">{search === "" ? words.same : words.nothingFound}</p>}
      </div>
    </section>
  );
}
