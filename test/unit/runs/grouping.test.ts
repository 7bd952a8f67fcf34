import { describe, expect, test } from "vitest";
import { columnNamed } from "../../../src/runs/columns";
import { groupRuns } from "../../../src/runs/grouping";
import { exampleRun, parent } from "./exampleRuns";

const runs = [
  exampleRun("a", {
    config: { seed: 1, learningRate: 0.1 },
    accuracies: [0.8],
    labels: { tags: ["x", "y"] },
  }),
  exampleRun("b", { config: { seed: 2, learningRate: 0.1 }, accuracies: [0.9], labels: { tags: ["x"] } }),
  exampleRun("c", { config: { seed: 3, learningRate: 0.1 }, accuracies: [0.7] }),
  exampleRun("d", { config: { seed: 1, shuffle: true }, accuracies: [0.6] }),
  exampleRun("e", { config: { seed: 2, shuffle: true }, status: "failed" }),
];

const members = (...given: Parameters<typeof groupRuns>) =>
  groupRuns(...given).map((group) => `${group.label}: ${group.runs.map(({ id }) => id).join("")}`);

describe("runs are grouped", () => {
  test("by everything but the seed, each group named by what differs", () => {
    expect(members(runs, { by: "seed" })).toEqual(["lr 0.1, shuffle off: abc", "lr 0.001, shuffled: de"]);
  });

  test("with names of what differs from most groups, where many things differ", () => {
    const usual = {
      learningRate: 0.1,
      optimizer: "sgd",
      momentum: 0,
      batchSize: 64,
      shuffle: false,
    } as const;
    const given = [
      {},
      { momentum: 0.9 },
      { shuffle: true, batchSize: 32 },
      { learningRate: 0.5 },
      { momentum: 0.5 },
    ];
    const many = given.map((one, index) => exampleRun(String(index), { config: { ...usual, ...one } }));
    expect(groupRuns(many, { by: "seed" }).map(({ label }) => label)).toEqual([
      "lr 0.1, batch 64, momentum 0, …",
      "momentum 0.9",
      "batch 32, shuffled",
      "lr 0.5",
      "momentum 0.5",
    ]);
  });

  test("into one group where nothing else differs", () => {
    expect(members(runs.slice(0, 3), { by: "seed" })).toEqual(["same settings: abc"]);
  });

  test("regardless of how they were computed", () => {
    const threads = exampleRun("t", { config: { seed: 9, learningRate: 0.1, compute: { threads: 1 } } });
    expect(groupRuns([runs[0]!, threads], { by: "seed" })).toHaveLength(1);
  });

  test("apart from forks, which belong together when they began at the same step", () => {
    const fork = (id: string, step: number, of: string) =>
      exampleRun(id, {
        config: { seed: Number(id), learningRate: 0.1 },
        parent: { ...parent, id: of, step },
      });
    const forks = [fork("1", 4, "a"), fork("2", 4, "b"), fork("3", 1260, "b")];
    const groups = groupRuns([runs[0]!, ...forks], { by: "seed" });
    expect(groups.map(({ label, runs }) => [label, runs.map(({ id }) => id).join("")])).toEqual([
      ["same settings", "a"],
      ["fork after step 4", "12"],
      ["fork after step 1,260", "3"],
    ]);
  });

  test("by a hyperparameter", () => {
    const column = columnNamed("lr")!;
    expect(members(runs, { by: "column", column })).toEqual(["0.1: abc", "0.001: de"]);
  });

  test("by tags, with a group of the runs without a tag", () => {
    expect(members(runs, { by: "tag" })).toEqual(["x: ab", "y: a", "no tag: cde"]);
  });
});

describe("a group's figures", () => {
  test("are count, mean, sample standard deviation, range and best of the runs that have a value", () => {
    const [first, second] = groupRuns(runs, { by: "seed" });
    expect(first?.figures).toMatchObject({ n: 3, min: 0.7, max: 0.9, best: { id: "b" } });
    expect(first?.figures.mean).toBeCloseTo(0.8);
    expect(first?.figures.sd).toBeCloseTo(0.1);
    expect(second?.figures).toMatchObject({ n: 1, mean: 0.6, sd: undefined, best: { id: "d" } });
  });

  test("have the lowest loss as the best", () => {
    const [group] = groupRuns(runs, { by: "seed" }, columnNamed("bestLoss"));
    expect(group?.figures.best?.id).toBe("b");
    expect(group?.figures.min).toBeCloseTo(0.1);
  });

  test("are unknown where no run has a value", () => {
    const [group] = groupRuns([runs[4]!], { by: "tag" });
    expect(group?.figures).toEqual({
      n: 0,
      mean: undefined,
      sd: undefined,
      min: undefined,
      max: undefined,
      best: undefined,
    });
  });
});
