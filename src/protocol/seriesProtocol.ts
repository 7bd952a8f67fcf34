/** The requests of a view for the curves of runs. Numbers are sent as binary arrays. */
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

/** The curve of one run, or the mean of the curves of a group as `raw`. */
export interface Series extends DrawnSeries {
  /** The id of the run or the group in the request. */
  runId: string;
  /** Number of the group's runs that take part in the mean, since they have a value; left out for a run. */
  runCount?: number;
  /** The spread of a group's values at the places of `raw`; left out for a run. */
  spread?: Spread;
  /** The place at which a fork begins; left out for other runs. */
  forkAt?: number;
  /** The run's diagnoses, in the order of their places on the x axis; left out where there are none. */
  diagnoses?: DiagnosisPlace[];
  /** Why the run cannot be read, as one sentence. */
  problem?: string;
}

/** Answered with the curves of the runs that exist, in the order of the request. */
export const seriesRequest = new RequestType<SeriesRequest, Series[], void>("series");

export interface GroupsRequest extends Omit<SeriesRequest, "runIds" | "raw"> {
  groups: { id: string; runIds: string[] }[];
}

/** Answered with the mean of each group. Of a fork, only the values after the fork take part. */
export const groupsRequest = new RequestType<GroupsRequest, Series[], void>("groups");

export interface ValuesRequest extends CurveRequest {
  /** A place on the x axis. */
  at: number;
  /**
   * Number of logged values by which the place moves from `at` along the first curve that has values; a negative number
   * moves it back. All runs are read at the new place.
   */
  offset: number;
}

/** The logged value of a run nearest to a place on the x axis. */
export interface RunValue extends LoggedValue {
  runId: string;
}

/** Answered with one value for each run whose curve has values. */
export const valuesRequest = new RequestType<ValuesRequest, RunValue[], void>("values");
