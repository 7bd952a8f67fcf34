import type { Optimizer } from "../Optimizer";
import { LRScheduler } from "./LRScheduler";

/** Multiplies the rate by gamma every stepSize epochs. */
export class StepLR extends LRScheduler {
  constructor(optimizer: Optimizer, { stepSize, gamma = 0.1 }: { stepSize: number; gamma?: number }) {
    super(optimizer, ({ epoch, rate }) => (epoch > 0 && epoch % stepSize === 0 ? rate * gamma : rate));
  }
}

/**
 * Multiplies the rate by gamma at each milestone, which is an epoch from 1 on. At a milestone that is given twice,
 * multiplies twice.
 */
export class MultiStepLR extends LRScheduler {
  constructor(
    optimizer: Optimizer,
    { milestones, gamma = 0.1 }: { milestones: readonly number[]; gamma?: number },
  ) {
    super(optimizer, ({ epoch, rate }) => {
      const times = milestones.filter((milestone) => milestone === epoch).length;
      return epoch > 0 ? rate * gamma ** times : rate;
    });
  }
}

/** Multiplies the rate by gamma every epoch. */
export class ExponentialLR extends LRScheduler {
  constructor(optimizer: Optimizer, { gamma }: { gamma: number }) {
    super(optimizer, ({ epoch, rate }) => (epoch > 0 ? rate * gamma : rate));
  }
}

/** Lowers the rate to etaMin along half of a cosine in tMax epochs, and raises it again in the next tMax epochs. */
export class CosineAnnealingLR extends LRScheduler {
  constructor(optimizer: Optimizer, { tMax, etaMin = 0 }: { tMax: number; etaMin?: number }) {
    super(optimizer, ({ epoch, rate, baseRate }) => {
      if (epoch === 0) return rate;
      // Here `height(epoch - 1)` would be 0, and the formula below would divide by 0.
      if ((epoch - 1 - tMax) % (2 * tMax) === 0) {
        return rate + ((baseRate - etaMin) * (1 - Math.cos(Math.PI / tMax))) / 2;
      }
      const height = (at: number) => 1 + Math.cos((Math.PI * at) / tMax);
      return (height(epoch) / height(epoch - 1)) * (rate - etaMin) + etaMin;
    });
  }
}

/**
 * Sets the rate to base rate · factor. The factor changes linearly from startFactor to endFactor in totalIters epochs.
 */
export class LinearLR extends LRScheduler {
  constructor(
    optimizer: Optimizer,
    {
      startFactor = 1 / 3,
      endFactor = 1,
      totalIters = 5,
    }: { startFactor?: number; endFactor?: number; totalIters?: number } = {},
  ) {
    super(optimizer, ({ epoch, rate }) => {
      if (epoch === 0) return rate * startFactor;
      if (epoch > totalIters) return rate;
      const change = endFactor - startFactor;
      return rate * (1 + change / (totalIters * startFactor + (epoch - 1) * change));
    });
  }
}

/** Lowers the rate to 0 in totalIters epochs: base rate · (1 − epoch / totalIters) ** power. */
export class PolynomialLR extends LRScheduler {
  constructor(
    optimizer: Optimizer,
    { totalIters = 5, power = 1 }: { totalIters?: number; power?: number } = {},
  ) {
    super(optimizer, ({ epoch, rate }) => {
      if (epoch === 0 || epoch > totalIters) return rate;
      return rate * ((1 - epoch / totalIters) / (1 - (epoch - 1) / totalIters)) ** power;
    });
  }
}
