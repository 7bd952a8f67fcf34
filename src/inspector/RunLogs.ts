import type { DatasetName } from "../data";
import { checkRun } from "../model/readRun";
import { noRun } from "../runs/noRun";
import type { RunConfig } from "../runs/RunConfig";
import type { RunState } from "../runs/RunState";
import { SeriesCache } from "../runs/SeriesCache";

/** What the log of a run states about the run's network and data. */
export interface LoggedRun {
  state: RunState;
  config: RunConfig;
  /** The data set that the run was trained on, which may be a replacement for the configured one. */
  dataset: DatasetName;
  /** Why the log could not be read in full. */
  problem?: string;
}

/** The logs of runs. A log that has grown is read from where the last reading ended. */
export class RunLogs {
  private readonly cache = new SeriesCache();

  /** Reads the log of a run. @throws Error with a one-sentence message if the folder holds no run that can be read */
  async read(folder: string): Promise<LoggedRun> {
    checkRun(folder);
    const { state, problem } = await this.cache.get(folder);
    if (!state.config) throw noRun(folder);
    const dataset = state.dataset?.name ?? state.config.dataset.name;
    return { state, config: state.config, dataset, ...(problem !== undefined && { problem }) };
  }
}
