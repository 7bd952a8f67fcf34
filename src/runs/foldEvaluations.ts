/** The evaluations in the state of a run. */
import { mostEvaluations } from "./evaluationFile";
import { dropLastWhile } from "./FoldIndex";
import type { EvaluationEvent } from "./RunEvent";
import type { RunState } from "./RunState";

export function keepEvaluation(state: RunState, event: EvaluationEvent): void {
  dropEvaluationsFrom(state, event.epoch);
  const removed = new Set(event.removed);
  state.evaluations = state.evaluations.filter(({ file }) => !removed.has(file)).slice(1 - mostEvaluations);
  state.evaluations.push(event);
}

export function dropEvaluationsFrom({ evaluations }: RunState, first: number): void {
  dropLastWhile(evaluations, ({ epoch }) => epoch >= first);
}
