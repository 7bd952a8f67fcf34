import type { Browser } from "playwright-core";
import type { ExperimentRow, Experiments } from "../../../src/protocol/experimentsProtocol";
import { rowOf } from "../../../src/runs/columns";
import { exampleRun } from "../../unit/runs/exampleRuns";
import type { Theme } from "./themes";
import { type PageOptions, ViewPage } from "./ViewPage";

/** A row of the view, made of an example run. */
export function exampleRow(...given: Parameters<typeof exampleRun>): ExperimentRow {
  const run = exampleRun(...given);
  return { ...rowOf(run), isLive: false, problems: [] };
}

/** The built Experiments view in a page of its own. The curves of its runs are made up. */
export class ExperimentsPage extends ViewPage {
  static async open(
    browser: Browser,
    theme: Theme,
    { rows, ...rest }: Partial<Experiments>,
    options: PageOptions = {},
  ): Promise<ExperimentsPage> {
    const content = {
      refused: [],
      areRunsHidden: false,
      isWhole: true,
      trashed: [],
      rows: rows ?? [],
      ...rest,
    };
    const page = await ViewPage.load(browser, "experiments", [standInForHost, content], options);
    const view = new ExperimentsPage(page);
    await view.setTheme(theme);
    return view;
  }

  /** Waits until the view has its content, and all curves are drawn. */
  async whole(): Promise<void> {
    // Before the host's answer the view has no heading, and no chart that could be incomplete.
    await this.page.locator("h1").waitFor({ state: "attached" });
    await this.page.waitForFunction(() =>
      [...document.querySelectorAll(".runs-chart [role=slider]")].every((plot) => plot.ariaBusy === "false"),
    );
    await this.drawn();
  }
}

/**
 * Runs in the page: answers the request for the runs with `content`, requests for curves with made-up ones, and any
 * other request with an empty array.
 */
function standInForHost(content: Experiments): void {
  type Request = { id?: number; method: string; params: { metric: string } & Record<string, unknown> };
  const curve = (runId: string, metric: string) => {
    const index = [...runId].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % 17;
    const count = metric === "loss" ? 200 : 20;
    const x = Float64Array.from({ length: count }, (_, at) => at + 1);
    const falls = metric.endsWith("oss");
    const y = Float32Array.from(x, (place) => {
      const share = Math.exp((-place * (3 + index / 4)) / count);
      return falls ? 0.3 + 2 * share + 0.02 * Math.sin(place * (index + 2)) : 0.9 - 0.8 * share;
    });
    return { runId, raw: { x, y }, isWhole: true, extent: [1, count] };
  };
  const idsOf = ({ runIds, groups }: Record<string, unknown>): string[] =>
    (runIds as string[]) ?? (groups as { id: string }[]).map(({ id }) => id);
  const host = {
    postMessage({ id, method, params }: Request) {
      if (id === undefined) return;
      const isOfCurves = method === "series" || method === "groups";
      const result =
        method === "experiments"
          ? content
          : isOfCurves
            ? idsOf(params).map((one) => curve(one, params.metric))
            : [];
      window.postMessage({ jsonrpc: "2.0", id, result }, "*");
    },
    getState: () => undefined,
    setState: () => undefined,
  };
  Object.assign(window, { acquireVsCodeApi: () => host });
}
