import { useEffect, useMemo, useState } from "preact/hooks";
import { prepareImage, type Steps } from "../../src/images/prepareImage";
import { percentage } from "../../src/runs/figures";
import { Choice } from "../components/Choice";
import { strings } from "../strings";
import { Button } from "../toolkit";
import { DrawingPad } from "./DrawingPad";
import { HeatMap } from "./HeatMap";
import type { ModelViewProps } from "./ModelHeader";
import { PictureSteps } from "./PictureSteps";
import { PictureView } from "./PictureView";
import { ProbabilityBars } from "./ProbabilityBars";
import { Trouble } from "./Refused";
import { SeveralPictures } from "./SeveralPictures";
import { usePictureInput } from "./usePictureInput";
import { usePrediction } from "./usePrediction";

/** A picture that the user draws or opens, the steps that prepare it, and the network's answer. */
export function TryPart({ data, run, facts }: Pick<ModelViewProps, "data" | "run" | "facts">) {
  const words = strings.model.tried;
  const { pictures } = data;
  const { picture, begun } = pictures;
  const given = data.surroundings!.newPicture;
  useEffect(() => void (given === undefined ? pictures.restore() : pictures.load()), [given]);
  const isDragged = usePictureInput(pictures);
  const [steps, setSteps] = useState<Steps>({});
  useEffect(() => setSteps({}), [begun]);
  const [saliencyOf, setSaliencyOf] = useState<number>();
  const [attempt, setAttempt] = useState(0);
  const [, height, width] = facts.image;
  const prepared = useMemo(
    () => picture && prepareImage(picture.image, { width, height }, steps),
    [picture, steps, width, height],
  );
  const pixels = prepared?.fitted.data;
  const question = pixels && {
    runId: run.id,
    pixels,
    ...(saliencyOf !== undefined && { saliencyOf }),
  };
  const { value, refusal } = usePrediction(data.predict, question, `${run.revision} ${attempt}`);
  const predicted = value?.probabilities.indexOf(Math.max(...value.probabilities));
  const isDrawing = picture?.name === undefined && pictures.sources.length === 0;
  const answer =
    value && predicted !== undefined
      ? words.prediction(facts.classes[predicted]!, percentage(value.probabilities[predicted]!))
      : "";
  return (
    <div class={isDragged ? "try-part dragged-over" : "try-part"}>
      {/* This paragraph is always present: not every screen reader reads an element that appears together with its text. */}
      <p class="visually-hidden try-told" aria-live="polite">
        {prepared && answer}
      </p>
      <section class="card" aria-label={words.picture}>
        <h2>{words.picture}</h2>
        <p class="quiet">{words.hint}</p>
        {pictures.sources.length > 0 && <SeveralPictures data={data} run={run} facts={facts} />}
        {picture?.name !== undefined ? (
          <PictureView name={picture.name} image={picture.image} />
        ) : (
          isDrawing && <DrawingPad pictures={pictures} />
        )}
        <div class="pad-tools">
          <Button appearance="primary" onClick={() => void pictures.open()}>
            <span class="label">{words.open}</span>
          </Button>
          {!isDrawing && (
            <Button appearance="secondary" onClick={() => pictures.clear()}>
              <span class="label">{words.drawInstead}</span>
            </Button>
          )}
        </div>
        {pictures.problem !== undefined && (
          <p class="try-problem" role="alert">
            {pictures.problem}
          </p>
        )}
      </section>
      {prepared && (
        <section class="card" aria-label={words.steps.title}>
          <h2>{words.steps.title}</h2>
          <PictureSteps
            prepared={prepared}
            change={(changes) => setSteps({ ...prepared.steps, ...changes })}
          />
        </section>
      )}
      {refusal && <Trouble message={refusal.message} again={() => setAttempt(attempt + 1)} />}
      {prepared && value && predicted !== undefined && (
        <section class="card try-answer" aria-label={words.answer}>
          <h2>{words.answer}</h2>
          <p class="try-prediction">{answer}</p>
          <ProbabilityBars
            title={words.probabilities}
            classes={facts.classes}
            marked={predicted}
            probabilities={value.probabilities}
          />
          <Choice
            label={words.lookedAt}
            value={String(saliencyOf ?? "")}
            options={[
              ["", words.predictedClass],
              ...facts.classes.map((name, one) => [String(one), name] as const),
            ]}
            onChange={(one) => setSaliencyOf(one === "" ? undefined : Number(one))}
          />
          <HeatMap
            image={prepared.fitted}
            saliency={value.saliency}
            name={facts.classes[saliencyOf ?? predicted]!}
          />
        </section>
      )}
    </div>
  );
}
