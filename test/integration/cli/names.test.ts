import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { removeFolder } from "../../support/removeFolder";
import { runCli } from "./runCli";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "names-"));
});
afterAll(() => removeFolder(folder));

const short = ["--limit-train-batches", "2", "--epochs", "1", "--threads", "1"];
const train = (...args: string[]) =>
  runCli(["train", "--sample", "--hidden", "8", ...short, ...args], folder);
const runs = () => {
  const path = join(folder, ".fitting-room/runs");
  const ids = readdirSync(path).filter((name) => !name.startsWith("."));
  return ids.sort().map((id) => join(path, id));
};
const nameOf = (run: string) => JSON.parse(readFileSync(join(run, "labels.json"), "utf8")).name;

test("a new run is named by two words, by --name, or by a pattern", async () => {
  expect((await train()).code).toBe(0);
  expect((await train("--name", "My first")).code).toBe(0);
  expect((await train("--name", "{optimizer} {seed}", "--seed", "7")).code).toBe(0);
  expect(runs().map(nameOf)).toEqual([expect.stringMatching(/^[a-z]+-[a-z]+$/), "My first", "sgd 7"]);
});

test("a fork has a name of its own, and the name of its parent", async () => {
  const [, parent = ""] = runs();
  const fork = await runCli(["fork", parent, "--epochs", "2", "--name", "My first"], folder);
  expect(fork).toMatchObject({ code: 0, stderr: "" });
  const made = runs().at(-1)!;
  expect(nameOf(made)).toBe("My first-2");
  expect(JSON.parse(readFileSync(join(made, "run.json"), "utf8")).parent.name).toBe("My first");
});

test("a name that cannot be given is refused before a run is made", async () => {
  const before = runs();
  const placeholders = "words, date, time, dataset, model, optimizer, learningRate, batchSize, epochs, seed";
  expect(await train("--name", "{optimiser}")).toEqual({
    code: 2,
    stdout: "",
    stderr: `--name must be one line of 1 to 100 characters, in which braces hold one of ${placeholders}, not "{optimiser}".\n`,
  });
  expect((await runCli(["fork", before[0]!, "--name", ""], folder)).code).toBe(2);
  expect(runs()).toEqual(before);
});
