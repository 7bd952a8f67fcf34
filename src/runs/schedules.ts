import * as l10n from "@vscode/l10n";
import type { Hyperparameter } from "./Hyperparameter";
import { mostEpochs } from "./limits";

/** The schedules of the learning rate, by PyTorch's names. `src/model/makeSchedule.ts` makes them. */
export const scheduleNames = [
  "none",
  "StepLR",
  "MultiStepLR",
  "ExponentialLR",
  "CosineAnnealingLR",
  "LinearLR",
  "PolynomialLR",
  "OneCycleLR",
] as const;

export type ScheduleName = (typeof scheduleNames)[number];

/**
 * The default of `gamma` by schedule. PyTorch has no default for ExponentialLR. The default here is nearer to 1 than
 * those of the other schedules, since ExponentialLR multiplies the learning rate by `gamma` after every epoch.
 */
const gammas = { StepLR: 0.1, MultiStepLR: 0.1, ExponentialLR: 0.9 } satisfies {
  [Name in ScheduleName]?: number;
};

/** The common members of hyperparameters that only some schedules use. An entry may replace `isShown`. */
const ofSchedules = <const Names extends readonly ScheduleName[]>(...names: Names) =>
  ({
    when: { "schedule.name": names },
    decidesResult: true,
    isForked: true,
    isShown: "always",
  }) as const;

const withoutOneCycle = scheduleNames.filter((name) => name !== "OneCycleLR");

/** The hyperparameters of the schedule of the learning rate. */
export const scheduleHyperparameters = {
  "schedule.name": {
    allows: {
      kind: "choice",
      of: Object.fromEntries(
        scheduleNames.map((name) => [name, name === "none" ? l10n.t("none") : name]),
      ) as Record<ScheduleName, string>,
    },
    default: "none",
    inOlderRuns: "none",
    label: l10n.t("Schedule"),
    brief: (text) => text,
    setting: "fittingRoom.hyperparameters.schedule",
    option: { flags: "--schedule <name>", description: scheduleNames.join(", ") },
    decidesResult: true,
    isForked: true,
    isShown: "changed",
  },
  /**
   * Number of epochs of the schedule, without warm-up; null for all epochs that the run has left when the schedule
   * begins.
   */
  "schedule.length": {
    ...ofSchedules("CosineAnnealingLR", "LinearLR", "PolynomialLR", "OneCycleLR"),
    allows: { kind: "whole number", from: 1, to: mostEpochs, isNullable: true },
    default: null,
    inOlderRuns: null,
    label: l10n.t("Schedule epochs"),
    setting: "fittingRoom.hyperparameters.scheduleLength",
    option: {
      flags: "--schedule-length <n>",
      description: l10n.t(
        "epochs that the schedule takes; without it, or with all, those that the run has left",
      ),
      ofFork: l10n.t("epochs that the schedule takes; all for those that the run has left"),
    },
    isShown: "changed",
  },
  "schedule.stepSize": {
    ...ofSchedules("StepLR"),
    allows: { kind: "whole number", from: 1, to: mostEpochs },
    default: 2,
    inOlderRuns: 2,
    label: l10n.t("Step size"),
    setting: "fittingRoom.hyperparameters.stepSize",
    option: {
      flags: "--step-size <n>",
      description: l10n.t("epochs after which StepLR multiplies the learning rate by gamma"),
    },
  },
  "schedule.milestones": {
    ...ofSchedules("MultiStepLR"),
    allows: { kind: "whole numbers", most: 100, from: 1, to: mostEpochs, separator: ", " },
    default: [3, 4],
    inOlderRuns: [3, 4],
    label: l10n.t("Milestones"),
    setting: "fittingRoom.hyperparameters.milestones",
    option: {
      flags: "--milestones <epochs>",
      description: l10n.t("epochs after which MultiStepLR multiplies the learning rate by gamma"),
    },
  },
  "schedule.gamma": {
    ...ofSchedules("StepLR", "MultiStepLR", "ExponentialLR"),
    allows: { kind: "number", above: 0, to: 1 },
    default: gammas.StepLR,
    inOlderRuns: gammas.StepLR,
    defaultBy: { key: "schedule.name", of: gammas },
    label: l10n.t("Gamma"),
    setting: "fittingRoom.hyperparameters.gamma",
    option: { flags: "--gamma <x>", description: l10n.t("factor of the learning rate") },
  },
  "schedule.etaMin": {
    ...ofSchedules("CosineAnnealingLR"),
    allows: { kind: "number", from: 0, to: 100 },
    default: 0,
    inOlderRuns: 0,
    label: l10n.t("Lowest learning rate"),
    setting: "fittingRoom.hyperparameters.etaMin",
    option: { flags: "--eta-min <x>", description: l10n.t("lowest learning rate of CosineAnnealingLR") },
    isShown: "changed",
  },
  "schedule.startFactor": {
    ...ofSchedules("LinearLR"),
    allows: { kind: "number", above: 0, to: 1 },
    default: 1,
    inOlderRuns: 1,
    label: l10n.t("Start factor"),
    setting: "fittingRoom.hyperparameters.startFactor",
    option: {
      flags: "--start-factor <x>",
      description: l10n.t("factor of the learning rate with which LinearLR begins"),
    },
  },
  "schedule.endFactor": {
    ...ofSchedules("LinearLR"),
    allows: { kind: "number", from: 0, to: 1 },
    default: 0.1,
    inOlderRuns: 0.1,
    label: l10n.t("End factor"),
    setting: "fittingRoom.hyperparameters.endFactor",
    option: {
      flags: "--end-factor <x>",
      description: l10n.t("factor of the learning rate with which LinearLR ends"),
    },
  },
  "schedule.power": {
    ...ofSchedules("PolynomialLR"),
    allows: { kind: "number", above: 0, to: 10 },
    default: 1,
    inOlderRuns: 1,
    label: l10n.t("Power"),
    setting: "fittingRoom.hyperparameters.power",
    option: { flags: "--power <x>", description: l10n.t("power of PolynomialLR; 1 for a straight line") },
  },
  "schedule.pctStart": {
    ...ofSchedules("OneCycleLR"),
    allows: { kind: "number", from: 0, below: 1 },
    default: 0.3,
    inOlderRuns: 0.3,
    label: l10n.t("Rising part"),
    setting: "fittingRoom.hyperparameters.pctStart",
    option: {
      flags: "--pct-start <x>",
      description: l10n.t("part of its steps, 0 to below 1, in which OneCycleLR raises the learning rate"),
    },
  },
  "schedule.cycleMomentum": {
    ...ofSchedules("OneCycleLR"),
    allows: { kind: "flag" },
    default: true,
    inOlderRuns: true,
    label: l10n.t("Momentum cycle"),
    brief: () => l10n.t("momentum cycle"),
    setting: "fittingRoom.hyperparameters.cycleMomentum",
    option: {
      flags: "--no-cycle-momentum",
      description: l10n.t(
        "leave the momentum unchanged, which OneCycleLR lowers from 0.95 to 0.85 and raises again",
      ),
    },
    isShown: "changed",
  },
  /**
   * Number of epochs before the schedule begins. In these epochs, a LinearLR raises the learning rate from a third of
   * the configured rate to the configured rate. OneCycleLR has no warm-up, since it raises the learning rate itself.
   */
  "schedule.warmupEpochs": {
    ...ofSchedules(...withoutOneCycle),
    allows: { kind: "whole number", from: 0, to: 1000 },
    default: 0,
    inOlderRuns: 0,
    label: l10n.t("Warm-up epochs"),
    setting: "fittingRoom.hyperparameters.warmupEpochs",
    option: {
      flags: "--warmup-epochs <n>",
      description: l10n.t("epochs in which the learning rate rises from a third of it, before the schedule"),
    },
    isShown: "changed",
  },
} as const satisfies { [Key in `schedule.${string}`]: Hyperparameter };

/** Whether a schedule or a warm-up changes the learning rate of a run. */
export function hasSchedule({
  schedule,
}: {
  schedule: { name: ScheduleName; warmupEpochs: number };
}): boolean {
  return schedule.name !== "none" || schedule.warmupEpochs > 0;
}
