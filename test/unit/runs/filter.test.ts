import { describe, expect, test } from "vitest";
import { columnNamed } from "../../../src/runs/columns";
import type { DiagnosisRule } from "../../../src/runs/diagnoses/Diagnosis";
import { FilterError } from "../../../src/runs/FilterError";
import { parseFilter } from "../../../src/runs/filter";
import { groupRuns } from "../../../src/runs/grouping";
import { parseSort, sortRuns } from "../../../src/runs/sorting";
import { exampleRun, parent } from "./exampleRuns";

const runs = [
  exampleRun("linen", {
    name: "brisk-linen",
    labels: { tags: ["baseline", "no shuffle"], starred: true },
    config: { learningRate: 0.1, momentum: 0.9 },
    accuracies: [0.85],
    day: 2,
  }),
  exampleRun("wool", {
    name: "calm-wool",
    labels: { note: "Repeat the BASELINE\nwith Adam." },
    config: { learningRate: 0.001, optimizer: "adam", model: { hidden: [512, 256] }, shuffle: true },
    accuracies: [0.9],
    status: "stopped",
    day: 3,
  }),
  exampleRun("silk", {
    name: "plain silk",
    labels: { archived: true, tags: ["wide"] },
    config: { learningRate: 0.01, seed: "18446744073709551615" },
    status: "failed",
    parent,
    day: 4,
  }),
];

function found(text: string): string {
  const { matches } = parseFilter(text);
  return runs
    .filter(matches)
    .map(({ id }) => id)
    .join(" ");
}

describe("a filter of tags with quotation marks", () => {
  const tagged = ['say "hi"', '"hi"', "hi"].map((tag, index) =>
    exampleRun("abc"[index]!, { labels: { tags: [tag] } }),
  );

  test.each([
    ['tag:"say ""hi"""', "a"],
    ['tag:"""hi"""', "b"],
    ['tag:"hi"', "c"],
    ['tag:"hi","""hi"""', "bc"],
    ['-tag:"""hi"""', "ac"],
    ['"""hi"""', "ab"],
    ['tag:"say ""hi""" hi', "a"],
  ])("%s means %s", (text, expected) => {
    const { matches, unknownAmong } = parseFilter(text);
    expect(tagged.filter(matches).map(({ id }) => id)).toEqual([...expected]);
    expect(unknownAmong(tagged)).toBeUndefined();
  });

  test("suggests such a tag as a word of a filter", () => {
    expect(parseFilter("tag:say").unknownAmong(tagged)?.message).toBe(
      'No run has the tag say. Did you mean tag:"say ""hi"""?',
    );
  });
});

describe("a filter", () => {
  test.each([
    ["", "linen wool silk"],
    ["   ", "linen wool silk"],
    ["LINEN", "linen"],
    ["baseline", "linen wool"],
    ["-baseline", "silk"],
    ['"plain silk"', "silk"],
    ["plain silk", "silk"],
    ["plain wool", ""],
    ["adam", "wool"],
    ["-adam", "linen silk"],
    ["SGD", "linen silk"],
    ["-sgd", "wool"],
    ['-"sgd"', "linen wool silk"],
    ["failed", "silk"],
    ["-failed -stopped", "linen"],
    ["-finished", "wool silk"],
    ["ada", "wool"],
    ["sg", ""],
    ["stop", ""],
    ["name:silk", "silk"],
    ["tag:baseline", "linen"],
    ["tag:base", ""],
    ['tag:"No Shuffle"', "linen"],
    ["-tag:baseline", "wool silk"],
    ["tag!=baseline", "wool silk"],
    ["note:repeat", "wool"],
    ["lr>0.01", "linen"],
    ["lr>=0.01", "linen silk"],
    ["lr<1e-2", "wool"],
    ["lr<=.01", "wool silk"],
    ["lr:0.01", "silk"],
    ["lr=0.01", "silk"],
    ["lr!=0.01", "linen wool"],
    ["learning-rate>0.01 status:finished", "linen"],
    ["LR>0.01", "linen"],
    ["optimizer:adam", "wool"],
    ["optimizer:SGD", "linen silk"],
    ["-optimizer:sgd", "wool"],
    ["status:finished", "linen"],
    ["status!=finished", "wool silk"],
    ["acc>85%", "wool"],
    ["acc>=85%", "linen wool"],
    ["acc>0.85", "wool"],
    ["acc:90%", "wool"],
    ["-acc>85%", "linen silk"],
    ["acc!=90%", "linen silk"],
    ["is:starred", "linen"],
    ["-is:starred", "wool silk"],
    ["is:archived", "silk"],
    ["is:fork", "silk"],
    ["starred:on", "linen"],
    ["shuffle:on", "wool"],
    ["shuffle:off", "linen silk"],
    ["hidden:512,256", "wool"],
    ["hidden:512x256", "wool"],
    ["hidden:512.0,256", "wool"],
    ["hidden!=0512,256", "linen silk"],
    ["hidden:none", ""],
    ['hidden:"512 × 256"', "wool"],
    ["momentum>0", "linen"],
    ["momentum:0", "silk"],
    ["seed:18446744073709551615", "silk"],
    ["started>2026-01-02", "wool silk"],
    ["started:2026-01-03", "wool"],
    ["started<=2026-01-03", "linen wool"],
    ["started>2026-01", ""],
    ['started>"2026-01-03 03:04"', "silk"],
    ["started>=2026-01-03T03:04", "wool silk"],
    ["time<1min", "linen wool silk"],
    ["time>1.4s", "linen wool"],
    ["parent:linen", "silk"],
    ["done:1", "linen wool silk"],
    ["acc>85", "wool"],
    ["acc < 86", "linen"],
    ["lr > 0.01", "linen"],
    ["lr >0.001 optimizer : sgd", "linen silk"],
    ['-tag: "no shuffle"', "wool silk"],
    ["status:failed,stopped", "wool silk"],
    ["status!=failed,stopped", "linen"],
    ["-status:failed,stopped", "linen"],
    ['tag:wide,"no shuffle"', "linen silk"],
    ["lr:0.1,0.001 momentum:0.9", "linen"],
    ["is:starred,fork", "linen silk"],
    ["lr:0.001..0.01", "wool silk"],
    ["lr=1e-2..", "linen silk"],
    ["lr:..0.01", "wool silk"],
    ["lr : .001...01", "wool silk"],
    ["lr:0.002..0.009", ""],
    ["lr:0.1..0.1", "linen"],
    ["lr:..0.005,0.05..", "linen wool"],
    ["lr!=0.001..0.01", "linen"],
    ["-lr:0.001..0.01", "linen"],
    ["acc:85%..90%", "linen wool"],
    ["acc:86..90", "wool"],
    ["acc:0.8..0.85", "linen"],
    ["acc!=85%..86%", "wool silk"],
    ["time:..1min", "linen wool silk"],
    ["started:2026-01-02..2026-01-03", "linen wool"],
    ['started:"2026-01-03 03:04..2026-01"', "wool silk"],
    ['name:"a..b"', ""],
    ["epochs:1..", "linen wool silk"],
    ["or", ""],
    ['"OR"', ""],
    ["data:sample", "linen wool silk"],
    ['data:"Sample set"', "linen wool silk"],
    ["data:fashion-mnist", ""],
    ["folder:x", ""],
    ["test-accuracy-best-epoch>85%", "wool"],
    ["Hidden-Layers:512x256", "wool"],
    ["-", "linen wool silk"],
    ["--", "linen wool silk"],
    ["linen -", "linen"],
    ["http://x", ""],
  ])("%j keeps the runs %j", (text, ids) => {
    if (text === "http://x")
      expect(() => found(text)).toThrow(
        "There is no column http; columns are for example name, status, acc,",
      );
    else expect(found(text)).toBe(ids);
  });

  test("finds a diagnosis by its name and by its text in lists, with and without its column", () => {
    const found = (rule: DiagnosisRule) =>
      ({ type: "diagnosis", rule, epoch: 1, step: 4, figures: {}, seconds: 1 }) as const;
    const [first] = runs;
    const ill = {
      ...first!,
      state: { ...first!.state, diagnoses: [found("plateau"), found("learningRateTooHigh")] },
    };
    const words = [
      "plateau",
      "learningRateTooHigh",
      'diagnosis:"Learning rate too high"',
      "diagnoses:plateau,overfitting",
    ];
    for (const word of words) {
      expect([word, parseFilter(word).matches(ill)]).toEqual([word, true]);
      expect([word, parseFilter(word).matches(first!)]).toEqual([word, false]);
      expect([word, parseFilter(`-${word}`).matches(ill)]).toEqual([word, false]);
    }
    expect(() => parseFilter("diagnosis:ill")).toThrow(/^diagnosis must be one of learningRateTooLow, /);
    expect(parseFilter('"learning rate too high"').unknownAmong([ill])?.message).toBe(
      "No run has learning rate too high in its name, a tag or its note. Did you mean diagnosis:learningRateTooHigh?",
    );
  });

  test("with a colon in quotes finds a name with that colon", () => {
    const run = exampleRun("a", { name: "lr: 0.1" });
    expect(parseFilter('"lr: 0.1"').matches(run)).toBe(true);
  });

  test.each([
    ["is:archived", true],
    ["-is:archived", true],
    ["archived:on", true],
    ["IS:Archived", true],
    ["linen", false],
    ["is:starred archived", false],
  ])("%j names the archive: %s", (text, isAboutArchive) => {
    expect(parseFilter(text).isAboutArchive).toBe(isAboutArchive);
  });
});

describe("an error names the wrong part of a filter, and what is allowed", () => {
  test.each([
    ["linen lrr > 0.01 is:starred", "lrr", /^There is no column lrr\. Did you mean lr\?$/],
    ["opt:adam", "opt", /^There is no column opt\. Did you mean optimizer\?$/],
    ["val_acc>85%", "val_acc", /^There is no column val_acc\. Did you mean val, acc or last-acc\?$/],
    ["optimzer:adam", "optimzer", /^There is no column optimzer\. Did you mean optimizer\?$/],
    [
      "lr>0.01 OR acc>80%",
      "OR",
      /^OR cannot be used: a run must fit all words\. Commas separate alternatives, /,
    ],
    ["acc > 80% && lr>1", "&&", /^&& cannot be used/],
    ["linen > 5", "linen", /^There is no column linen;/],
    ["> 5", ">", /^A column must stand before >, as in acc>85%\.$/],
    ["lr > optimizer:adam", "lr >", /^lr needs a value after >\.$/],
    ["status:failed,done", "done", /^status must be one of .*, not "done"\.$/],
    ["status:failed,", "", /^status must be one of .*, not ""\.$/],
    ["lr>1,2", "1,2", /^1,2 has a decimal comma; write 1\.2 with a point\.$/],
    ["is:starred,red", "red", /^is: must be followed by starred, archived or fork, not red\.$/],
    ["lr>fast", "fast", /^lr must be a number, not "fast"\.$/],
    ["lr:", "lr:", /^lr needs a value after :\.$/],
    ["  -acc>x%", "x%", /^acc must be a share such as 0\.85 or 85%, not "x%"\.$/],
    [
      "status:done",
      "done",
      /^status must be one of preparing, running, paused, finished, stopped, failed, interrupted, not "done"\.$/,
    ],
    ["optimizer:lion", "lion", /^optimizer must be one of sgd, adam, adamw, rmsprop, not "lion"\.$/],
    ["optimizer>adam", "optimizer>adam", /^optimizer has no order, so that > cannot be used; use : or !=\.$/],
    ["is:red", "red", /^is: must be followed by starred, archived or fork, not red\.$/],
    ["is>starred", "starred", /^is: must be followed by /],
    ["is:constructor", "constructor", /^is: must be followed by /],
    ["shuffle:maybe", "maybe", /^shuffle must be on or off, not "maybe"\.$/],
    ["started>yesterday", "yesterday", /^started must be a time such as 2026-01-31 or /],
    ["time>1day", "1day", /^time must be a time such as 90s, 10min or 1\.5h, not "1day"\.$/],
    [
      "linen name:a..b",
      "a..b",
      /^name has no order, so that the range a\.\.b cannot be used; a text with dots needs /,
    ],
    ["status:failed,1..5", "1..5", /^status has no order, so that the range 1\.\.5 cannot be used;/],
    ["hidden:8.5", "8.5", /^hidden must be whole numbers such as 512,512, or none, not "8.5"\.$/],
    ["hidden:wide", "wide", /^hidden must be whole numbers /],
    ["lr>1e-400", "1e-400", /^lr must be a number, not "1e-400"/],
    ["hidden:64..128", "64..128", /^hidden has no order,/],
    ["lr:0.1..0.01", "0.1..0.01", /^The range 0\.1\.\.0\.01 begins above its end; write 0\.01\.\.0\.1\.$/],
    ["acc:90%..0.85", "90%..0.85", /^The range 90%\.\.0\.85 begins above its end; write 0\.85\.\.90%\.$/],
    ["time:2min..90s", "2min..90s", /^The range 2min\.\.90s begins above/],
    ["started:2026-02..2026-01-31", "2026-02..2026-01-31", /begins above its end/],
    ["lr:0.1..fast", "0.1..fast", /^lr must be a number, not "fast"\.$/],
    ["lr:..", "..", /^The range \.\. has no end; write a value before it, after it, or both\.$/],
    ["started>2026-02-30", "2026-02-30", /^started must be a time that exists, not "2026-02-30"\.$/],
    ["started:2026-01..2026-13", "2026-01..2026-13", /^started must be a time that exists,/],
    ['started:"2026-01-02 24:00"', '"2026-01-02 24:00"', /^started must be a time that exists,/],
    ["acc>=101%", "101%", /^acc must be from 0% to 100%, not "101%"\.$/],
    ["acc<-0.1", "-0.1", /^acc must be from 0% to 100%,/],
    ["lr=0,001", "0,001", /^0,001 has a decimal comma; write 0\.001 with a point\.$/],
    ['lr="0,001"', '"0,001"', /^0,001 has a decimal comma;/],
    ["lr:0,001..0,1", "0,001..0,1", /^0,001 has a decimal comma;/],
    ["momentum:0,9", "0,9", /^0,9 has a decimal comma;/],
    ["loss<0,5", "0,5", /^0,5 has a decimal comma; write 0\.5 with a point\.$/],
    ["acc>85,5%", "85,5%", /^85,5% has a decimal comma;/],
    ["speed>1,000", "1,000", /^1,000 has a comma; write 1\.000 for a decimal, or 1000 for thousands\.$/],
    ["lr:1e999", "1e999", /^lr must be a number, not "1e999"\.$/],
    [`lr:${"x".repeat(5000)}`, "x".repeat(5000), /^lr must be a number, not "x{53}…x{26}"\.$/],
    [`${"x".repeat(5000)}:1`, "x".repeat(5000), /^There is no column x{53}…x{26}; columns are/],
    ["lr>0.1..1", "0.1..1", /^lr must be a number, not "0\.1\.\.1"\.$/],
    [
      'a tag:"no shuffle',
      '"no shuffle',
      /^A quotation mark is not closed; a doubled one stands for a quotation mark in the text\.$/,
    ],
    ['tag:"a""', '"a""', /^A quotation mark is not closed;/],
    ['tag:"', '"', /^A quotation mark is not closed;/],
  ])("%j: %j", (text, part, message) => {
    let error: unknown;
    try {
      parseFilter(text);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(FilterError);
    const { start, end } = error as FilterError;
    expect((error as FilterError).message).toMatch(message);
    expect(text.slice(start, end)).toBe(part);
  });
});

test("commas between whole numbers separate alternatives", () => {
  const run = exampleRun("a", { config: { epochs: 5, batchSize: 64 } });
  for (const text of ["epochs:0,5", "batch:64,128", "done:0,1", "lr:1e-3,0.5"]) parseFilter(text);
  expect(parseFilter("epochs:0,5").matches(run)).toBe(true);
});

test.each([
  ["name", { name: "실험-1" }, "실험"],
  ["name, decomposed", { name: "실험-1".normalize("NFD") }, "name:실험"],
  ["tag", { labels: { tags: ["기준".normalize("NFD")] } }, "tag:기준"],
  ["note", { labels: { note: "première".normalize("NFD") } }, "PREMIÈRE"],
])("a %s is found by the same letters in their other form", (_, input, text) => {
  const run = exampleRun("a", input);
  for (const form of ["NFC", "NFD"] as const) {
    const filter = parseFilter(text.normalize(form));
    expect(filter.matches(run)).toBe(true);
    expect(filter.unknownAmong([run])).toBeUndefined();
  }
});

describe("seeds beyond the exact numbers of JavaScript", () => {
  const seeds = ["9223372036854775806", "9223372036854775807", "18446744073709551615", 5, -3];
  const runs = seeds.map((seed) => exampleRun(String(seed), { config: { seed } }));
  const found = (text: string) => runs.filter(parseFilter(text).matches).map(({ id }) => id);

  test.each<[string, unknown[]]>([
    ["seed:9223372036854775807", [seeds[1]]],
    ["seed:9223372036854775807,5", [seeds[1], "5"]],
    ["seed:+9223372036854775808", []],
    ["seed!=9223372036854775807", [seeds[0], seeds[2], "5", "-3"]],
    ["seed>9223372036854775806", [seeds[1], seeds[2]]],
    ["seed>=9223372036854775808", [seeds[2]]],
    ["seed<9223372036854775807", [seeds[0], "5", "-3"]],
    ["seed:0..9223372036854775806", [seeds[0], "5"]],
    ["seed>1e18", seeds.slice(0, 3)],
    ["seed<5.5", ["5", "-3"]],
  ])("are compared exactly by %s", (text, ids) => {
    expect(found(text)).toEqual(ids);
  });

  test("have ranges whose ends are compared exactly", () => {
    expect(() => parseFilter("seed:9223372036854775807..9223372036854775806")).toThrow(
      /begins above its end/,
    );
    parseFilter("seed:9223372036854775806..9223372036854775807");
  });

  test("are sorted, grouped and written exactly", () => {
    expect(sortRuns(runs, parseSort("-seed")).map(({ id }) => id)).toEqual([
      seeds[2],
      seeds[1],
      seeds[0],
      "5",
      "-3",
    ]);
    const column = columnNamed("seed")!;
    expect(groupRuns(runs, { by: "column", column }).map(({ label }) => label)).toEqual(seeds.map(String));
  });
});

test("a leap day is a time that exists", () => {
  for (const text of ["started>2028-02-29", "started:2026..2026-12-31", "started:2000-02-29"])
    parseFilter(text);
  expect(() => parseFilter("started:2100-02-29")).toThrow(FilterError);
});

test("two dots in quotation marks are a part of a text", () => {
  const run = exampleRun("a", { name: "a..b" });
  expect(parseFilter('name:"a..b"').matches(run)).toBe(true);
});

test("each word with a minus has the number of runs that it leaves out", () => {
  expect(parseFilter('wool -baseline -tag:"no shuffle" -zzz').exclusionsOf(runs)).toEqual([
    { word: "-baseline", runs: found("baseline").split(" ").length },
    { word: '-tag:"no shuffle"', runs: 1 },
    { word: "-zzz", runs: 0 },
  ]);
});

describe("a word that no run can fit", () => {
  const unknown = (text: string, among = runs) => parseFilter(text).unknownAmong(among);

  test.each([
    ["linen tag:wide status:failed", undefined],
    ["-tag:wde", undefined],
    ["-zzz", undefined],
    ["-opt", undefined],
    ["-adamw", undefined],
    ["-sgd failed", undefined],
    [
      "-continue",
      "No run has continue in its name, a tag or its note. Did you mean -on-divergence:continue?",
    ],
    ['-"adamw"', undefined],
    ["lr>5", undefined],
    ["tag:wide,later", undefined],
    ["zzz", "No run has zzz in its name, a tag or its note."],
    ["linen opt", "No run has opt in its name, a tag or its note. Did you mean the column optimizer?"],
    ["AdamW", "No run has AdamW in its name, a tag or its note, or as its optimizer."],
    ["linen lenet-5", "No run has lenet-5 in its name, a tag or its note, or as its model."],
    ["paused", "No run has paused in its name, a tag or its note, or as its status."],
    ["continue", "No run has continue in its name, a tag or its note. Did you mean on-divergence:continue?"],
    ['"adamw"', "No run has adamw in its name, a tag or its note."],
    ['"opt"', "No run has opt in its name, a tag or its note."],
    ["tag:later", "No run has the tag later."],
    ["tag:no shuffle", 'No run has the tag no. Did you mean tag:"no shuffle"?'],
  ])("has this message, or none: %s", (text, message) => {
    expect(unknown(text)?.message).toBe(message);
  });

  test("counts as incomplete where a column or a tag begins with it", () => {
    expect(unknown("linen opt")?.begun).toMatchObject({ start: 6, end: 9 });
    expect(unknown("tag : no shuffle")?.begun).toMatchObject({ start: 0, end: 8 });
    expect(unknown("linen continue")?.begun).toMatchObject({ start: 6, end: 14 });
    expect(unknown("linen -continue")?.begun).toMatchObject({ start: 6, end: 15 });
    expect(unknown("linen adamw")?.begun).toBeUndefined();
    expect(unknown("zzz")?.begun).toBeUndefined();
  });

  test("has no message where there are no runs", () => {
    expect(unknown("opt", [])).toBeUndefined();
  });
});
