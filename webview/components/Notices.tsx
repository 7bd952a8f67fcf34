import type { RunState } from "../../src/runs/RunState";
import { strings } from "../strings";
import { Icon } from "./Icon";

/** What a reader must know before trusting the figures: why a run failed, what it was trained on, its warnings. */
export function Notices({ run }: { run: RunState }) {
  const warnings = [...new Set([...run.warnings, ...run.missing])];
  return (
    <>
      {(run.status === "failed" || run.error) && (
        <div class="card notice failure">
          <Icon name="failed" />
          <div>
            <p>{run.error ?? strings.failedWithoutReason}</p>
            {run.stderr.length > 0 && (
              <details>
                <summary>{strings.lastWords}</summary>
                <pre>{run.stderr.join("\n")}</pre>
              </details>
            )}
          </div>
        </div>
      )}
      {run.status === "interrupted" && !run.error && (
        <p class="card notice warnings">
          <Icon name="interrupted" />
          <span>{strings.interrupted}</span>
        </p>
      )}
      {run.dataset?.name === "sample" && (
        <p class="card notice sample">
          <Icon name="info" />
          <span>{strings.sample.text}</span>
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
