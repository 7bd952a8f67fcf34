/** What the rules of this folder can find in a training. */

/** The names of the figures in the finding of each rule. They are the evidence for the finding. */
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
  /** The epoch in which the problem began, as the rule determines it; absent if the rule determines none. */
  since?: number;
  /** Name of the layer that the finding is about; absent if the finding is about none. */
  layer?: string;
  /** Labels of the classes that the finding is about; absent if the finding is about none. */
  classes?: number[];
  /** The figures that {@link evidenceOf} lists for the rule. */
  figures: Record<(typeof evidenceOf)[Rule][number], number>;
}
