import { describe, expect, test } from "vitest";
import { columnNamed, type Row, rowOf } from "../../../src/runs/columns";
import {
  drawOnly,
  groupingOf,
  initialTable,
  moveColumn,
  orderedColumns,
  resizeColumn,
  restoreTable,
  sortBy,
  sortKeys,
  type TableState,
  visibleColumns,
  widthOf,
  withDrawn,
} from "../../../webview/experiments/TableState";
import { epochEnd } from "../runs/exampleEvents";
import { exampleRun } from "../runs/exampleRuns";

const runs = [
  exampleRun("a", { accuracies: [0.8], config: { optimizer: "adam" } }),
  exampleRun("b", { accuracies: [0.9], config: { optimizer: "sgd" } }),
];
const shown = (state: TableState) => visibleColumns(runs, state).map(({ id }) => id);
const sorted = (state: TableState) =>
  sortKeys(state).map(({ column, isDescending }) => `${isDescending ? "-" : ""}${column.id}`);

describe("The table shows", () => {
  test("only those hyperparameters in which the runs differ", () => {
    expect(shown(initialTable)).toContain("optimizer");
    expect(shown(initialTable)).not.toContain("learningRate");
    expect(visibleColumns(runs.slice(1), initialTable).map(({ id }) => id)).not.toContain("optimizer");
  });

  test("no hyperparameter without an effect on the results, unless the user shows it", () => {
    const differing = ["fail", "sample"].map((whenUnavailable) =>
      exampleRun(whenUnavailable, {
        config: {
          dataset: {
            ...runs[0]!.state.config!.dataset,
            whenUnavailable: whenUnavailable as "fail" | "sample",
          },
        },
      }),
    );
    const id = "dataset.whenUnavailable";
    const shownOf = (state: TableState) => visibleColumns(differing, state).map((column) => column.id);
    expect(shownOf(initialTable)).not.toContain(id);
    expect(shownOf({ ...initialTable, shown: { [id]: true } })).toContain(id);
  });

  test("the diagnoses beside the statuses while a listed run has one", () => {
    const figures = { loss: 2.3 };
    const diagnosis = { type: "diagnosis", rule: "chance", epoch: 1, step: 4, figures, seconds: 1 } as const;
    const [one, other] = [runs[0]!, runs[1]!].map((run) => rowOf(run)) as [Row, Row];
    const troubled = { ...one, state: { ...one.state, diagnoses: [diagnosis] } };
    const shownOf = (rows: Row[], state = initialTable) => visibleColumns(rows, state).map(({ id }) => id);
    expect(shownOf([troubled, other]).slice(0, 4)).toEqual(["name", "accuracy", "status", "diagnoses"]);
    expect(shownOf([one, other])).not.toContain("diagnoses");
    expect(shownOf([troubled], { ...initialTable, shown: { diagnoses: false } })).not.toContain("diagnoses");
  });

  test("the figures of the validation set while a listed run has one", () => {
    const [one, other] = [runs[0]!, runs[1]!].map((run) => rowOf(run)) as [Row, Row];
    const judged = { ...epochEnd(1, 0.8, 4), validationAccuracy: 0.7, validationLoss: 0.5 };
    const validated = { ...one, state: { ...one.state, best: judged, epochs: [judged] } };
    const shownOf = (rows: Row[]) => visibleColumns(rows, initialTable).map(({ id }) => id);
    const added = ["validationAccuracy", "validationLoss"];
    expect(shownOf([one, other]).filter((id) => added.includes(id))).toEqual([]);
    expect(shownOf([validated, other]).filter((id) => added.includes(id))).toEqual(added);
    expect(shownOf([validated, other]).filter((id) => !added.includes(id))).toEqual(shownOf([one, other]));
  });

  test("a column that the user shows, and none that the user hides", () => {
    const state = { ...initialTable, shown: { learningRate: true, optimizer: false, started: false } };
    expect(shown(state)).toContain("learningRate");
    expect(shown(state)).not.toContain("optimizer");
    expect(shown(state)).not.toContain("started");
  });

  test("the accuracy, the status and what differs before other figures", () => {
    expect(shown(initialTable).slice(0, 5)).toEqual(["name", "accuracy", "status", "optimizer", "lastLoss"]);
    expect(shown({ ...initialTable, shown: { trainLoss: true } }).at(-1)).toBe("trainLoss");
  });

  test("the name always, and first", () => {
    expect(shown({ ...initialTable, shown: { name: false }, order: ["accuracy", "name"] })[0]).toBe("name");
  });
});

describe("The runs that the charts draw", () => {
  test("are changed one by one, or limited to some of the runs", () => {
    const state = withDrawn({ ...initialTable, hidden: ["a"] }, ["b", "c"], false);
    expect(state.hidden).toEqual(["a", "b", "c"]);
    expect(withDrawn(state, ["a", "c"], true).hidden).toEqual(["b"]);
    expect(drawOnly(state, ["c"], ["a", "b", "c", "d"]).hidden).toEqual(["a", "b", "d"]);
  });
});

describe("A column", () => {
  test("is moved among the visible ones, and stays there when another one appears", () => {
    const moved = moveColumn(initialTable, visibleColumns(runs, initialTable), "status", -1);
    expect(shown(moved).slice(0, 3)).toEqual(["name", "status", "accuracy"]);
    expect(shown({ ...moved, shown: { note: true } }).slice(0, 3)).toEqual(["name", "status", "accuracy"]);
    expect(orderedColumns(moved)).toHaveLength(orderedColumns(initialTable).length);
  });

  test("is not moved before the name or beyond the last column", () => {
    const visible = visibleColumns(runs, initialTable);
    expect(shown(moveColumn(initialTable, visible, "status", -5))[0]).toBe("name");
    expect(shown(moveColumn(initialTable, visible, "status", 99)).at(-1)).toBe("status");
    expect(moveColumn(initialTable, visible, "name", 1)).toBe(initialTable);
  });

  test("has a width within bounds", () => {
    const name = columnNamed("name")!;
    expect(widthOf(name, resizeColumn(initialTable, "name", 3))).toBe(40);
    expect(widthOf(name, resizeColumn(initialTable, "name", 3000))).toBe(800);
    expect(widthOf(name, resizeColumn(initialTable, "name", 250.4))).toBe(250);
  });

  test("has room for its heading in two lines", () => {
    const widthWith = (id: string) => widthOf(columnNamed(id)!, initialTable);
    expect(widthWith("validationAccuracy")).toBeGreaterThan(83 + 16);
    expect(widthWith("trainAccuracy")).toBeGreaterThan(70 + 16);
    expect(widthWith("epochsDone")).toBe(80);
  });

  test("for the name is narrower in a narrow table, unless the user chose its width", () => {
    const name = columnNamed("name")!;
    expect(widthOf(name, initialTable, 320)).toBeLessThan(widthOf(name, initialTable, 900));
    expect(widthOf(name, resizeColumn(initialTable, "name", 250), 320)).toBe(250);
  });

  test("keeps the room of its label when the sign of sorting stands beside it", () => {
    const rate = columnNamed("learningRate")!;
    const widthWith = (...columns: string[]) =>
      widthOf(rate, { ...initialTable, sort: columns.map((column) => ({ column, isDescending: true })) });
    const unsorted = widthWith();
    expect(widthWith("accuracy")).toBe(unsorted);
    expect(widthWith("learningRate")).toBe(unsorted + 20);
    expect(widthWith("accuracy", "learningRate")).toBe(unsorted + 32);
    const accuracy = columnNamed("accuracy")!;
    const compared = { ...initialTable, baseline: "a" };
    expect(widthOf(accuracy, { ...compared, sort: [{ column: "accuracy", isDescending: true }] })).toBe(
      widthOf(accuracy, compared),
    );
    const chosen = resizeColumn(initialTable, "learningRate", 60);
    expect(widthOf(rate, { ...chosen, sort: [{ column: "learningRate", isDescending: true }] })).toBe(60);
  });
});

describe("The grouping", () => {
  test("by the seed's value is another one than by all settings but the seed", () => {
    expect(groupingOf({ ...initialTable, group: "seed" })).toEqual({
      by: "column",
      column: columnNamed("seed"),
    });
    expect(groupingOf({ ...initialTable, group: "sameButForSeed" })).toEqual({ by: "seed" });
  });
});

describe("Sorting by a column", () => {
  const [accuracy, name] = [columnNamed("accuracy")!, columnNamed("name")!];

  test("begins with the best values, then is reversed, then ends", () => {
    const once = sortBy(initialTable, accuracy, false);
    const twice = sortBy(once, accuracy, false);
    expect([once, twice, sortBy(twice, accuracy, false)].map(sorted)).toEqual([
      ["-accuracy"],
      ["accuracy"],
      [],
    ]);
    expect(sorted(sortBy(initialTable, name, false))).toEqual(["name"]);
  });

  test("replaces the sorting by other columns, or is added to it", () => {
    const byName = sortBy(initialTable, name, false);
    expect(sorted(sortBy(byName, accuracy, false))).toEqual(["-accuracy"]);
    const both = sortBy(byName, accuracy, true);
    expect(sorted(both)).toEqual(["name", "-accuracy"]);
    expect(sorted(sortBy(both, name, true))).toEqual(["-name", "-accuracy"]);
  });
});

describe("A remembered state", () => {
  test("is restored", () => {
    const state = { ...initialTable, filter: "lr>1", group: "sameButForSeed", hidden: ["a"], baseline: "b" };
    expect(restoreTable(JSON.parse(JSON.stringify(state)))).toEqual(state);
  });

  test.each([undefined, null, 3, { filter: 3, sort: {}, folded: null, group: 7, widths: [] }])(
    "of another kind is the initial one: %j",
    (remembered) => expect(restoreTable(remembered)).toEqual(initialTable),
  );
});
