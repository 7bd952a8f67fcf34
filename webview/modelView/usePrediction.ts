import { useEffect, useMemo, useState } from "preact/hooks";
import type { Prediction, PredictRequest } from "../../src/protocol/modelProtocol";
import type { Answer } from "./Answered";
import { LatestOnly } from "./LatestOnly";

/**
 * What a network answers for an image. Until the next answer arrives, the previous one stays. Without a question, the
 * answer is empty.
 * @param question undefined for none
 * @param key a text that changes when an equal question may have another answer
 */
export function usePrediction(
  ask: (question: PredictRequest) => Promise<Prediction>,
  question: PredictRequest | undefined,
  key: string,
): Answer<Prediction> {
  const [answer, setAnswer] = useState<Answer<Prediction>>({});
  const latest = useMemo(() => new LatestOnly(ask, setAnswer), [ask]);
  useEffect(
    () => latest.ask(question),
    [latest, question?.pixels, question?.runId, question?.saliencyOf, key],
  );
  useEffect(() => () => latest.ask(undefined), [latest]);
  return answer;
}
