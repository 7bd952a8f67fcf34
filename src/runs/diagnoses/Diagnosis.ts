/** What can be wrong with a training, as the rules in this folder find it. */

/** The figures that each diagnosis has as evidence. */
export const evidenceOf = {
  learningRateTooLow: ["rate", "before", "after", "update"],
  learningRateTooHigh: ["rate", "before", "highest"],
  vanishingGradients: ["first", "last"],
  explodingGradients: ["norm"],
  deadUnits: ["dead", "units"],
  overfitting: ["best", "testLoss", "trainBefore", "trainLoss"],
  neverPredicted: ["epochs"],
  chance: ["trainAccuracy", "testAccuracy"],
  plateau: ["epochs", "trainLoss"],
} as const;

export type DiagnosisRule = keyof typeof evidenceOf;
export const diagnosisRules = Object.keys(evidenceOf) as [DiagnosisRule, ...DiagnosisRule[]];

/** What a rule has found. */
export interface Finding<Rule extends DiagnosisRule = DiagnosisRule> {
  rule: Rule;
  /** The epoch from which on it holds. */
  since?: number;
  /** The layer that it is about. */
  layer?: string;
  /** The classes that it is about. */
  classes?: number[];
  /** The evidence, by {@link evidenceOf}. */
  figures: Record<(typeof evidenceOf)[Rule][number], number>;
}
