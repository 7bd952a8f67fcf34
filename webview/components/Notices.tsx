import type { RunState } from "../../src/runs/RunState";
import { strings } from "../strings";
import { Icon } from "./Icon";

/**
 * Facts that a reader must know before trusting the figures: the run's warnings, the files whose newest content could
 * not be saved, that the run is not in the runs folder, and that it was interrupted without an error (for an error, see
 * {@link FailureCard}).
 * @param props `elsewhere`: the runs folder that holds the run, if it is another one
 */
export function Notices(props: { run: RunState; isGone: boolean; elsewhere: string | undefined }) {
  const { run, isGone, elsewhere } = props;
  const warnings = [...new Set([...run.warnings, ...run.missing])];
  return (
    <>
      {isGone && (
        <p class="card notice warnings">
          <Icon name="warning" />
          <span>{elsewhere === undefined ? strings.gone : strings.elsewhere(elsewhere)}</span>
        </p>
      )}
      {run.status === "interrupted" && !run.error && !isGone && (
        <p class="card notice warnings">
          <Icon name="interrupted" />
          <span>{strings.interrupted}</span>
        </p>
      )}
      {warnings.length > 0 && (
        <ul class="card notice warnings" aria-label={strings.warnings}>
          {warnings.map((warning) => (
            <li key={warning}>
              <Icon name="warning" />
              <span>{warning}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
