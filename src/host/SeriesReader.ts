import { type CancellationToken, Disposable, type MessageConnection } from "vscode-jsonrpc";
import {
  type RunValue,
  type Series,
  type SeriesRequest,
  seriesRequest,
  type ValuesRequest,
  valuesRequest,
} from "../protocol/seriesProtocol";
import { curveOf, smoothed } from "../runs/curves";
import type { RunSeries } from "../runs/RunSeries";
import { whyRefused } from "../runs/runFiles";
import { Scratch } from "../runs/Scratch";
import { SeriesCache } from "../runs/SeriesCache";
import { stepAxis } from "../runs/stepAxes";
import { type CurveView, isKeptWhole, thinCurve, valueNear, visibleIndices } from "../runs/thinCurve";
import { inTurns } from "../runs/turns";
import { parseSeriesRequest, parseValuesRequest } from "./seriesRequests";

/** Time (ms) for which the series of a view stay in memory after it was closed or hidden. */
const FORGOTTEN_AFTER_MS = 120_000;

/** Answers a view's requests for curves. Reads the runs one after the other, and turns the event loop between them. */
export class SeriesReader {
  /**
   * @param folderOf the folder of a run; undefined for a run that is not listed
   */
  constructor(
    private readonly folderOf: (runId: string) => string | undefined,
    private readonly cache = new SeriesCache(),
  ) {}

  private forgetting: NodeJS.Timeout | undefined;

  /** Frees the memory of the series some time after the last request, since the view is closed or hidden. */
  forgetSoon(): void {
    clearTimeout(this.forgetting);
    this.forgetting = setTimeout(() => this.cache.clear(), FORGOTTEN_AFTER_MS).unref();
  }

  /** Answers the requests that arrive on a view's connection. */
  answer(connection: MessageConnection): Disposable {
    const both = [
      connection.onRequest(seriesRequest, (message, token) => {
        const request = parseSeriesRequest(message);
        return request ? this.series(request, token) : [];
      }),
      connection.onRequest(valuesRequest, (message, token) => {
        const request = parseValuesRequest(message);
        return request ? this.values(request, token) : [];
      }),
    ];
    return Disposable.create(() => {
      for (const one of both) one.dispose();
    });
  }

  /** @param token ends the reading when nobody waits for the answer any more */
  async series(request: SeriesRequest, token?: CancellationToken): Promise<Series[]> {
    const answer: Series[] = [];
    await this.each(request.runIds, token, (runId, read) =>
      answer.push("problem" in read ? { runId, isWhole: true, ...read } : seriesOf(runId, read.run, request)),
    );
    return answer;
  }

  async values(request: ValuesRequest, token?: CancellationToken): Promise<RunValue[]> {
    const answer: RunValue[] = [];
    let { at, offset } = request;
    await this.each(request.runIds, token, (runId, read) => {
      const value = "run" in read ? valueAtPlace(read.run, request, at, offset) : undefined;
      if (!value) return;
      if (offset !== 0) at = value.x;
      offset = 0;
      answer.push({ runId, ...value });
    });
    return answer;
  }

  private async each(
    runIds: readonly string[],
    token: CancellationToken | undefined,
    use: (runId: string, read: { run: RunSeries } | { problem: string }) => void,
  ): Promise<void> {
    clearTimeout(this.forgetting);
    for await (const runId of inTurns(runIds)) {
      if (token?.isCancellationRequested) return;
      const folder = this.folderOf(runId);
      if (folder === undefined) continue;
      try {
        const run = await this.cache.get(folder);
        use(runId, run.problem === undefined ? { run } : { problem: run.problem });
      } catch (error) {
        use(runId, { problem: whyRefused(folder, error) });
      }
    }
  }
}

/** Memory for the curve in work. Answers hold copies. */
const scratch = { values: new Scratch(), averages: new Scratch() };

function seriesOf(runId: string, { state }: RunSeries, request: SeriesRequest): Series {
  const { range, pixels, isLog, smoothing, raw } = request;
  const curve = curveOf(state, request.metric, request.x, scratch.values);
  const { length } = curve.y;
  if (length === 0) return { runId, isWhole: true };
  const [from, to] = range ?? [curve.xAt(0), curve.xAt(length - 1)];
  const view: CurveView = { from, to, buckets: pixels, isLog };
  const fork = state.parent && stepAxis(state, request.x)?.at(state.parent.step);
  const isWhole = isKeptWhole(curve, view);
  const average = smoothing > 0 && {
    ...curve,
    y: smoothed(curve.y, smoothing, ...visibleIndices(curve, view), scratch.averages),
  };
  return {
    runId,
    isWhole,
    extent: [curve.xAt(0), curve.xAt(length - 1)],
    ...(fork !== undefined && { forkAt: fork }),
    ...((raw || isWhole || !average) && { raw: thinCurve(curve, view) }),
    ...(average && { smoothed: thinCurve(average, view) }),
  };
}

function valueAtPlace(
  { state }: RunSeries,
  { metric, x, smoothing }: ValuesRequest,
  at: number,
  offset: number,
): Omit<RunValue, "runId"> | undefined {
  const curve = curveOf(state, metric, x, scratch.values);
  const value = valueNear(curve, at, offset);
  if (!value) return undefined;
  const { index } = value;
  const average =
    smoothing > 0 ? smoothed(curve.y, smoothing, index, index + 1, scratch.averages)[index] : undefined;
  return { x: value.x, y: value.y, ...(average !== undefined && { smoothed: average }) };
}
