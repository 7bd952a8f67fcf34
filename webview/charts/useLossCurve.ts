import { useRef } from "preact/hooks";
import type { Losses } from "../../src/runs/Losses";
import { LossCurve } from "../figures/LossCurve";
import type { Point } from "../figures/MinMaxSeries";

/** The loss chart's points: what was added since the last call is added, all else only when it must be. */
export function useLossCurve(
  losses: Losses,
  weight: number,
  width: number,
): { batch: Point[]; smoothed: Point[] } {
  const curve = useRef<LossCurve>(undefined);
  if (!curve.current?.shows(losses, weight, width)) curve.current = new LossCurve(losses, weight, width);
  return curve.current.update();
}
