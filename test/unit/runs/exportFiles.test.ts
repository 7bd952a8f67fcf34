import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createRun } from "../../../src/runs/createRun";
import { csvLine } from "../../../src/runs/csv";
import { seriesFile, tableFile } from "../../../src/runs/exportFiles";
import { changeLabels } from "../../../src/runs/labelsFile";
import type { RunEvent } from "../../../src/runs/RunEvent";
import { RunLog } from "../../../src/runs/RunLog";
import { RunStore, type RunSummary } from "../../../src/runs/RunStore";
import { seriesMetrics } from "../../../src/runs/seriesKinds";
import { parseColumns } from "../../../src/runs/sorting";
import { config, control, dataset, ended, epochEnd, started, steps, validatedEnd } from "./exampleEvents";

describe("a line of CSV", () => {
  test.each([
    [["a", "b"], "a,b\r\n"],
    [["a,b", 'say "x"', "two\nlines", "cr\rcell"], '"a,b","say ""x""","two\nlines","cr\rcell"\r\n'],
    [["", null, undefined], ",,\r\n"],
    [[-1.5, 1e-9, true], "-1.5,1e-9,true\r\n"],
    [["=1+1", "+1", "-1", "@a", "\tx"], "'=1+1,'+1,'-1,'@a,'\tx\r\n"],
    [['=HYPERLINK("x")'], '"\'=HYPERLINK(""x"")"\r\n'],
    [["a=b"], "a=b\r\n"],
    [["brisk-linen 천"], "brisk-linen 천\r\n"],
  ])("of %j is %j", (cells, line) => {
    expect(csvLine(cells)).toBe(line);
  });
});

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "export-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function record(name: string, ...events: RunEvent[]) {
  const run = createRun(folder, config, new Date(2026, 0, 2));
  const log = new RunLog(run.folder);
  log.append(...events);
  log.close();
  await changeLabels(run.folder, (labels) => ({ ...labels, name, tags: ["a", "b"] }));
  return new RunStore(folder).summary(run.id);
}

async function whole(pieces: Iterable<string> | AsyncIterable<string>): Promise<string> {
  let text = "";
  for await (const piece of pieces) text += piece;
  return text;
}

describe("an exported table", () => {
  test("has a row for each run with the chosen columns, and numbers as a file writes them", async () => {
    const runs = [await record("=linen", started, dataset, epochEnd(1, 0.5, 2), ended("finished"))];
    const columns = parseColumns("name,acc,lr,tags,shuffle,loss,parent");
    expect(await whole(tableFile(runs, "csv", columns))).toBe(
      "id,name,accuracy,learningRate,tags,shuffle,lastLoss,parent\r\n" +
        '2026-01-02_00-00-00,\'=linen,0.5,0.001,"a, b",false,1.9,\r\n',
    );
    expect(JSON.parse(await whole(tableFile(runs, "json", columns)))).toEqual([
      {
        id: "2026-01-02_00-00-00",
        name: "=linen",
        accuracy: 0.5,
        learningRate: 0.001,
        tags: ["a", "b"],
        shuffle: false,
        lastLoss: 1.9,
        parent: null,
      },
    ]);
  });

  test("of no runs is a heading, or an empty list", async () => {
    expect(await whole(tableFile([], "csv", parseColumns("name")))).toBe("id,name\r\n");
    expect(JSON.parse(await whole(tableFile([], "json")))).toEqual([]);
  });
});

describe("exported series", () => {
  const rowsOf = async (...runs: RunSummary[]) =>
    JSON.parse(await whole(seriesFile(runs, "json"))) as Record<string, unknown>[];
  const valuesOf = (rows: Record<string, unknown>[], metric: string) =>
    rows
      .filter((row) => row.metric === metric)
      .map(({ step, epoch, time, value }) => [step, epoch, time, value]);

  test("have a row for each value of the charts, with its step, epoch and time in seconds", async () => {
    const epoch = { ...epochEnd(1, 0.5, 2), trainSeconds: 1, testSeconds: 0.25 };
    const change = { ...control("learningRate", 5), value: 0.5 };
    const later = [change, steps(2, 5, [1], 3), ended("finished")];
    const run = await record(
      "linen",
      started,
      dataset,
      steps(1, 0, [2.5, null, 2.2, 2.1], 1),
      epoch,
      steps(2, 4, [1.25], 2.5),
      ...later,
    );
    const rows = await rowsOf(run);
    const isOfValidation = (metric: string) => metric.startsWith("validation");
    expect(new Set(rows.map(({ metric }) => metric))).toEqual(
      new Set(seriesMetrics.filter((metric) => !isOfValidation(metric))),
    );
    expect(rows[0]).toEqual({
      run: run.id,
      name: "linen",
      metric: "loss",
      step: 1,
      epoch: 0.25,
      time: 0.25,
      value: 2.5,
    });
    const losses = valuesOf(rows, "loss");
    expect(losses.map(([step, epoch, , value]) => [step, epoch, value])).toEqual([
      [1, 0.25, 2.5],
      [2, 0.5, null],
      [3, 0.75, 2.2],
      [4, 1, 2.1],
      [5, 1.25, 1.25],
      [6, 1.5, 1],
    ]);
    const figures = { testLoss: 1.9, testAccuracy: 0.5, trainLoss: 2, trainAccuracy: 0.3, speed: 256 };
    for (const [metric, value] of Object.entries(figures))
      expect(valuesOf(rows, metric), metric).toEqual([[4, 1, 1.25, value]]);
    expect(valuesOf(rows, "learningRate").map(([step, , , value]) => [step, value])).toEqual([
      [0, 0.001],
      [5, 0.5],
      [6, 0.5],
    ]);
  });

  test("have the figures of the validation set of a run that has one", async () => {
    const epochs = [validatedEnd(1, 0.5, 0.6), { ...validatedEnd(2, 0.7, 0.4), validationLoss: null }];
    const rows = await rowsOf(await record("linen", started, dataset, ...epochs));
    const values = (metric: string) =>
      valuesOf(rows, metric).map(([step, epoch, , value]) => [step, epoch, value]);
    expect(values("validationAccuracy")).toEqual([
      [4, 1, 0.5],
      [8, 2, 0.7],
    ]);
    expect(values("validationLoss")).toEqual([
      [4, 1, 0.5],
      [8, 2, null],
    ]);
    expect(valuesOf(rows, "testAccuracy").map(([, , time]) => time)).toEqual([1.75, 3.5]);
  });

  test("have the same rows in CSV and in JSON, one run after another", async () => {
    const events = [started, dataset, steps(1, 0, [2.5, null], 1), epochEnd(1, 0.5, 2), ended("finished")];
    const run = await record("linen", ...events);
    const rows = await rowsOf(run, run);
    const [heading, ...lines] = (await whole(seriesFile([run, run], "csv"))).trim().split("\r\n");
    expect(heading).toBe("run,name,metric,step,epoch,time,value");
    expect(lines).toEqual(rows.map((row) => Object.values(row).join(",")));
    expect(rows.slice(rows.length / 2)).toEqual(rows.slice(0, rows.length / 2));
  });

  test("of a run whose log has no data set and no epoch have neither epochs nor times", async () => {
    const run = await record("linen", started, steps(1, 0, [2.5], 1));
    expect(valuesOf(await rowsOf(run), "loss")).toEqual([[1, null, null, 2.5]]);
    expect((await whole(seriesFile([run], "csv"))).split("\r\n")[1]).toBe(`${run.id},linen,loss,1,,,2.5`);
  });

  test("of a fork begin at the fork", async () => {
    const parent = {
      id: "p",
      name: "p",
      checkpoint: "checkpoints/step-000004.safetensors",
      epoch: 1,
      step: 4,
    };
    const losses = [3, 3, 3, 3];
    const inherited = { type: "inherited" as const, firstStep: 0, losses, epochs: [epochEnd(1, 0.1, 1)] };
    const run = await record("fork", { ...started, parent }, inherited, dataset, steps(2, 4, [1], 2));
    const rows = await rowsOf(run);
    expect(rows.map(({ metric, step, value }) => [metric, step, value])).toEqual([
      ["loss", 5, 1],
      ["learningRate", 4, 0.001],
      ["learningRate", 5, 0.001],
    ]);
  });
});
