import { useMemo, useState } from "preact/hooks";
import type { Answers, Histories } from "../../src/protocol/modelProtocol";
import { defaultScore, suspectScores } from "../../src/runs/suspects";
import { Choice } from "../components/Choice";
import { noFilter } from "../figures/imageFilter";
import { suspectImages } from "../figures/suspectImages";
import { strings } from "../strings";
import { ImagesPart } from "./ImagesPart";
import type { ModelViewProps } from "./ModelHeader";

/** The part of the view with the images whose label may be wrong, the most suspect first. */
export function SuspectsPart(
  props: ModelViewProps & { answers: Answers; histories: Histories | null | undefined },
) {
  const { answers, histories } = props;
  const words = strings.model.suspects;
  const [filter, setFilter] = useState(noFilter);
  const [score, setScore] = useState(defaultScore);
  const ordered = useMemo(() => suspectImages(score, answers, histories), [score, answers, histories]);
  return (
    <>
      <p class="quiet suspects-hint">{words.hint}</p>
      <ImagesPart
        {...props}
        ordered={ordered}
        order={
          <Choice
            label={words.score}
            value={score}
            options={suspectScores.map((one) => [one, words.scores[one]] as const)}
            onChange={setScore}
          />
        }
        filter={filter}
        setFilter={setFilter}
      />
    </>
  );
}
