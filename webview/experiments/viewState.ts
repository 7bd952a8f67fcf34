import { type ChartsState, restoreChartsState } from "../figures/chartsState";
import { restoreTable, type TableState } from "./TableState";

/** Which parts of the view are shown. */
export const shownParts = ["both", "charts", "table"] as const;
export type ShownParts = (typeof shownParts)[number];

/** Percent of the view's height that the comparison of runs takes by default. */
export const usualShare = 40;

/** How the view is shown. The host keeps it for the workspace. */
export interface ViewState {
  table: TableState;
  charts: ChartsState;
  parts: ShownParts;
  /**
   * Percent of the view's height that the charts take, if a user chose it. If undefined, the charts have the height of
   * {@link chartRows}, so that no chart is cut off.
   */
  share?: number;
  /** Percent of the view's height that the comparison of runs takes while it is open. */
  compareShare: number;
}

/** Reads the state that the host kept. A member that is missing or invalid gets its default. */
export function restoreView(kept: unknown): ViewState {
  const given = (typeof kept === "object" && kept !== null ? kept : {}) as Partial<
    Record<keyof ViewState, unknown>
  >;
  const shareOf = <Usual>(share: unknown, usual: Usual) =>
    typeof share === "number" && share >= 10 && share <= 90 ? share : usual;
  return {
    table: restoreTable(given.table),
    charts: restoreChartsState(given.charts),
    parts: shownParts.find((one) => one === given.parts) ?? "both",
    share: shareOf(given.share, undefined),
    compareShare: shareOf(given.compareShare, usualShare),
  };
}
