import { useState } from "preact/hooks";
import type { ModelFacts } from "../../src/protocol/modelProtocol";
import type { ModelRun } from "../../src/protocol/modelViewProtocol";
import { Tabs } from "../components/Tabs";
import type { ImageFilter } from "../figures/imageFilter";
import { strings } from "../strings";
import { ConfusionPart } from "./ConfusionPart";
import { DataMapPart } from "./DataMapPart";
import { ImagesPart } from "./ImagesPart";

import type { ModelData } from "./ModelData";
import { ModelHeader } from "./ModelHeader";
import { Refused } from "./Refused";
import { SuspectsPart } from "./SuspectsPart";
import { useComparison } from "./useComparison";
import { useKept } from "./useKept";
import { modelParts, restoreView, stateFor, type ViewState } from "./viewState";

/** The parts of the view for one run with recorded answers. */
export function RunModel(props: { data: ModelData; run: ModelRun; facts: ModelFacts }) {
  const { data, run, facts } = props;
  const [kept, setKept] = useState(() => stateFor(restoreView(data.remembered), run.id));
  const ofTraining = kept.part === "map" || kept.part === "suspects";
  const state: ViewState = ofTraining ? { ...kept, set: "train" } : kept;
  const setState = (changes: Partial<ViewState>) => {
    const next = { ...kept, ...changes };
    setKept(next);
    data.remembered = next;
    data.remember(next);
  };
  const epoch = facts.epochs.findLast((one) => one <= (state.epoch ?? one)) ?? facts.epochs[0]!;
  const answer = data.answers.get({ runId: run.id, set: state.set, epoch });
  const answers = useKept(answer.value, `${run.id} ${state.set}`);
  const comparison = useComparison(data, facts, state);
  const history = state.set === "train" ? data.histories.get(run.id) : undefined;
  const histories = useKept(history?.value, run.id);
  const view = { data, run, facts, state, setState, epoch, answers, comparison };
  const open = (filter: ImageFilter) => setState({ part: "images", filter });
  return (
    <>
      <ModelHeader {...view} ofTraining={ofTraining} />
      <Tabs
        label={strings.model.parts.label}
        tabs={modelParts.map((part) => [part, strings.model.parts[part]] as const)}
        chosen={state.part}
        choose={(part) => setState({ part })}
      >
        {answer.refusal ? (
          <Refused data={data} refusal={answer.refusal} />
        ) : !answers ? (
          <p class="quiet">{strings.model.loading}</p>
        ) : state.part === "confusion" ? (
          <ConfusionPart {...view} answers={answers} open={open} />
        ) : state.part === "images" ? (
          <ImagesPart
            {...view}
            answers={answers}
            histories={state.set === "train" ? histories : undefined}
            filter={state.filter}
            setFilter={(filter) => setState({ filter })}
            order={state.order}
            setOrder={(order) => setState({ order })}
          />
        ) : history?.refusal ? (
          <Refused data={data} refusal={history.refusal} />
        ) : !histories ? (
          <p class="quiet">{histories === null ? strings.model.noHistories : strings.model.loading}</p>
        ) : state.part === "map" ? (
          <DataMapPart {...view} answers={answers} histories={histories} />
        ) : (
          <SuspectsPart {...view} answers={answers} histories={histories} />
        )}
      </Tabs>
    </>
  );
}
