import { type CancellationToken, Disposable, type MessageConnection } from "vscode-jsonrpc";
import {
  type GroupsRequest,
  groupsRequest,
  type RunValue,
  type Series,
  type SeriesRequest,
  seriesRequest,
  type ValuesRequest,
  valuesRequest,
} from "../protocol/seriesProtocol";
import { type Curve, curveOf, diagnosisPlaces, forkPlace } from "../runs/curves";
import { type Averages, drawnSeries, loggedValue } from "../runs/drawnSeries";
import type { RunState } from "../runs/RunState";
import { whyRefused } from "../runs/runFiles";
import { Scratch } from "../runs/Scratch";
import { SeriesCache } from "../runs/SeriesCache";
import { smoothed } from "../runs/smoothed";
import { inTurns } from "../runs/turns";
import { GroupSeries } from "./GroupSeries";
import { parseGroupsRequest, parseSeriesRequest, parseValuesRequest } from "./seriesRequests";

/** Time (ms) for which series stay in memory after their view was closed or hidden. */
const FORGOTTEN_AFTER_MS = 120_000;

/** A run whose series (logged curves) can be read. */
export interface ReadableRun {
  folder: string;
  /** The state of the run if it is live. The window has this state in memory, so that the run's log is not read. */
  live?: RunState;
}

/** Answers a view's requests for curves. Reads one run at a time, so that other work can be done between two runs. */
export class SeriesReader {
  /** @param find finds a run; undefined for a run that is not listed */
  constructor(
    private readonly find: (runId: string) => ReadableRun | undefined,
    private readonly cache = new SeriesCache(),
  ) {}

  private forgetting: NodeJS.Timeout | undefined;

  /** Frees the memory of the series after {@link FORGOTTEN_AFTER_MS}, unless a request comes before. */
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
      connection.onRequest(groupsRequest, (message, token) => {
        const request = parseGroupsRequest(message);
        return request ? this.groups(request, token) : [];
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
      answer.push(
        "problem" in read ? { runId, isWhole: true, ...read } : seriesOf(runId, read.state, request),
      ),
    );
    return answer;
  }

  /**
   * The mean of the curves of each group. Each run is processed twice: first for the places of its values on the x
   * axis, then for the values. A run that cannot be read is left out.
   */
  async groups(request: GroupsRequest, token?: CancellationToken): Promise<Series[]> {
    const answer: Series[] = [];
    for (const { id, runIds } of request.groups) {
      const group = new GroupSeries(request);
      await this.each(runIds, token, (_, read) => "state" in read && group.addPlaces(read.state));
      await this.each(runIds, token, (_, read) => "state" in read && group.addValues(read.state));
      answer.push(group.series(id));
    }
    return answer;
  }

  async values(request: ValuesRequest, token?: CancellationToken): Promise<RunValue[]> {
    const answer: RunValue[] = [];
    let { at, offset } = request;
    await this.each(request.runIds, token, (runId, read) => {
      const value = "state" in read && loggedValue(...curveAndAverages(read.state, request), at, offset);
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
    use: (runId: string, read: { state: RunState } | { problem: string }) => void,
  ): Promise<void> {
    clearTimeout(this.forgetting);
    for await (const runId of inTurns(runIds)) {
      if (token?.isCancellationRequested) return;
      const found = this.find(runId);
      if (!found) continue;
      if (found.live) {
        use(runId, { state: found.live });
        continue;
      }
      const { folder } = found;
      try {
        const run = await this.cache.get(folder);
        use(runId, run.problem === undefined ? { state: run.state } : { problem: run.problem });
      } catch (error) {
        use(runId, { problem: whyRefused(folder, error) });
      }
    }
  }
}

/** Memory that the computation of every curve uses in turn. Answers hold copies of the results. */
const scratch = { values: new Scratch(), averages: new Scratch() };

function curveAndAverages(
  state: RunState,
  { metric, x, smoothing }: Pick<SeriesRequest, "metric" | "x" | "smoothing">,
): [curve: Curve, averages: Averages | undefined] {
  const curve = curveOf(state, metric, x, (losses) => losses.toFloat32(scratch.values.take));
  if (smoothing === 0) return [curve, undefined];
  return [curve, (from, to) => ({ y: smoothed(curve.y, smoothing, from, to, scratch.averages) })];
}

function seriesOf(runId: string, state: RunState, request: SeriesRequest): Series {
  const series = drawnSeries(...curveAndAverages(state, request), request);
  if (!series.extent) return { runId, ...series };
  const forkAt = forkPlace(state, request.x);
  const diagnoses = diagnosisPlaces(state, request.metric, request.x);
  return {
    runId,
    ...series,
    ...(forkAt !== undefined && { forkAt }),
    ...(diagnoses.length > 0 && { diagnoses }),
  };
}
