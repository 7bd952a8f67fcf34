import { useRef } from "preact/hooks";
import type { Losses } from "../../src/runs/Losses";
import { LossCurve } from "../figures/LossCurve";
import type { Point } from "../figures/MinMaxSeries";

/**
 * The loss chart's points. Adds only the new losses to the curve if its parameters are unchanged, else computes it
 * again.
 */
export function useLossCurve(
  losses: Losses,
  weight: number,
  width: number,
): { batch: Point[]; smoothed: Point[] } {
  const curve = useRef<LossCurve>(undefined);
  if (!curve.current?.isMadeOf(losses, weight, width)) curve.current = new LossCurve(losses, weight, width);
  return curve.current.update();
}
