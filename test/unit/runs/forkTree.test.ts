import { describe, expect, test } from "vitest";
import { forkTree } from "../../../src/runs/forkTree";
import type { RunSummary } from "../../../src/runs/RunStore";
import { exampleRun, parent } from "./exampleRuns";

/** A run. @param of the parent's id if the run is a fork. @param created when the fork's parent was made */
function run(id: string, of?: string, created?: string): RunSummary {
  const row = exampleRun(id, of === undefined ? {} : { parent: { ...parent, id: of, created } });
  return { ...row, folder: `/runs/${id}`, problems: [], isHeld: false };
}

const ids = (runs: readonly RunSummary[]) => runs.map(({ id }) => id).join("");

describe("a tree of runs", () => {
  test("has forks below their parents, and forks of forks below those, newest first", () => {
    const [d, c, b, a] = [run("d", "b"), run("c", "a"), run("b", "a"), run("a")];
    const tree = forkTree([d, c, b, a]);
    expect(ids(tree.roots)).toBe("a");
    expect([a, b, c].map((one) => ids(tree.forksOf(one)))).toEqual(["cb", "d", ""]);
    expect([tree.parentOf(d)?.id, tree.parentOf(a)]).toEqual(["b", undefined]);
  });

  test("has a fork at the top if its parent is not among the runs", () => {
    expect(ids(forkTree([run("b", "gone"), run("a")]).roots)).toBe("ba");
  });

  test("has a fork at the top if a run that was made at another time has its parent's id", () => {
    const a = run("a");
    const forks = [run("d", "a", a.created), run("c", "a", "2026-01-01T09:30:00.250Z"), run("b", "a")];
    const tree = forkTree([...forks, a]);
    expect(ids(tree.roots)).toBe("ca");
    // The fork of an earlier version, b, has recorded only the id of its parent.
    expect(ids(tree.forksOf(a))).toBe("db");
  });

  test("has every run once, also where runs name each other or themselves as parents", () => {
    const runs = [run("c", "c"), run("b", "a"), run("a", "b")];
    const tree = forkTree(runs);
    expect(ids(tree.roots)).toBe("ca");
    expect(ids(tree.forksOf(runs[2]!))).toBe("b");
  });
});
