import { useMemo } from "preact/hooks";
import type { Answers, ModelFacts } from "../../src/protocol/modelProtocol";
import { confusionMatrix } from "../../src/runs/confusion";

/** The confusion matrix of answers: number of images, [label][prediction]. Undefined without answers. */
export function useConfusion(answers: Answers | undefined, { classes }: ModelFacts): number[][] | undefined {
  return useMemo(
    () => answers && confusionMatrix(answers.labels, answers.predicted, classes.length),
    [answers, classes.length],
  );
}
