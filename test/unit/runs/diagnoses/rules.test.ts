import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { foldEvents } from "../../../../src/runs/applyEvent";
import { type Course, courseOf } from "../../../../src/runs/diagnoses/Course";
import { type DiagnosisRule, diagnosisRules, type Finding } from "../../../../src/runs/diagnoses/Diagnosis";
import { diagnose } from "../../../../src/runs/diagnoses/diagnose";
import * as example from "../exampleEvents";

const folder = join(import.meta.dirname, "../../../fixtures/diagnoses");
const fixture = (name: string) => JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8"));

const document = (name: string) =>
  readFileSync(join(import.meta.dirname, "../../../../docs", `${name}.md`), "utf8");

/**
 * The findings of the rules when a recorded run is diagnosed at the end of each epoch and where its loss diverges. Each
 * finding has the number of epochs that were complete when it was made.
 */
function findingsIn(run: Omit<Course, "found">): [epoch: number, finding: Finding][] {
  const steps = run.epochs[0]?.steps ?? 0;
  const kept = run.losses.length / (run.epochs.length * steps || run.losses.length);
  const findings: [number, Finding][] = [];
  const look = (epochs: Course["epochs"], end: number, hasDiverged: boolean) => {
    const course: Course = {
      ...run,
      epochs,
      hasDiverged,
      losses: [...(run.losses as number[])].slice(0, Math.ceil(end * kept)),
      layers: run.layers.filter(({ step }) => step < end),
      found: new Set(findings.map(([, { rule }]) => rule)),
    };
    for (const finding of diagnose(course)) findings.push([epochs.length, finding]);
  };
  run.epochs.forEach((_, index) => {
    look(run.epochs.slice(0, index + 1), (index + 1) * steps, false);
  });
  if (run.hasDiverged) look(run.epochs, Infinity, true);
  return findings;
}

/** The rules that must find something in each recorded run, each with the number of complete epochs at the finding. */
const raised: Record<string, [epoch: number, rule: DiagnosisRule][]> = {
  tutorial: [],
  sgd: [],
  adam: [],
  lenet5: [],
  tinyVgg: [],
  convnet: [],
  resnet: [],
  narrow: [],
  validation: [],
  slow: [],
  learningRateTooLow: [[1, "learningRateTooLow"]],
  diverged: [[0, "learningRateTooHigh"]],
  learningRateTooHigh: [[1, "learningRateTooHigh"]],
  deepAndSlow: [[2, "learningRateTooLow"]],
  vanishingGradients: [[1, "vanishingGradients"]],
  explodingGradients: [[1, "explodingGradients"]],
  deadUnits: [[1, "deadUnits"]],
  overfitting: [[16, "overfitting"]],
  neverPredicted: [[4, "neverPredicted"]],
  chance: [[2, "chance"]],
  plateau: [[24, "plateau"]],
  validationUnlikeTraining: [[2, "validationUnlikeTraining"]],
};

test("each fixture is a run of the table in docs/diagnoses.md", () => {
  const recorded = readdirSync(folder).filter((name) => name.endsWith(".json"));
  expect(recorded.sort()).toEqual(
    Object.keys(raised)
      .map((name) => `${name}.json`)
      .sort(),
  );
  const table = document("diagnoses");
  for (const [name, rules] of Object.entries(raised)) {
    const found = rules.map(([epoch, rule]) => `\`${rule}\`, ${epoch}`).join("; ");
    expect(table).toContain(`| \`${fixture(name).command}\` | ${found || "none"} |`);
  }
});

test("docs/run-format.md names the rules whose findings have since, layer or classes", () => {
  const findings = Object.keys(raised).flatMap((name) =>
    findingsIn(fixture(name)).map(([, finding]) => finding),
  );
  expect(new Set(findings.map(({ rule }) => rule))).toEqual(new Set(diagnosisRules));
  for (const member of ["since", "layer", "classes"] as const) {
    const [, row = ""] =
      new RegExp(`^\\| \`${member}\` +\\| (.*) \\|$`, "m").exec(document("run-format")) ?? [];
    const having = findings.filter((finding) => finding[member] !== undefined).map(({ rule }) => rule);
    expect(new Set(row.match(/(?<=`)\w+(?=`)/g)), member).toEqual(new Set(having));
  }
});

test("docs/diagnoses.md has a row for each rule", () => {
  const [, named] = document("diagnoses").split("| rule |");
  const rules = [...named!.split("\n## ", 1)[0]!.matchAll(/^\| `(\w+)` \|/gm)].map(([, rule]) => rule);
  expect(rules).toEqual(diagnosisRules);
});

test.each(Object.keys(raised))("the recorded run %s raises the expected diagnoses", (name) => {
  expect(findingsIn(fixture(name)).map(([epoch, { rule }]) => [epoch, rule])).toEqual(raised[name]);
});

/** A run of three epochs that learns: the accuracies of its last epoch are 0.8, and no rule applies. */
function healthy(): Course {
  const epoch = (number: number, trainLoss: number, testAccuracy: number) => ({
    type: "epoch" as const,
    epoch: number,
    steps: 100,
    trainLoss,
    trainAccuracy: testAccuracy,
    testLoss: trainLoss,
    testAccuracy,
    confusion: [
      [40, 10],
      [10, 40],
    ],
    trainSeconds: 1,
    testSeconds: 1,
    seconds: 1,
  });
  const spread = () => ({ norm: 1, histogram: null });
  const layer = (name: string) => ({
    name,
    size: 100,
    weights: spread(),
    gradients: spread(),
    update: 1e-3,
    activations: { norm: 1, histogram: null, zeros: 0.5, units: 20, dead: 2 },
  });
  return {
    learningRate: 0.1,
    classes: 2,
    testSamples: 100,
    epochs: [epoch(1, 0.6, 0.7), epoch(2, 0.5, 0.75), epoch(3, 0.4, 0.8)],
    firstLoss: 0.7,
    losses: Array.from({ length: 300 }, (_, step) => 0.7 - step / 1000),
    layers: [0, 100, 200].map((step) => ({
      epoch: 1 + step / 100,
      step,
      gradientNorm: 1,
      layers: [layer("0"), layer("2")],
    })),
    hasDiverged: false,
    found: new Set(),
  };
}

const rulesOf = (course: Course) => diagnose(course).map(({ rule }) => rule);

describe("a run that learns has no diagnosis", () => {
  test("until 18 of 20 units of a layer are dead, which is found once", () => {
    expect(rulesOf(healthy())).toEqual([]);
    const dead = healthy();
    for (const { layers } of dead.layers) layers[1]!.activations!.dead = 18;
    expect(diagnose(dead)).toEqual([{ rule: "deadUnits", layer: "2", figures: { dead: 18, units: 20 } }]);
    expect(rulesOf({ ...dead, found: new Set(["deadUnits"]) })).toEqual([]);
  });

  test("when a layer has few active units in one record of three", () => {
    const course = healthy();
    course.layers[2]!.layers[1]!.activations!.dead = 20;
    expect(rulesOf(course)).toEqual([]);
  });

  test("when its layers were not recorded", () => {
    expect(rulesOf({ ...healthy(), layers: [] })).toEqual([]);
  });
});

test("gradients of the first layer that are a thousandth of the last one's vanish", () => {
  const course = healthy();
  for (const { layers } of course.layers) layers[0]!.gradients.norm = 1e-4;
  expect(diagnose(course)).toEqual([
    { rule: "vanishingGradients", layer: "0", figures: { first: 1e-5, last: 0.1 } },
  ]);
});

test("gradients of a norm above 100 explode", () => {
  const course = healthy();
  course.layers.at(-1)!.gradientNorm = 200;
  expect(diagnose(course)).toEqual([{ rule: "explodingGradients", since: 3, figures: { norm: 200 } }]);
});

test("small updates show too low a learning rate in a network that guesses, and not in one that learns", () => {
  const { epochs, layers, ...rest } = healthy();
  const course: Course = {
    ...rest,
    epochs: epochs.map((one) => ({ ...one, testAccuracy: 0.5, trainLoss: 0.7 })),
    losses: Array<number>(300).fill(0.7),
    layers: layers.map((one) => ({
      ...one,
      layers: one.layers.map((layer) => ({ ...layer, update: 1e-4 })),
    })),
  };
  expect(rulesOf(course)).toEqual(["learningRateTooLow"]);
  expect(rulesOf({ ...course, epochs })).toEqual([]);
});

test("a class predicted for no test image in three epochs is diagnosed once the loss has settled", () => {
  const { epochs, ...rest } = healthy();
  const confusion = [
    [50, 0],
    [30, 0],
  ];
  const settled = epochs.map((one) => ({ ...one, confusion, trainLoss: 0.4 }));
  expect(diagnose({ ...rest, epochs: settled })).toEqual([
    { rule: "neverPredicted", classes: [1], since: 1, figures: { epochs: 3 } },
  ]);
  expect(rulesOf({ ...rest, epochs: epochs.map((one) => ({ ...one, confusion })) })).toEqual([]);
});

test("losses that have not fallen for ten epochs are a plateau", () => {
  const { epochs, ...rest } = healthy();
  const [last] = epochs.slice(-1);
  const flat = Array.from({ length: 12 }, (_, index) => ({ ...last!, epoch: index + 1 }));
  expect(diagnose({ ...rest, epochs: flat })).toEqual([
    { rule: "plateau", since: 3, figures: { epochs: 10, trainLoss: 0.4 } },
  ]);
  expect(rulesOf({ ...rest, epochs: flat.slice(0, 10) })).toEqual([]);
});

test("a run that learns its training set and guesses on its test set is diagnosed with both accuracies", () => {
  const { epochs, ...rest } = healthy();
  const guessed = epochs.map((one) => ({ ...one, testAccuracy: 0.5, trainAccuracy: 0.9 }));
  expect(diagnose({ ...rest, epochs: guessed })).toEqual([
    { rule: "chance", figures: { trainAccuracy: 0.9, testAccuracy: 0.5 } },
  ]);
  expect(rulesOf({ ...rest, epochs: guessed.slice(0, 1) })).toEqual([]);
  expect(rulesOf({ ...rest, epochs: guessed, losses: Array<number>(60).fill(0.7) })).toEqual([]);
});

describe("a fork of a network that has learned", () => {
  /** A fork at a loss of 0.4. Its first two batches have the losses 0.15 and `highest`, the others `trainLoss`. */
  const forked = (trainLoss: number, highest: number, epochs = 3): Course => {
    const parent = { id: "parent", name: "parent", checkpoint: "c", epoch: 1, step: 4 };
    const state = foldEvents([
      { ...example.started, parent: { ...parent, losses: [2.3, 1.8, 0.9, 0.4], epochs: [] } },
      example.dataset,
      example.steps(2, 4, [0.15, highest, ...Array<number>(4 * epochs - 2).fill(trainLoss)], 2),
    ]);
    const all = Array.from({ length: epochs }, (_, index) => example.epochEnd(index + 2, 0.8, index + 3));
    return {
      ...courseOf(state, [], false)!,
      epochs: all.map((one) => ({ ...one, trainLoss, testLoss: trainLoss, trainAccuracy: 0.85 })),
    };
  };

  test("has no diagnosis for losses that are three times that of its first batch", () => {
    expect(rulesOf(forked(0.4, 0.9))).toEqual([]);
  });

  test("has too high a learning rate if its loss is again that of an untrained network", () => {
    expect(diagnose(forked(2.3, 5))).toMatchObject([
      { rule: "learningRateTooHigh", figures: { before: 0.15, highest: 5 } },
    ]);
  });

  test("has no diagnosis for such losses if the loss of its parent's first batch is unknown", () => {
    expect(rulesOf({ ...forked(0.4, 0.9), firstLoss: Number.NaN })).toEqual([]);
    expect(rulesOf({ ...forked(0.4, 0.9), firstLoss: Number.NaN, hasDiverged: true })).toEqual([
      "learningRateTooHigh",
    ]);
  });

  test("is on a plateau if its loss has not fallen since the fork", () => {
    expect(rulesOf(forked(0.4, 0.4, 12))).toEqual(["plateau"]);
  });
});

describe("a validation accuracy", () => {
  /** The {@link healthy} run with this validation accuracy in each epoch, measured on `images` images. */
  const validated = (validationAccuracy: number, images = 1000): Course => {
    const { epochs, ...rest } = healthy();
    const right = Math.round(validationAccuracy * images);
    const validationConfusion = [
      [right, images - right],
      [0, 0],
    ];
    return { ...rest, epochs: epochs.map((one) => ({ ...one, validationAccuracy, validationConfusion })) };
  };

  test("far below those of training and test counts as unlike them, and a class without images is named", () => {
    expect(diagnose(validated(0.5))).toEqual([
      {
        rule: "validationUnlikeTraining",
        classes: [1],
        since: 2,
        figures: { validationAccuracy: 0.5, trainAccuracy: 0.8, testAccuracy: 0.8 },
      },
    ]);
  });

  test("far above both counts as unlike them, too", () => {
    expect(rulesOf(validated(0.95))).toEqual(["validationUnlikeTraining"]);
  });

  test("whose difference chance explains counts as like them", () => {
    expect(rulesOf(validated(0.5, 16))).toEqual([]);
    expect(rulesOf(validated(0.72))).toEqual([]);
  });

  test("far below only the training accuracy, as by overfitting, counts as like them", () => {
    const { epochs, ...rest } = validated(0.72);
    expect(rulesOf({ ...rest, epochs: epochs.map((one) => ({ ...one, trainAccuracy: 0.99 })) })).toEqual([]);
  });

  test("that differed in one epoch only counts as like them", () => {
    const course = validated(0.5);
    const [first, second, third] = course.epochs;
    expect(
      rulesOf({ ...course, epochs: [first!, { ...second!, validationAccuracy: 0.75 }, third!] }),
    ).toEqual([]);
  });
});

test("a rule whose finding follows from a cause that was found raises no diagnosis", () => {
  const { epochs, losses, ...rest } = healthy();
  const guessed = epochs.map((one) => ({ ...one, testAccuracy: 0.5, trainLoss: 0.7 }));
  const risen = [...(losses as number[])];
  risen[50] = 30;
  rest.layers.at(-1)!.gradientNorm = 200;
  expect(rulesOf({ ...rest, epochs: guessed, losses: risen })).toEqual(["learningRateTooHigh"]);
});
