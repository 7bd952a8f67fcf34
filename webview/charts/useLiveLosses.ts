import { useRef } from "preact/hooks";
import type { Losses } from "../../src/runs/Losses";
import { LiveLosses } from "../figures/LiveLosses";

/**
 * The losses of the run on display with their averages. Only the averages of new losses are computed, unless earlier
 * losses or the weight have changed.
 */
export function useLiveLosses(losses: Losses, weight: number): LiveLosses {
  const kept = useRef<LiveLosses>(undefined);
  if (!kept.current?.isMadeOf(losses, weight)) kept.current = new LiveLosses(losses, weight);
  return kept.current.update();
}
