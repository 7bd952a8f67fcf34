import { isEnded, type RunState } from "../../src/runs/RunState";
import { progressShare, progressText } from "../figures/progressText";
import { strings } from "../strings";

/** The progress of the run or, before the training, of the download of its data set. */
export function RunProgress({ run }: { run: RunState }) {
  const share = progressShare(run);
  const isUnknown = share === undefined && !isEnded(run);
  const text = progressText(run);
  // A bar at 0 has no meaning for a run that ended before its first step.
  if (isEnded(run) && run.losses.length === 0) return null;
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
        aria-valuetext={text || undefined}
      >
        <span style={{ width: `${(isUnknown ? 0.3 : (share ?? 0)) * 100}%` }} />
      </div>
      <p hidden={text === "" && percent === undefined}>
        <span class="counted">{text}</span>
        <span>{percent === undefined ? "" : `${percent}%`}</span>
      </p>
    </div>
  );
}
