import { useMemo } from "preact/hooks";
import { evaluatedSets } from "../../src/datasets/datasets";
import type { Answers, ModelFacts } from "../../src/protocol/modelProtocol";
import type { ModelRun } from "../../src/protocol/modelViewProtocol";
import { accuracyOf } from "../../src/runs/confusion";
import { distinctNames } from "../../src/runs/distinctNames";
import { percentage } from "../../src/runs/figures";
import { Choice } from "../components/Choice";
import { comparedOutcomes, countAnswered, noFilter } from "../figures/imageFilter";
import { strings } from "../strings";
import { EpochSlider } from "./EpochSlider";
import type { ModelData } from "./ModelData";
import type { Compared } from "./useComparison";
import { useConfusion } from "./useConfusion";
import { isAboutAnswers, type ViewState } from "./viewState";

/** The properties that the parts of the view have in common. */
export interface ModelViewProps {
  data: ModelData;
  run: ModelRun;
  facts: ModelFacts;
  /** The state of the view; its `set` is the set of images that the part is about. */
  state: ViewState;
  setState: (changes: Partial<ViewState>) => void;
  /** The epoch of the answers; 0 where no epoch is recorded. */
  epoch: number;
  /** Undefined until the answers of the set have been read, and if the view shows no answers. */
  answers: Answers | undefined;
  comparison: Compared | string | undefined;
}

/** The run's name, and which answers the view shows: set, epoch, and what they are compared with. */
export function ModelHeader({
  data,
  run,
  facts,
  state,
  setState,
  epoch,
  answers,
  comparison,
}: ModelViewProps) {
  const words = strings.model;
  const isAboutSet = isAboutAnswers(state.part);
  const confusion = useConfusion(answers, facts);
  const accuracy = confusion && accuracyOf(confusion);
  const samples = facts.samples[state.set];
  // The accuracy is computed only from the images with an answer, which is why their number is shown.
  const answered = useMemo(() => answers && countAnswered(answers), [answers]);
  const names = distinctNames(data.surroundings!.runs);
  const others = data.surroundings!.runs.filter(
    ({ id, lastEpoch }) => id !== run.id && lastEpoch !== undefined,
  );
  const compare = (runId: string) => {
    const { outcome } = state.filter;
    if (runId !== "")
      return setState({ comparison: { runId, ...firstOf(runId === run.id ? facts.epochs : []) } });
    setState({
      comparison: undefined,
      compared: "own",
      filter: { ...state.filter, ...(comparedOutcomes.includes(outcome) && { outcome: noFilter.outcome }) },
    });
  };
  return (
    <header class="model-header">
      <div class="model-title">
        <h1 title={names.get(run.id)}>{names.get(run.id) ?? run.name}</h1>
        <p class="quiet" aria-live="polite">
          {isAboutSet
            ? words.facts(facts.dataset, words.grid.summary(answered ?? samples, samples))
            : facts.dataset}
          {isAboutSet &&
            accuracy !== undefined &&
            accuracy !== null &&
            ` · ${words.accuracy(percentage(accuracy))}`}
        </p>
      </div>
      {isAboutSet && facts.epochs.length > 0 && (
        <div class="model-choices">
          <Choice
            label={words.set}
            value={state.set}
            options={evaluatedSets
              .filter((set) => facts.samples[set] > 0)
              .map((set) => [set, words.sets[set]] as const)}
            isDisabled={state.part === "map"}
            onChange={(set) => setState(state.part === "suspects" ? { suspectsOf: set } : { set })}
          />
          <EpochSlider
            label={words.epoch}
            epochs={facts.epochs}
            best={facts.bestEpoch}
            hasValidation={facts.samples.validation > 0}
            epoch={epoch}
            change={(next) => setState({ epoch: next === facts.epochs.at(-1) ? undefined : next })}
          />
          <Choice
            label={words.compare.with}
            value={state.comparison?.runId ?? ""}
            options={[
              ["", words.compare.nothing],
              ...(facts.epochs.length > 1 ? [[run.id, words.compare.otherEpoch] as const] : []),
              ...others.map(({ id, name }) => [id, names.get(id) ?? name] as const),
            ]}
            onChange={compare}
          />
          {typeof comparison === "object" && (
            <EpochSlider
              label={words.compare.epoch}
              epochs={comparison.epochs}
              best={comparison.bestEpoch}
              hasValidation={comparison.hasValidation}
              epoch={comparison.epoch}
              change={(next) => setState({ comparison: { runId: comparison.runId, epoch: next } })}
            />
          )}
        </div>
      )}
      {typeof comparison === "string" && (
        <p class="quiet" role="status">
          {comparison}
        </p>
      )}
    </header>
  );
}

function firstOf([epoch]: readonly number[]) {
  return epoch === undefined ? {} : { epoch };
}
