import { expect, test } from "vitest";
import { parseArguments } from "../../../src/terminal/arguments";
import { UsageError } from "../../../src/terminal/options";

const silent = { out: () => {}, errors: () => {} };

/** The message with which the command line refuses these arguments. */
function refusalOf(args: string[]): string {
  try {
    parseArguments(args, "0.0.0", silent);
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError);
    return (error as Error).message;
  }
  throw new Error("The arguments are accepted.");
}

/** Refused options of `train`, each with a part of the message. */
const trainRefusals: [string[], string][] = [
  [["--epochs", "0"], "--epochs must be a whole number of at least 1 and at most 10000, not 0."],
  [["--learning-rate", "-1"], "--learning-rate must be a number above 0 and at most 100, not -1."],
  [["--epochs", "99999999999999999999"], 'at most 10000, not "99999999999999999999".'],
  [["--learning-rate", "9007199254740993"], 'at most 100, not "9007199254740993".'],
  [["--hidden", "8,99999999999999999999"], 'not "8,99999999999999999999".'],
  [["--exclude", "1,99999999999999999999"], "99999999999999999999"],
  [["--optimizer", "lion"], '--optimizer must be one of sgd, adam, adamw, rmsprop, not "lion".'],
  [["--hidden", "12,x"], '--hidden must be a list of at most 16 whole numbers from 1 to 8192, not "12,x".'],
  [["--hidden", "16 8"], '--hidden must be a list of at most 16 whole numbers from 1 to 8192, not "16 8".'],
  [["--hidden", "16,,8"], '--hidden must be a list of at most 16 whole numbers from 1 to 8192, not "16,,8".'],
  [["--json=yes"], '--json takes no value such as "yes"; give it alone, or leave it out.'],
  [["--shuffle=true"], '--shuffle takes no value such as "true"; give it alone, or leave it out.'],
  [["--epochs", "1", "--shuffle", "false"], '--shuffle takes no value such as "false"; give it alone,'],
  [["--shuffle", "--shuffle", "on"], '--shuffle takes no value such as "on"; give it alone,'],
  [["--no-evaluation", "1"], '--no-evaluation takes no value such as "1"; give it alone,'],
  [
    ["--weight-decay", "1e-400"],
    '--weight-decay must be a number of at least 0 and at most 1, not "1e-400".',
  ],
  [["--learning-rate", "1e-400"], 'at most 100, not "1e-400".'],
  [["--learning-rate", "0,001"], 'at most 100, not "0,001"; write 0.001 with a point.'],
  [["--batch-size", "1,000"], 'at most 60000, not "1,000".'],
  [["--frobnicate=yes"], "The command train has no option --frobnicate=yes."],
  [["--epochs="], '--epochs must be a whole number of at least 1 and at most 10000, not "".'],
  [["--epochs", "0x10"], '--epochs must be a whole number of at least 1 and at most 10000, not "0x10".'],
  [["--learning-rate", "NaN"], '--learning-rate must be a number above 0 and at most 100, not "NaN".'],
  [["--learning-rate", "1e999"], '--learning-rate must be a number above 0 and at most 100, not "1e999".'],
  [["--hidden", ""], "--hidden must be a list of at most 16 whole numbers from 1 to 8192"],
  [["--kernels", ""], "--kernels must be one of auto, "],
  [["--epochs", "1", "--epochs", "2"], "--epochs is given twice; give it once."],
  [["--epoch", "1"], "The command train has no option --epoch. Did you mean --epochs?"],
  [
    ["--data", "My", "Folder"],
    'The command train has too many arguments: leave out "Folder", or put a value with blanks in quotation marks.',
  ],
  ...["many", "1e3", "0x10", "12.5", " ", "", "18446744073709551616"].map((seed): [string[], string] => [
    ["--seed", seed],
    `--seed must be a whole number of at least -9223372036854775808 and at most 18446744073709551615, not ${JSON.stringify(seed)}.`,
  ]),
  [["--runs", ""], '--runs must be a path, not "".'],
  [["--frobnicate"], "The command train has no option --frobnicate."],
  [
    ["--optimizer", "adam", "--momentum", "0"],
    "--momentum has an effect with --optimizer sgd only; choose that, or leave --momentum out.",
  ],
  [["--milestones", "1"], "--milestones has an effect with --schedule MultiStepLR only;"],
  [["--model", "lenet5", "--hidden", "8"], "--hidden has an effect with --model mlp only;"],
  [["--sample", "--data", "x"], "--sample and --data exclude each other: the sample set is built in."],
  [
    ["--dataset", "sample", "--data", "x"],
    "--dataset sample and --data exclude each other: the sample set is built in.",
  ],
  [
    ["--sample", "--dataset", "fashion-mnist"],
    "--sample and --dataset exclude each other: --sample is short for --dataset sample.",
  ],
  [
    ["--dampening", "0.5"],
    "--dampening and --momentum 0 exclude each other: dampening acts on the momentum alone.",
  ],
  ...["-", "marks.txt", "", "1,two"].map((exclude): [string[], string] => [
    ["--exclude", exclude],
    `--exclude must be numbers of images, separated by commas, or the path of a .csv file of marks, not ${JSON.stringify(exclude)}.`,
  ]),
  [
    ["--exclude", "x".repeat(300)],
    `--exclude must be numbers of images, separated by commas, or the path of a .csv file of marks, not "${"x".repeat(53)}…${"x".repeat(26)}".`,
  ],
  [
    ["--validation-split", "0.6"],
    "--validation-split must be a number of at least 0 and at most 0.5, not 0.6.",
  ],
];

test.each<[string[], string]>([
  ...trainRefusals.map(([args, message]): [string[], string] => [["train", ...args], message]),
  [["resume"], "The argument run is missing: a run's name, id or folder."],
  [["predict", "x"], "The argument images is missing: files"],
  [["summary"], "The argument model is missing: mlp, lenet5,"],
  [
    ["summary", "lenet5", "--hidden", "8"],
    "--hidden has an effect with the model mlp only; choose that, or leave --hidden out.",
  ],
  [["resume", "x", "--epochs", "0"], "--epochs must be a whole number of at least 1"],
  [["fork", "x", "--learning-rate", "fast"], "--learning-rate must be a number above 0"],
  [["fork", "x", "--keep-checkpoints", "0"], "--keep-checkpoints must be a whole number of at least 1"],
  [["fork", "x", "--threads", "-1"], "--threads must be a whole number of at least 0"],
  [["--frobnicate"], "There is no option --frobnicate."],
  [["train", "--epochs"], "The option --epochs <n> needs a value."],
  ...["--learning-rate", "--no-nesterov"].map((option): [string[], string] => [
    ["resume", "x", option],
    `The command resume has no option ${option}. The command fork has it, and begins a new run with it.`,
  ]),
  ...["resume", "fork"].flatMap((command) =>
    ["--seed", "--model", "--batch-size"].map((option): [string[], string] => [
      [command, "x", option, "3"],
      `The command ${command} has no option ${option}. A run keeps it when it is resumed or forked; the command train begins a new run with it.`,
    ]),
  ),
  [["suspects", "x", "--score", "luck"], '--score must be one of margin, probability, loss, not "luck".'],
  [["suspects", "x", "--limit", "0"], "--limit must be a whole number of at least 1, not 0."],
  [
    ["suspects", "x", "--limit", "99999999999999999999"],
    '--limit must be a whole number of at least 1, not "99999999999999999999".',
  ],
  [["suspects", "x", "--set", "all"], '--set must be one of test, validation, train, not "all".'],
  [["evaluate", "x", "--set", ""], '--set must be one of test, validation, train, not "".'],
  [["sweep", "--help"], "There is no command sweep."],
  [["exprot", "-h"], "There is no command exprot. Did you mean export?"],
  [["help", "exprot"], "There is no command exprot. Did you mean export?"],
  [["export", "--format", "xml"], '--format must be one of csv, json, not "xml".'],
  [["runs", "--markdown", "--json"], "--markdown and --json exclude each other."],
  [["export", "--json"], "export and --json exclude each other: --format json makes it write JSON."],
  [
    ["export", "--series", "--columns", "name"],
    "--series and --columns exclude each other: the columns of series are always the same.",
  ],
  [
    ["export", "brisk-linen", "--all"],
    "Named runs and --all exclude each other: a named run is written even if it is archived.",
  ],
  [["tag", "brisk-linen", "--add", "a,b", "--remove", "b"], "--add b and --remove b exclude each other."],
  ...[
    ["-", 1],
    ["--", 1],
    ["linen - wool", 7],
    ['"a - b" -', 9],
  ].map(([filter, at]): [string[], string] => [
    ["runs", "--filter", String(filter)],
    `--filter is wrong at character ${at}: A word must stand after the minus, as in -tag:baseline.`,
  ]),
])("%j is refused in one sentence", (args, message) => {
  const refusal = refusalOf(args);
  expect(refusal).toContain(message);
  expect(refusal).not.toContain("\n");
});

test.each<[string[], string, string]>([
  [["runs"], "--filter", "--all"],
  [["export"], "--output", "--all"],
  [["export"], "--output", "--json"],
  [["train"], "--name", "--sample"],
  [["train", "--sample", "--epochs", "1"], "--runs", "--json"],
  [["fork", "x"], "--checkpoint", "-h"],
])("%j with %s before the option %s is refused, since a value was forgotten", (args, option, next) => {
  expect(refusalOf([...args, option, next])).toBe(
    `${option} needs a value, and ${next} after it is an option; write ${option}=${next} if that is the value.`,
  );
});

test("a value may look like an option after an equals sign, or where no option has its name", () => {
  const parsed = (...args: string[]) => parseArguments(args, "0.0.0", silent);
  expect(parsed("train", "--name=--sample")).toMatchObject({ name: "--sample" });
  expect(parsed("train", "--name", "--tags", "--seed", "-1")).toMatchObject({ name: "--tags" });
  expect(parsed("runs", "--filter", "-tag:x")).toMatchObject({ found: { command: "runs" } });
  expect(parsed("star", "--", "--runs", "--json")).toMatchObject({ found: { runs: ["--runs", "--json"] } });
});

test.each([
  [["--output", "x.json"], "json"],
  [["--output", "x.JSON", "--series"], "json"],
  [["--output", "x.csv"], "csv"],
  [["--output", "json"], "csv"],
  [["--output", "-"], "csv"],
  [[], "csv"],
  [["--output", "x.json", "--format", "csv"], "csv"],
  [["--output", "x.tsv", "--format", "json"], "json"],
])("export %j writes %s", (args, format) => {
  expect(parseArguments(["export", ...args], "0.0.0", silent)).toMatchObject({ found: { format } });
});

test.each([".jsonl", ".tsv", ".XLSX", ".parquet"])("export writes no %s file without --format", (ending) => {
  const sentence = `--output must end with .csv or .json, or --format must name one of csv, json, since ${ending} files are not written.`;
  expect(() => parseArguments(["export", "--output", `x${ending}`], "0.0.0", silent)).toThrow(sentence);
});

test("all stands for the limit that a run is to have no longer", () => {
  const parsed = (...args: string[]) => parseArguments(args, "0.0.0", silent);
  expect(parsed("fork", "x", "--schedule-length", "all")).toMatchObject({
    changes: { schedule: { length: null } },
  });
  const limits = ["--schedule", "LinearLR", "--schedule-length", "all", "--limit-train-batches", "all"];
  expect(parsed("train", ...limits)).toMatchObject({
    config: { schedule: { length: null }, limitTrainBatches: null },
  });
  expect(refusalOf(["fork", "x", "--epochs", "all"])).toContain("--epochs must be a whole number");
});

test("blanks after the commas of a list are accepted", () => {
  const args = ["train", "--hidden", "16, 8", "--exclude", "1, 2"];
  expect(parseArguments(args, "0.0.0", silent)).toMatchObject({
    config: { model: { hidden: [16, 8] }, dataset: { exclude: [1, 2] } },
  });
});

test("help names --json for each command but export, which writes JSON by --format", () => {
  const printed = (...args: string[]) => {
    let text = "";
    const out = (part: string) => {
      text += part;
    };
    parseArguments(args, "1.2.3", { ...silent, out });
    return text;
  };
  expect(printed("runs", "--help")).toContain("--json ");
  expect(printed("export", "--help")).not.toContain("--json ");
  expect(printed("help", "train")).toContain("Usage: fitting-room train");
  expect(printed("help")).toContain("Usage: fitting-room [options]");
});

test("without a command, the help goes to the output for errors that the caller gives", () => {
  let text = "";
  const print = (part: string) => {
    text += part;
  };
  expect(() => parseArguments([], "1.2.3", { out: () => {}, errors: print })).toThrow(UsageError);
  expect(text).toContain("Usage: fitting-room [options]");
});
