/** The requests of a view for the curves of runs. Numbers are sent as binary arrays. */
import { RequestType } from "vscode-jsonrpc";
import type { Spread } from "../runs/groupCurve";
import type { SeriesAxis, SeriesMetric } from "../runs/seriesKinds";
import type { Points } from "../runs/thinCurve";

interface CurveRequest {
  runIds: string[];
  metric: SeriesMetric;
  x: SeriesAxis;
  /** Weight of the exponential average, from 0 (none) to 1. */
  smoothing: number;
}

export interface SeriesRequest extends CurveRequest {
  /** The visible part of the axis. Left out for the whole. */
  range?: [from: number, to: number];
  isLog: boolean;
  /** Width of the chart. A line gets at most four points for each pixel. */
  pixels: number;
  /** Whether the values are drawn behind their average. Otherwise only the average is sent where values were left out. */
  raw: boolean;
}

/** The curve of one run, or the mean of a group. */
export interface Series {
  /** The id of the run, or of the group as the request has it. */
  runId: string;
  /** The values, thinned; left out when they were not asked for. */
  raw?: Points;
  /** Their average, thinned; left out when nothing is smoothed. */
  smoothed?: Points;
  /** Of the mean of a group, at the places of `raw`. */
  spread?: Spread;
  /** Whether `raw` holds each value of the range. A mean has no logged values. */
  isWhole: boolean;
  /** The first and the last place of the whole curve; undefined for a curve without values. */
  extent?: [first: number, last: number];
  /** The place at which a fork begins. */
  forkAt?: number;
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

/** The logged value of a run next to a place. */
export interface RunValue {
  runId: string;
  x: number;
  y: number;
  /** The average up to the value; left out when nothing is smoothed. */
  smoothed?: number;
}

/** Answered with the values of those runs that have one. */
export const valuesRequest = new RequestType<ValuesRequest, RunValue[], void>("values");
