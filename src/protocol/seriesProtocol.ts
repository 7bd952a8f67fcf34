/** The requests of a view for the curves of runs. Typed arrays are sent as binary. */
import { RequestType } from "vscode-jsonrpc";
import type { DiagnosisPlace } from "../runs/curves";
import type { DrawnSeries, LoggedValue, SeriesView } from "../runs/drawnSeries";
import type { Spread } from "../runs/groupCurve";
import type { SeriesAxis, SeriesMetric } from "../runs/seriesKinds";

interface CurveRequest {
  runIds: string[];
  metric: SeriesMetric;
  x: SeriesAxis;
  /** Weight of the earlier values in the exponential average, from 0 (no smoothing) to 1. */
  smoothing: number;
}

export interface SeriesRequest extends CurveRequest, SeriesView {}

/** The curve of one run. For a group of runs, `raw` is the mean of the runs' curves. */
export interface Series extends DrawnSeries {
  /** The id of the run or the group in the request. */
  runId: string;
  /** Number of the group's runs that have values, and so count in the mean; left out for the curve of a single run. */
  runCount?: number;
  /** The spread of the group's values at each x of `raw`; left out for the curve of a single run. */
  spread?: Spread;
  /** The x at which a fork begins; left out if it is not known, and for a run that is no fork. */
  forkAt?: number;
  /** The run's diagnoses, in the order of their x; left out if there are none. */
  diagnoses?: DiagnosisPlace[];
  /** Why the run cannot be read, as one sentence. */
  problem?: string;
}

/** Answered with the curves of the runs that exist, in the order of the request. */
export const seriesRequest = new RequestType<SeriesRequest, Series[], void>("series");

export interface GroupsRequest extends Omit<SeriesRequest, "runIds" | "raw"> {
  groups: { id: string; runIds: string[] }[];
}

/** Answered with the mean curve of each group. A fork's values count only from the fork on. */
export const groupsRequest = new RequestType<GroupsRequest, Series[], void>("groups");

export interface ValuesRequest extends CurveRequest {
  /** A place on the x axis. */
  at: number;
  /**
   * Number of logged values by which the place moves from `at` along the first curve that has values; a negative number
   * moves the place back. All runs are read at the new place.
   */
  offset: number;
}

/** The logged value of a run that is nearest to a place on the x axis. */
export interface RunValue extends LoggedValue {
  runId: string;
}

/** Answered with one value for each run whose curve has values. */
export const valuesRequest = new RequestType<ValuesRequest, RunValue[], void>("values");
