import type { VNode } from "preact";
import { useState } from "preact/hooks";
import type { ChartKind } from "../figures/chartKinds";
import type { Range } from "../figures/plotScale";
import type { YAxisChoice, YFit } from "../figures/yAxis";
import { strings } from "../strings";
import { LimitsForm } from "./LimitsForm";
import type { MenuChoice, MenuItem } from "./Menu";

interface YAxis {
  fit: YFit;
  /** The part of the axis to which the user has zoomed; undefined without a zoom. */
  range: Range | undefined;
  setRange: (range: Range | undefined) => void;
  /** The part of the chart's menu in which a user chooses the values that the axis shows. */
  choices: MenuChoice;
  /**
   * The item of the chart's menu that switches between a linear and a logarithmic axis. `isLog` is the present state.
   */
  logItem: (isLog: boolean) => MenuItem;
  showAll: () => void;
  /** The form for limits while it is open, else undefined. */
  form: VNode | undefined;
}

/**
 * The y axis of a chart as the user has set it, and the controls that change it.
 * @param fits the ways to fit the axis to the values, apart from limits; the first one is the chart's default
 */
export function useYAxis(
  kind: ChartKind,
  fits: readonly Exclude<YFit, object>[],
  chosen: YAxisChoice,
  choose: (choice: YAxisChoice) => void,
): YAxis {
  const [isEditing, setEditing] = useState(false);
  const [range, setRange] = useState<Range>();
  const words = strings.runsChart;
  const fit = chosen.fit ?? fits[0]!;
  const limits = typeof fit === "object" ? fit : undefined;
  const setFit = (next: YFit | undefined) => choose({ isLog: chosen.isLog, fit: next });
  return {
    fit,
    range,
    setRange,
    choices: {
      choice: words.yAxis,
      items: [
        ...fits.map((one) => ({
          label: words.fits[one],
          isChosen: fit === one,
          act: () => setFit(one === fits[0] ? undefined : one),
        })),
        { label: words.limits.choose, isChosen: limits !== undefined, act: () => setEditing(true) },
      ],
    },
    logItem: (isLog) => ({
      label: words.logY,
      isChecked: isLog,
      act: () => choose({ ...chosen, isLog: !isLog }),
    }),
    showAll: () => setFit("all"),
    form: isEditing ? (
      <LimitsForm
        kind={kind}
        limits={limits ?? {}}
        set={(next) => {
          setFit(next);
          setEditing(false);
        }}
        close={() => setEditing(false)}
      />
    ) : undefined,
  };
}
