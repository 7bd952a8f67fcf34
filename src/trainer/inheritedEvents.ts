import type { Losses } from "../runs/Losses";
import type { EpochEvent, InheritedEvent } from "../runs/RunEvent";

/** Largest number of losses and of epochs in one event, so that no line of a log is long. */
const most = { losses: 5000, epochs: 100 };

/**
 * Yields the events that give a fork its parent's losses and epochs.
 * @param losses the parent's losses
 * @param step step at which the fork begins; losses from this step on are left out
 * @param epochs the parent's epochs before the fork
 */
export function* inheritedEvents(
  losses: Losses,
  step: number,
  epochs: readonly EpochEvent[],
): Generator<InheritedEvent> {
  const steps = Math.min(step, losses.heldLength);
  for (let firstStep = 0; firstStep < steps; firstStep += most.losses) {
    const part = losses.slice(firstStep, Math.min(firstStep + most.losses, steps));
    const figures = part.map((loss) => (Number.isFinite(loss) ? loss : null));
    yield { type: "inherited", firstStep, losses: figures, epochs: [] };
  }
  for (let from = 0; from < epochs.length; from += most.epochs)
    yield { type: "inherited", firstStep: 0, losses: [], epochs: epochs.slice(from, from + most.epochs) };
}
