/** What the rules of this folder can find in a training. */

/** The names of the figures that each rule gives as evidence. */
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
  validationUnlikeTraining: ["validationAccuracy", "trainAccuracy", "testAccuracy"],
} as const;

export type DiagnosisRule = keyof typeof evidenceOf;
export const diagnosisRules = Object.keys(evidenceOf) as [DiagnosisRule, ...DiagnosisRule[]];

/** What a rule has found. */
export interface Finding<Rule extends DiagnosisRule = DiagnosisRule> {
  rule: Rule;
  /** The epoch that the rule gives as the beginning of what it has found; absent if the rule gives none. */
  since?: number;
  /** Name of the layer that the finding is about; absent if the finding is about none. */
  layer?: string;
  /** Labels of the classes that the finding is about; absent if the finding is about none. */
  classes?: number[];
  /** The figures that {@link evidenceOf} lists for the rule. */
  figures: Record<(typeof evidenceOf)[Rule][number], number>;
}
