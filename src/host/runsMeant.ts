import type { RunWithState } from "../runs/RunStore";
import { isAllowed, type RunAction } from "../runs/transitions";
import type { OpenRun } from "./OpenRun";

/**
 * The runs that a command may apply to if its caller names no run: only the run on display, if its status allows one of
 * `actions` and the run is live or can be resumed; otherwise all live runs whose status allows one of `actions`.
 */
export function runsMeant(
  actions: readonly RunAction[],
  displayed: RunWithState | undefined,
  live: readonly OpenRun[],
): readonly RunWithState[] {
  const allows = ({ state }: RunWithState) => actions.some((action) => isAllowed(state.status, action));
  const isOurs =
    displayed &&
    (isAllowed(displayed.state.status, "resumeRun") ||
      live.some(({ folder }) => folder === displayed.folder));
  return isOurs && allows(displayed) ? [displayed] : live.filter(allows);
}
