import { fileSize } from "../../src/runs/figures";
import type { RunState } from "../../src/runs/RunState";
import { progress, totalSteps } from "../../src/runs/runProgress";
import { strings } from "../strings";
import * as format from "./format";

/**
 * The progress bar's value, from 0 to 1, of the run or, before the number of its steps is known, of the download;
 * undefined while the total is unknown.
 */
export function progressShare(state: RunState): number | undefined {
  const { download } = state;
  const ofDownload = download?.totalBytes ? download.receivedBytes / download.totalBytes : undefined;
  return progress(state) ?? ofDownload;
}

/**
 * The progress of the run in words, for example `1,204 of 4,690 steps`. While the number of steps is unknown, the
 * progress of the download, or an empty text without a download.
 */
export function progressText(state: RunState): string {
  const total = totalSteps(state);
  if (total !== undefined) {
    return strings.progress.done(format.integer(state.losses.length), format.steps(total));
  }
  return state.download ? downloadText(state.download) : "";
}

function downloadText({ file, receivedBytes, totalBytes }: NonNullable<RunState["download"]>): string {
  const total = totalBytes === null ? undefined : fileSize(totalBytes);
  return strings.progress.download(file, fileSize(receivedBytes), total);
}
