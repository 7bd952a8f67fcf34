import { useMemo, useState } from "preact/hooks";
import type { Answers } from "../../src/protocol/modelProtocol";
import { classFigures } from "../../src/runs/confusion";
import { Choice } from "../components/Choice";
import { comparedCells } from "../figures/comparedCells";
import { cellUnits, cellValues } from "../figures/confusionCells";
import { type ImageFilter, noFilter } from "../figures/imageFilter";
import { strings } from "../strings";
import { Calibration } from "./Calibration";
import { CellPanel } from "./CellPanel";
import { ClassTable } from "./ClassTable";
import { ComparisonCard, comparisonText } from "./ComparisonCard";
import { ConfusionGrid } from "./ConfusionGrid";
import type { ModelViewProps } from "./ModelHeader";
import { useConfusion } from "./useConfusion";
import { comparedKinds } from "./viewState";

/** The confusion matrix with the chosen cell, the figures of the classes, and the calibration. */
export function ConfusionPart(
  props: ModelViewProps & { answers: Answers; open: (filter: ImageFilter) => void },
) {
  const { facts, state, setState, answers, comparison, open } = props;
  const words = strings.model.confusion;
  const { classes } = facts;
  const [cell, setCell] = useState(() => ({
    line: state.filter.label ?? 0,
    column: state.filter.prediction ?? state.filter.label ?? 0,
  }));
  const counts = useConfusion(answers, facts)!;
  const figures = useMemo(() => classFigures(counts), [counts]);
  const other = typeof comparison === "object" ? comparison.answers : undefined;
  const compared = useMemo(
    () => other && comparedCells(answers.labels, answers.predicted, other.predicted, classes.length),
    [answers, other, classes.length],
  );
  const kind = compared ? state.compared : "own";
  const shown = kind === "own" ? counts : compared![kind];
  const unit = kind === "own" ? state.unit : "count";
  const values = useMemo(() => cellValues(shown, unit), [shown, unit]);
  const filterOf = ({ line, column }: typeof cell): ImageFilter =>
    kind === "fixed"
      ? { ...noFilter, label: line, otherPrediction: column, outcome: "onlyOwn" }
      : {
          ...noFilter,
          label: line,
          prediction: column,
          ...(kind !== "own" && { outcome: kind === "broken" ? "onlyOther" : "neither" }),
        };
  return (
    <div class="confusion">
      {/* This paragraph is always present: not every screen reader reads an element that appears together with its text. */}
      <p class="visually-hidden compared-told" aria-live="polite">
        {typeof comparison === "object" && compared && comparisonText(compared, comparison.name)}
      </p>
      <section class="card matrix-card" aria-label={words.title}>
        <header>
          <h2>{words.title}</h2>
          {compared && (
            <Choice
              label={words.shows}
              value={kind}
              options={comparedKinds.map((one) => [one, words.compared[one]] as const)}
              onChange={(next) => setState({ compared: next })}
            />
          )}
          {kind === "own" && (
            <Choice
              label={words.unit}
              value={state.unit}
              options={cellUnits.map((one) => [one, words.units[one]] as const)}
              onChange={(next) => setState({ unit: next })}
            />
          )}
        </header>
        <ConfusionGrid
          classes={classes}
          counts={shown}
          values={values}
          unit={unit}
          part={kind === "own" ? undefined : words.compared[kind]}
          active={cell}
          setActive={setCell}
          open={(one) => open(filterOf(one))}
        />
        <CellPanel classes={classes} cell={cell} counts={counts} compared={compared} open={open} />
      </section>
      <div class="beside-matrix">
        {typeof comparison === "object" && compared && (
          <ComparisonCard compared={compared} name={comparison.name} open={open} />
        )}
        <ClassTable classes={classes} figures={figures} />
        <Calibration answers={answers} />
      </div>
    </div>
  );
}
