import { describe, expect, test } from "vitest";
import { completionsAt } from "../../../src/runs/completions";
import { parseFilter } from "../../../src/runs/filter";
import { exampleRun } from "./exampleRuns";

const runs = [
  exampleRun("a", {
    name: "brisk-linen",
    labels: { tags: ["baseline", "no shuffle"] },
    config: { learningRate: 0.1 },
  }),
  exampleRun("b", { name: "calm-wool", labels: { tags: ["baseline"] }, config: { learningRate: 0.001 } }),
];

/** The completions at the cursor, which `|` marks in `text`, and the whole text after the choice of each completion. */
function offered(text: string) {
  const position = text.indexOf("|");
  const { start, end, items } = completionsAt(text.replace("|", ""), position, runs);
  const whole = text.replace("|", "");
  return {
    texts: items.map((item) => item.text),
    results: items.map((item) => whole.slice(0, start) + item.text + whole.slice(end)),
  };
}

describe("the completions of a filter", () => {
  test("are the columns while nothing is written", () => {
    const { texts } = offered("|");
    expect(texts).toContain("is:");
    expect(texts).toContain("lr>");
    expect(texts).toContain("tag:");
    expect(offered("linen |").results).toContain("linen lr>");
  });

  test("are the columns that begin with a word, by any of their names", () => {
    expect(offered("learn|").texts).toEqual(["lr>"]);
    expect(offered("l|").texts).toContain("loss>");
    expect(offered("-opt|").results).toEqual(["-optimizer:"]);
  });

  test("are tags and names of the runs, too", () => {
    expect(offered("bri|").texts).toEqual(["brisk-linen"]);
    expect(offered("no|").texts).toContain('"no shuffle"');
  });

  test("are column and value for a word that begins a value or its label, if a run has that value", () => {
    expect(offered("sg|").texts).toEqual(["optimizer:sgd"]);
    expect(offered("-sg|").results).toEqual(["-optimizer:sgd"]);
    expect(offered("finis|").texts).toEqual(["status:finished"]);
    expect(offered("adamw|").texts).toEqual([]);
  });

  test("are a column's values after its operator", () => {
    expect(offered("tag:|").texts).toEqual(["baseline", '"no shuffle"']);
    expect(offered('tag:"no|').results).toEqual(['tag:"no shuffle"']);
    expect(offered("lr>|").texts).toEqual(["0.001", "0.1"]);
    expect(offered("lr > 0.|").results).toEqual(["lr > 0.001", "lr > 0.1"]);
    expect(offered("lr:0.001..|").results).toEqual(["lr:0.001..0.001", "lr:0.001..0.1"]);
    expect(offered("lr:..0.1|").texts).toEqual([]);
    expect(offered("tag:baseline,no|").results).toEqual(['tag:baseline,"no shuffle"']);
    expect(offered("optimizer:ad|").texts).toEqual(["adam", "adamw"]);
    expect(offered("status:f|").texts).toEqual(["finished", "failed"]);
    expect(offered("is:|").texts).toEqual(["starred", "archived", "fork"]);
    expect(offered("shuffle:|").texts).toEqual(["on", "off"]);
  });

  test("replace the word at the position and no other", () => {
    expect(offered("lr>0.1 st|a tag:x").results).toContain("lr>0.1 status: tag:x");
    expect(offered("tag:ba| linen").results).toEqual(["tag:baseline linen"]);
  });

  test("are none for a column that does not exist, and for a value that is complete", () => {
    expect(offered("unknown:|").texts).toEqual([]);
    expect(offered("lr>0.1|").texts).toEqual([]);
    expect(offered("status:interrupted|").texts).toEqual([]);
  });

  test("double the quotation marks of a tag, and complete one that is begun in this form", () => {
    const tagged = [exampleRun("a", { labels: { tags: ['say "hi" twice', "lr=0.1"] } })];
    const textsAt = (text: string) => completionsAt(text, text.length, tagged).items.map((item) => item.text);
    const whole = '"say ""hi"" twice"';
    expect(textsAt("tag:say")).toEqual([whole]);
    expect(textsAt('tag:"say ""')).toEqual([whole]);
    expect(textsAt('tag:"say ""hi""')).toEqual([whole]);
    expect(textsAt(`tag:${whole}`)).toEqual([]);
    expect(textsAt('"say ""hi')).toEqual([whole]);
    expect(textsAt("say")).toEqual([whole]);
    expect(textsAt("lr")).toContain('"lr=0.1"');
    for (const text of [`tag:${whole}`, whole, '"lr=0.1"'])
      expect(tagged.filter(parseFilter(text).matches), text).toHaveLength(1);
  });

  test("are valid filters", () => {
    for (const text of [
      "tag:|",
      "lr>|",
      "optimizer:|",
      "status:|",
      "is:|",
      "shuffle:|",
      "name:|",
      "started:|",
    ])
      for (const result of offered(text).results) expect(() => parseFilter(result), result).not.toThrow();
  });
});
