import * as v from "valibot";
import type { GroupsRequest, SeriesRequest, ValuesRequest } from "../protocol/seriesProtocol";
import { seriesAxes, seriesMetrics } from "../runs/seriesKinds";

const finite = v.pipe(v.number(), v.finite());

const common = {
  runIds: v.pipe(v.array(v.string()), v.maxLength(100_000)),
  metric: v.picklist(seriesMetrics),
  x: v.picklist(seriesAxes),
  smoothing: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
};

const seriesSchema = v.object({
  ...common,
  range: v.optional(v.tuple([finite, finite])),
  isLog: v.boolean(),
  pixels: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(20_000)),
  raw: v.boolean(),
});

const { raw: _, runIds, ...curve } = seriesSchema.entries;

const groupsSchema = v.object({
  ...curve,
  groups: v.pipe(v.array(v.object({ id: v.string(), runIds })), v.maxLength(100_000)),
});

const valuesSchema = v.object({
  ...common,
  at: finite,
  offset: v.pipe(v.number(), v.integer()),
});

/** Checks a request for the series of runs. @returns undefined where it is not valid */
export function parseSeriesRequest(message: unknown): SeriesRequest | undefined {
  const { success, output } = v.safeParse(seriesSchema, message);
  return success ? output : undefined;
}

/** Checks a request for the means of groups. @returns undefined where it is not valid */
export function parseGroupsRequest(message: unknown): GroupsRequest | undefined {
  const { success, output } = v.safeParse(groupsSchema, message);
  return success ? output : undefined;
}

/** Checks a request for the values of runs at one place of the x axis. @returns undefined where it is not valid */
export function parseValuesRequest(message: unknown): ValuesRequest | undefined {
  const { success, output } = v.safeParse(valuesSchema, message);
  return success ? output : undefined;
}
