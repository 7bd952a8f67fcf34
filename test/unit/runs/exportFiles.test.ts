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
import { RunStore } from "../../../src/runs/RunStore";
import { parseColumns } from "../../../src/runs/sorting";
import { config, dataset, ended, epochEnd, started, steps } from "./exampleEvents";

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
  test("have a row for each logged loss and for each figure of an epoch", async () => {
    const events = [started, dataset, steps(1, 0, [2.5, null], 1), epochEnd(1, 0.5, 2), ended("finished")];
    const run = await record("linen", ...events);
    const csv = await whole(seriesFile([run], "csv"));
    expect(csv.split("\r\n").slice(0, 3)).toEqual([
      "run,name,metric,step,epoch,value",
      "2026-01-02_00-00-00,linen,loss,0,,2.5",
      "2026-01-02_00-00-00,linen,loss,1,,",
    ]);
    const json = JSON.parse(await whole(seriesFile([run, run], "json"))) as { metric: string }[];
    expect(json).toHaveLength(2 * (4 + 4));
    expect(json.slice(4, 8)).toEqual(
      [
        ["trainLoss", 2],
        ["trainAccuracy", 0.3],
        ["testLoss", 1.9],
        ["testAccuracy", 0.5],
      ].map(([metric, value]) => ({ run: run.id, name: "linen", metric, step: 4, epoch: 1, value })),
    );
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
    const rows = JSON.parse(await whole(seriesFile([run], "json")));
    expect(rows).toEqual([{ run: run.id, name: "fork", metric: "loss", step: 4, epoch: null, value: 1 }]);
  });
});
