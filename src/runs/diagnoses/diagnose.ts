import type { Course } from "./Course";
import { chance, neverPredicted } from "./classes";
import type { DiagnosisRule, Finding } from "./Diagnosis";
import { deadUnits } from "./deadUnits";
import { explodingGradients, vanishingGradients } from "./gradients";
import { learningRateTooHigh, learningRateTooLow } from "./learningRate";
import { overfitting } from "./overfitting";
import { plateau } from "./plateau";

/** The rules, those of causes before those of what follows from them. */
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
};

/** What follows from each cause and is not said beside it. */
const implied: Partial<Record<DiagnosisRule, readonly DiagnosisRule[]>> = {
  // The losses of all steps prove more than the gradients of those that were recorded.
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

/** What the rules find that was not found before. Each is found once in a run. */
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
