/** Figures of an epoch that are computed from its event. */
import type { EpochEvent } from "./RunEvent";

/** Time (s) of validation and testing at the end of an epoch. */
export function evaluationSeconds({
  validationSeconds = 0,
  testSeconds,
}: Pick<EpochEvent, "validationSeconds" | "testSeconds">): number {
  return validationSeconds + testSeconds;
}

/** Time (s) of training, validation and testing in an epoch. */
export function epochSeconds(epoch: EpochEvent): number {
  return epoch.trainSeconds + evaluationSeconds(epoch);
}

/** Number of cells of all confusion matrices of an epoch. */
export function confusionCells({ confusion, validationConfusion = [] }: EpochEvent): number {
  return confusion.length ** 2 + validationConfusion.length ** 2;
}

/** The epoch with empty confusion matrices. */
export function withoutConfusion(epoch: EpochEvent): EpochEvent {
  return { ...epoch, confusion: [], ...(epoch.validationConfusion && { validationConfusion: [] }) };
}
