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
  /** Weight of the exponential average, from 0 (none) to 1. */
  smoothing: number;
}

export interface SeriesRequest extends CurveRequest, SeriesView {}

/** The curve of one run, or the mean of a group. A mean has no logged values. */
export interface Series extends DrawnSeries {
  /** The id of the run, or of the group as the request has it. */
  runId: string;
  /** Of the mean of a group, at the places of `raw`. */
  spread?: Spread;
  /** The place at which a fork begins. */
  forkAt?: number;
  /** What rules have found in the run, in the order of the axis; left out where it is nothing. */
  diagnoses?: DiagnosisPlace[];
  /** Why the run cannot be read, as one sentence. */
  problem?: string;
}

/** Answered with the curves of the runs that exist, in the order of the request. */
export const seriesRequest = new RequestType<SeriesRequest, Series[], void>("series");

export interface GroupsRequest extends Omit<SeriesRequest, "runIds" | "raw"> {
  groups: { id: string; runIds: string[] }[];
}

/** Answered with the mean of each group. A fork takes part from the fork on. */
export const groupsRequest = new RequestType<GroupsRequest, Series[], void>("groups");

export interface ValuesRequest extends CurveRequest {
  at: number;
  /** Number of logged values by which the first run's place moves from `at`. The others are read at the new place. */
  offset: number;
}

/** The logged value of a run nearest to a place on the x axis. */
export interface RunValue extends LoggedValue {
  runId: string;
}

/** Answered with the values of those runs that have one. */
export const valuesRequest = new RequestType<ValuesRequest, RunValue[], void>("values");
