import { useState } from "preact/hooks";
import type { ExperimentRow } from "../../src/protocol/experimentsProtocol";
import type { Column } from "../../src/runs/columns";
import { comparedFigures } from "../../src/runs/comparison";
import type { Stroke } from "../../src/runs/runColours";
import { varyingColumns } from "../../src/runs/varying";
import { hasText } from "../../src/text/sameText";
import { IconButton } from "../components/IconButton";
import { RunSwatch } from "../components/RunSwatch";
import { strings } from "../strings";
import { comparedRuns } from "./comparedRuns";
import { Delta } from "./Delta";

/** The runs of {@link comparedRuns} side by side: their figures, and the hyperparameters in which they differ. */
export function ComparePanel(props: {
  /** The selected runs, in the order of the table. */
  runs: readonly ExperimentRow[];
  baseline: ExperimentRow | undefined;
  setBaseline: (id: string | undefined) => void;
  strokes: ReadonlyMap<string, Stroke>;
  /** The names of the listed runs, which differ from each other (see `distinctNames`). */
  names: ReadonlyMap<string, string>;
  copy: (text: string) => void;
  close: () => void;
  /** Height of the panel, in percent of the view's height. */
  share: number;
}) {
  const { copy } = props;
  const words = strings.experiments.compare;
  const [search, setSearch] = useState("");
  const { runs, selected } = comparedRuns(props.runs, props.baseline);
  const baseline = runs[0]!;
  const nameOf = ({ id, name }: ExperimentRow) => props.names.get(id) ?? name;
  const isFound = ({ id, label }: Column) => hasText(`${label} ${id}`, search);
  const differing = varyingColumns(runs).filter(isFound);
  const figures = comparedFigures(runs).filter(isFound);
  const row = (column: Column, withDelta: boolean) => (
    <tr key={column.id}>
      <th scope="row">{column.label}</th>
      {runs.map((run) => {
        const text = column.text(run);
        return (
          <td key={run.id} class={run.id === baseline.id ? "baseline" : undefined}>
            <button type="button" class="value" title={words.copyValue} onClick={() => copy(text)}>
              {text || strings.none}
            </button>
            {withDelta && <Delta column={column} run={run} baseline={baseline} />}
          </td>
        );
      })}
    </tr>
  );
  return (
    <section class="card compare" aria-label={words.title} style={{ flexBasis: `${props.share}%` }}>
      <header>
        <h2>{words.title}</h2>
        <span class="quiet">
          {words.differencesFrom(nameOf(baseline))}
          {selected < props.runs.length && ` · ${words.some(selected, props.runs.length)}`}
        </span>
        <input
          type="text"
          placeholder={words.search}
          aria-label={words.search}
          value={search}
          onInput={(event) => setSearch(event.currentTarget.value)}
        />
        <IconButton icon="close" label={words.close} press={props.close} />
      </header>
      <div class="scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">
                <span class="visually-hidden">{words.what}</span>
              </th>
              {runs.map((run) => (
                <th scope="col" key={run.id} title={nameOf(run)}>
                  {props.strokes.has(run.id) && <RunSwatch {...props.strokes.get(run.id)!} />}
                  {nameOf(run)}{" "}
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
            {figures.map((column) => row(column, true))}
            {differing.map((column) => row(column, false))}
          </tbody>
        </table>
        {differing.length === 0 && <p class="quiet">{search === "" ? words.same : words.nothingFound}</p>}
      </div>
    </section>
  );
}
