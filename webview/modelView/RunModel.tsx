import { useEffect, useState } from "preact/hooks";
import type { Answers, ModelFacts } from "../../src/protocol/modelProtocol";
import type { ModelRun } from "../../src/protocol/modelViewProtocol";
import { Icon } from "../components/Icon";
import { Tabs } from "../components/Tabs";
import type { ImageFilter } from "../figures/imageFilter";
import { strings } from "../strings";
import { useRemembered } from "../useRemembered";
import type { Answer } from "./Answered";
import { ConfusionPart } from "./ConfusionPart";
import { DataMapPart } from "./DataMapPart";
import { DataPart } from "./DataPart";
import { InsidePart } from "./InsidePart";
import type { ModelData } from "./ModelData";
import { ModelHeader, type ModelViewProps } from "./ModelHeader";
import { NetworkPart } from "./NetworkPart";
import { OrderedImages } from "./OrderedImages";
import { Refused } from "./Refused";
import { SuspectsPart } from "./SuspectsPart";
import { TrainedNotice } from "./TrainedNotice";
import { TryPart } from "./TryPart";
import { useComparison } from "./useComparison";
import { useKept } from "./useKept";
import { isAboutAnswers, modelParts, restoreView, setOf, stateFor } from "./viewState";

/** The parts of the view for one run. */
export function RunModel(props: { data: ModelData; run: ModelRun; facts: ModelFacts }) {
  const { data, run, facts } = props;
  const [kept, setState] = useRemembered(
    () => stateFor(restoreView(data.remembered), run.id),
    (state) => data.remember(state),
  );
  const set = setOf(kept, facts.samples);
  const state = { ...kept, set };
  const epoch = facts.epochs.findLast((one) => one <= (state.epoch ?? one)) ?? facts.epochs[0];
  const isAnswered = isAboutAnswers(state.part) && epoch !== undefined;
  const answer = isAnswered ? data.answers.get({ runId: run.id, set, epoch }) : {};
  const answers = useKept(answer.value, `${run.id} ${set}`);
  const comparison = useComparison(data, facts, state, answers);
  const { newPicture } = data.surroundings!;
  useEffect(() => {
    if (newPicture !== undefined) setState({ part: "try" });
  }, [newPicture]);
  const { askedPart } = data;
  useEffect(() => {
    const part = modelParts.find((one) => one === askedPart?.part);
    if (part) setState({ part });
  }, [askedPart]);
  /** Whether the images were opened from another part, such as by a cell of the confusion matrix. */
  const [isGroup, setGroup] = useState(false);
  const view = { data, run, facts, state, setState, epoch: epoch ?? 0, answers, comparison };
  return (
    <>
      <ModelHeader {...view} />
      <TrainedNotice {...view} />
      <Tabs
        label={strings.model.parts.label}
        tabs={modelParts.map((part) => [part, strings.model.parts[part]] as const)}
        chosen={state.part}
        choose={(part) => {
          setGroup(false);
          setState({ part });
        }}
      >
        <Part
          {...view}
          answer={{ ...answer, value: answers }}
          takesFocus={isGroup}
          open={(filter) => {
            setGroup(true);
            setState({ part: "images", filter });
          }}
        />
      </Tabs>
    </>
  );
}

interface PartProps extends ModelViewProps {
  answer: Answer<Answers>;
  /** Shows the part with the images, with a filter. */
  open: (filter: ImageFilter) => void;
  /** Whether the grid of images takes the focus when it appears. */
  takesFocus: boolean;
}

function Part(props: PartProps) {
  const { data, run, facts, state } = props;
  const { part } = state;
  if (part === "data") return <DataPart data={data} runId={run.id} />;
  if (part === "inside") return <InsidePart {...props} />;
  if (part === "try") return <TryPart {...props} />;
  if (part === "network") return <NetworkPart data={data} run={run} />;
  if (facts.epochs.length === 0) return <NotRecorded isLive={run.isLive} problem={facts.problem} />;
  return <AnswersPart {...props} />;
}

/** A part about the answers of a set in an epoch. */
function AnswersPart({ answer, open, takesFocus, ...view }: PartProps) {
  const { data, run, state, setState } = view;
  const { part, set } = state;
  const words = strings.model;
  const history = set === "train" ? data.histories.get(run.id) : undefined;
  const histories = useKept(history?.value, history && run.id);
  const refusal = answer.refusal ?? history?.refusal;
  if (refusal) return <Refused data={data} refusal={refusal} />;
  if (!answer.value) return <p class="quiet">{words.loading}</p>;
  const all = { ...view, answers: answer.value };
  if (part === "confusion") return <ConfusionPart {...all} open={open} />;
  if (part === "images")
    return (
      <OrderedImages
        {...all}
        histories={histories}
        filter={state.filter}
        setFilter={(filter) => setState({ filter })}
        chosen={state.order}
        choose={(order) => setState({ order })}
        takesFocus={takesFocus}
      />
    );
  if (part === "suspects" && set !== "train") return <SuspectsPart {...all} histories={undefined} />;
  if (!histories) return <p class="quiet">{histories === null ? words.noHistories : words.loading}</p>;
  return part === "map" ? (
    <DataMapPart {...all} histories={histories} />
  ) : (
    <SuspectsPart {...all} histories={histories} />
  );
}

function NotRecorded({ isLive, problem }: { isLive: boolean; problem: string | undefined }) {
  return (
    <div class="card notice" role="status">
      <Icon name="info" />
      <p>{problem ?? (isLive ? strings.model.beforeFirst : strings.model.notRecorded)}</p>
    </div>
  );
}
