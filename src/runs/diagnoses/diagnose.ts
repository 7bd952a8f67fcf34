import type { Course } from "./Course";
import { chance, neverPredicted } from "./classes";
import type { DiagnosisRule, Finding } from "./Diagnosis";
import { deadUnits } from "./deadUnits";
import { explodingGradients, vanishingGradients } from "./gradients";
import { learningRateTooHigh, learningRateTooLow } from "./learningRate";
import { overfitting } from "./overfitting";
import { plateau } from "./plateau";
import { validationUnlikeTraining } from "./validation";

/** The rules. A cause comes before the effects that {@link implied} names. */
const rules: { [Rule in DiagnosisRule]: (course: Course) => Finding<Rule> | undefined } = {
  learningRateTooHigh,
  explodingGradients,
  vanishingGradients,
  deadUnits,
  learningRateTooLow,
  overfitting,
  chance,
  neverPredicted,
  plateau,
  validationUnlikeTraining,
};

/**
 * The effects of each cause. Once the rule of a cause has found something, the rules of its effects are not applied.
 */
const implied: Partial<Record<DiagnosisRule, readonly DiagnosisRule[]>> = {
  // A high loss is seen at any step. High gradients are seen only at the steps that have a layer record. Losses
  // therefore prove more than gradients.
  learningRateTooHigh: [
    "explodingGradients",
    "chance",
    "neverPredicted",
    "plateau",
    "deadUnits",
    "vanishingGradients",
  ],
  explodingGradients: ["chance", "neverPredicted", "plateau", "deadUnits"],
  vanishingGradients: ["learningRateTooLow", "chance", "neverPredicted", "plateau", "deadUnits"],
  deadUnits: ["learningRateTooLow", "chance", "neverPredicted", "plateau"],
  learningRateTooLow: ["chance", "neverPredicted", "plateau"],
  chance: ["neverPredicted", "plateau"],
};

/**
 * The new findings of all rules. A rule is not applied if the rule itself or one of its causes (see {@link implied})
 * already has a finding.
 */
export function diagnose(course: Course): Finding[] {
  const found = new Set(course.found);
  const findings: Finding[] = [];
  for (const [name, rule] of Object.entries(rules) as [
    DiagnosisRule,
    (course: Course) => Finding | undefined,
  ][]) {
    if (found.has(name)) continue;
    if (Object.entries(implied).some(([cause, effects]) => found.has(cause) && effects.includes(name)))
      continue;
    const finding = rule(course);
    if (!finding) continue;
    found.add(name);
    findings.push(finding);
  }
  return findings;
}
