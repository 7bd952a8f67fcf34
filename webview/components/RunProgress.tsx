import { isEnded, progress, type RunState, totalSteps } from "../../src/runs/RunState";
import * as format from "../figures/format";
import { downloadShare } from "../figures/statusText";
import { strings } from "../strings";

/** How far the whole run is; while the data is on its way, how far the download is. */
export function RunProgress({ run }: { run: RunState }) {
  const share = progress(run) ?? downloadShare(run);
  const isUnknown = share === undefined && !isEnded(run);
  const total = totalSteps(run);
  const text = total
    ? strings.progress.steps(format.integer(run.losses.length), format.integer(total))
    : strings.progress.unknown;
  const percent = share === undefined ? undefined : Math.floor(share * 100);
  return (
    <div class={`run-progress ${run.status}`}>
      <div
        class={`bar ${isUnknown ? "unknown" : ""}`}
        role="progressbar"
        aria-label={strings.progress.label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
        aria-valuetext={text}
      >
        <span style={{ width: `${(isUnknown ? 0.3 : (share ?? 0)) * 100}%` }} />
      </div>
      <p>
        <span>{text}</span>
        <span>{percent === undefined ? "" : `${percent}%`}</span>
      </p>
    </div>
  );
}
