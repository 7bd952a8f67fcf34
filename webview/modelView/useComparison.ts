import type { Answers, ModelFacts } from "../../src/protocol/modelProtocol";
import { integer } from "../figures/format";
import { strings } from "../strings";
import type { ModelData } from "./ModelData";
import { useKept } from "./useKept";
import type { ViewState } from "./viewState";

/** The run and the epoch whose answers are compared with those on view. */
export interface Compared {
  runId: string;
  name: string;
  epochs: readonly number[];
  bestEpoch?: number | undefined;
  hasValidation: boolean;
  epoch: number;
  /** Undefined while the answers are read. */
  answers?: Answers | undefined;
}

/**
 * The answers with which the user compares those on view.
 * @param own facts of the run on view
 * @param ownAnswers the answers on view; undefined while they are read
 * @returns undefined without a comparison; one sentence for the user while the other run's facts are read, and if the
 * answers cannot be compared
 */
export function useComparison(
  data: ModelData,
  own: ModelFacts,
  { runId, set, comparison }: ViewState,
  ownAnswers: Answers | undefined,
): Compared | string | undefined {
  const other = comparison && data.run(comparison.runId);
  const known = comparison && data.facts.get(comparison.runId);
  const facts = useKept(known?.value, comparison?.runId);
  const last = facts?.epochs.findLast((one) => one <= (comparison?.epoch ?? one)) ?? facts?.epochs[0];
  const canCompare = facts && isSameData(own, facts);
  const hasAsMany = facts?.samples[set] === own.samples[set];
  const answer =
    comparison && canCompare && hasAsMany && last !== undefined
      ? data.answers.get({ runId: comparison.runId, set, epoch: last })
      : undefined;
  const answers = useKept(answer?.value, comparison && `${comparison.runId} ${set}`);
  if (!comparison) return undefined;
  if (known?.refusal) return known.refusal.message;
  if (!facts) return strings.model.loading;
  if (!canCompare) return strings.model.compare.otherData(facts.name, facts.dataset);
  if (answer?.refusal) return answer.refusal.message;
  if (last === undefined) return strings.model.notRecorded;
  if (!hasAsMany || (answers && ownAnswers && !areOfSameImages(ownAnswers, answers)))
    return strings.model.compare.otherImages(other?.name ?? facts.name);
  return {
    runId: comparison.runId,
    name:
      comparison.runId === runId
        ? strings.model.compare.epochName(integer(last))
        : (other?.name ?? facts.name),
    epochs: facts.epochs,
    bestEpoch: facts.bestEpoch,
    hasValidation: facts.samples.validation > 0,
    epoch: last,
    answers,
  };
}

/** Whether two answers are about the same images of their set. The validation sets of two runs may differ. */
function areOfSameImages({ indices: own }: Answers, { indices: other }: Answers): boolean {
  return own === other || own?.every((index, row) => index === other?.[row]) === true;
}

function isSameData(one: ModelFacts, other: ModelFacts): boolean {
  return (
    one.dataset === other.dataset &&
    one.samples.test === other.samples.test &&
    one.samples.train === other.samples.train
  );
}
