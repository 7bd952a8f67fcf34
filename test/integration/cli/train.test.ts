import { type ChildProcess, execFile } from "node:child_process";
import { on, once } from "node:events";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { attachTraining } from "../../../src/client/TrainerClient";
import * as safetensors from "../../../src/formats/safetensors";
import { foldEvents } from "../../../src/runs/applyEvent";
import type { RunEvent } from "../../../src/runs/RunEvent";
import { limits } from "../../support/limits.mjs";
import { removeFolder } from "../../support/removeFolder";
import { Trainings } from "../trainer/trainings";
import { parseLines, runCli, startCli, trainSample } from "./runCli";

const execute = promisify(execFile);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "cli-"));
});
afterEach(() => {
  removeFolder(folder);
});

const small = [...trainSample, "--epochs", "2", "--limit-train-batches", "5"];
const long = [...trainSample, "--epochs", "10000"];

function onlyRun(): string {
  const runs = join(folder, ".fitting-room/runs");
  // The folder of a run that is being made has a name that begins with a dot.
  const folders = readdirSync(runs, { withFileTypes: true }).filter(
    (entry) => entry.isDirectory() && !entry.name.startsWith("."),
  );
  expect(folders).toHaveLength(1);
  return join(runs, folders[0].name);
}

function loggedEvents(run: string): RunEvent[] {
  return parseLines(readFileSync(join(run, "events.jsonl"), "utf8"));
}

/**
 * Sends a signal ten times, as a task runner or an impatient user does. The pauses between the signals prevent the
 * system from merging them.
 */
async function sendOften(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  for (let time = 0; time < 10; time++) {
    child.kill(signal);
    await sleep(20);
  }
}

/** The state letter of `ps`; `T` is a suspended process. */
async function processState(pid: number): Promise<string> {
  return (await execute("ps", ["-o", "stat=", "-p", String(pid)])).stdout;
}

/** Resolves when this text was printed to a stream after the call. */
async function printed(stream: Readable, text: string): Promise<void> {
  let all = "";
  for await (const [chunk] of on(stream, "data")) {
    all += chunk;
    if (all.includes(text)) return;
  }
}

describe("train in a terminal", () => {
  test("prints the tutorial's lines and keeps the run", async () => {
    const { code, stdout } = await runCli(small, folder);
    expect(code).toBe(0);
    expect(stdout).toContain("sample set");
    expect(stdout).toMatch(
      /Epoch 1\n-{31}\nloss: \d\.\d{6} {2}\[ {3}64\/ ?\d+\]\nTest Error: \n Accuracy: \d+\.\d%, Avg loss: \d\.\d{6} \n/,
    );
    expect(stdout).toContain("Epoch 2\n");
    const events = loggedEvents(onlyRun());
    expect(foldEvents(events)).toMatchObject({ status: "finished", epochs: [{ steps: 5 }, { steps: 5 }] });
  });

  test("with a validation split prints the validation figures before the test figures", async () => {
    const { code, stdout } = await runCli(
      [...small, "--validation-split", "0.2", "--exclude", "7,3900"],
      folder,
    );
    expect(code).toBe(0);
    expect(stdout).toContain(
      "2 of 4,000 images are left out.\n3,199 images to train on, 799 images held out for validation.\n",
    );
    const figures = " Accuracy: \\d+\\.\\d%, Avg loss: \\d\\.\\d{6} \n\n";
    expect(stdout).toMatch(
      new RegExp(`/ 3199\\]\nValidation Error: \n${figures}Test Error: \n${figures}Epoch 2\n`),
    );
    const { dataset, epochs, best } = foldEvents(loggedEvents(onlyRun()));
    expect(dataset).toMatchObject({ trainSamples: 4000, validationSamples: 799, stepsPerEpoch: 5 });
    const accuracies = epochs.map(({ validationAccuracy }) => validationAccuracy!);
    expect(best?.validationAccuracy).toBe(Math.max(...accuracies));
  });

  test("saves weights under the tutorial's names", async () => {
    await runCli(small, folder);
    const { tensors } = safetensors.read(readFileSync(join(onlyRun(), "model.safetensors")));
    expect([...tensors].map(([name, { shape }]) => [name, shape])).toEqual([
      ["linear_relu_stack.0.weight", [16, 784]],
      ["linear_relu_stack.0.bias", [16]],
      ["linear_relu_stack.2.weight", [10, 16]],
      ["linear_relu_stack.2.bias", [10]],
    ]);
  });

  test("with --json prints exactly the run's events", async () => {
    const { code, stdout, stderr } = await runCli([...small, "--json"], folder);
    expect(code).toBe(0);
    expect(stderr).toBe("");
    expect(stdout).toBe(readFileSync(join(onlyRun(), "events.jsonl"), "utf8"));
    expect(parseLines(stdout)[0]).toMatchObject({
      type: "started",
      config: { model: { hidden: [16] }, seed: 42 },
    });
    expect(parseLines(stdout).at(-1)).toMatchObject({ type: "ended", status: "finished" });
  });

  test("the same seed gives the same losses, another seed others", async () => {
    const losses = async (...args: string[]) => {
      const { stdout } = await runCli([...small, "--json", ...args], folder);
      return foldEvents(parseLines(stdout)).losses;
    };
    const first = await losses("--shuffle");
    expect(first).toHaveLength(10);
    expect(await losses("--shuffle")).toEqual(first);
    expect(await losses("--shuffle", "--seed", "7")).not.toEqual(first);
  });

  test("Ctrl-C ends the run as stopped with its weights saved", async () => {
    const { child, finished } = startCli([...long, "--json"], folder);
    await printed(child.stdout, '"steps"');
    // A terminal sends the signal to all processes of the job.
    process.kill(-child.pid!, "SIGINT");
    const { code } = await finished;
    expect(code).toBe(130);
    const state = foldEvents(loggedEvents(onlyRun()));
    expect(state.status).toBe("stopped");
    expect(state.losses.length).toBeGreaterThan(0);
    expect(readdirSync(onlyRun())).toContain("model.safetensors");
  });

  test("Ctrl-Z pauses the run until the command continues", async () => {
    const { child, finished } = startCli([...long, "--json"], folder);
    await printed(child.stdout, '"steps"');
    process.kill(-child.pid!, "SIGTSTP");
    const paused = () => foldEvents(loggedEvents(onlyRun()));
    await vi.waitFor(() => expect(paused().status).toBe("paused"), { timeout: limits.wait });
    await vi.waitFor(async () => expect(await processState(child.pid!)).toMatch(/^T/), {
      timeout: limits.wait,
    });
    process.kill(-child.pid!, "SIGCONT");
    await printed(child.stdout, '"resumed"');
    await printed(child.stdout, '"steps"');
    const { controls } = foldEvents(loggedEvents(onlyRun()));
    const { step } = controls[0]!;
    // No step was trained between the pause and the continuation.
    expect(controls).toMatchObject([
      { action: "paused", step },
      { action: "resumed", step },
    ]);
    child.kill("SIGINT");
    expect((await finished).code).toBe(130);
  });

  test("a command that is suspended until its trainer is gone prints the whole run", async () => {
    using trainings = new Trainings();
    const { child, finished } = startCli(long, folder);
    while (!existsSync(join(folder, ".fitting-room/runs"))) await sleep(1);
    child.kill("SIGSTOP");
    await vi.waitFor(onlyRun, { timeout: limits.wait });
    const attached = await trainings.attach(onlyRun());
    await attached.until(({ epoch }) => epoch > 1);
    await trainings.finishEpoch(attached);
    const { pid } = attached.training;
    // The trainer stays a zombie, since the suspended command has not asked for its exit status.
    await vi.waitFor(async () => expect(await processState(pid)).toMatch(/^Z/), { timeout: limits.wait });
    child.kill("SIGCONT");
    const { code, stdout, stderr } = await finished;
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain("Epoch 2\n");
    expect(stdout).toContain(`Done! ${realpathSync(onlyRun())}`);
  });

  test("presses of Ctrl-C do no harm to a trainer that does not answer for a while", async () => {
    const { child, finished } = startCli([...long, "--json"], folder);
    await once(child.stdout, "data");
    const { pid } = JSON.parse(readFileSync(join(onlyRun(), "trainer.json"), "utf8"));
    process.kill(pid, "SIGSTOP");
    const advised = printed(child.stderr, "Ctrl-C once more ends its process");
    await sendOften(child, "SIGINT");
    await advised;
    process.kill(pid, "SIGCONT");
    expect((await finished).code).toBe(130);
    expect(foldEvents(loggedEvents(onlyRun()))).toMatchObject({
      status: "stopped",
      weights: "model.safetensors",
    });
  });

  test("Ctrl-C after its message kills a trainer that does not answer, and the run can be resumed", async () => {
    const { child, finished } = startCli([...long, "--json"], folder);
    await once(child.stdout, "data");
    const { pid } = JSON.parse(readFileSync(join(onlyRun(), "trainer.json"), "utf8"));
    process.kill(pid, "SIGSTOP");
    child.kill("SIGINT");
    await printed(child.stderr, "Ctrl-C once more ends its process");
    // SIGINT is sent repeatedly: one that comes before the user can have read the message has no effect. It is not sent
    // after the run's end, since a process that has begun to exit handles no signals and would be killed.
    const pressing = setInterval(() => {
      if (loggedEvents(onlyRun()).at(-1)?.type !== "ended") child.kill("SIGINT");
    }, 500);
    const { code, stdout } = await finished;
    clearInterval(pressing);
    expect(code).toBe(1);
    const logged = loggedEvents(onlyRun());
    expect(parseLines(stdout)).toEqual(logged);
    expect(logged.at(-1)).toMatchObject({
      type: "ended",
      status: "failed",
      error: "The trainer process did not answer and was ended. What it had recorded is kept.",
    });
    const epochs = String(foldEvents(logged).completeEpochs + 1);
    expect((await runCli(["resume", onlyRun(), "--epochs", epochs], folder)).code).toBe(0);
  });

  test("SIGTERM, however often, ends the run as interrupted, to be resumed", async () => {
    const { child, finished } = startCli([...long, "--json"], folder);
    await printed(child.stdout, '"steps"');
    const { pid } = JSON.parse(readFileSync(join(onlyRun(), "trainer.json"), "utf8"));
    // A process that is about to end handles no signals: a further one would kill it. While its trainer is suspended,
    // the command waits.
    process.kill(pid, "SIGSTOP");
    await sendOften(child, "SIGTERM");
    process.kill(pid, "SIGCONT");
    const { code, stdout } = await finished;
    expect(code).toBe(1);
    expect(stdout).toBe(readFileSync(join(onlyRun(), "events.jsonl"), "utf8"));
    const state = foldEvents(loggedEvents(onlyRun()));
    expect(state.status).toBe("interrupted");
    expect(state.checkpoints.at(-1)).toMatchObject({ step: state.losses.length });
  });

  test("continues for a connected window when the terminal closes", async () => {
    const { child, finished } = startCli([...long, "--json"], folder);
    await once(child.stdout, "data");
    const events: RunEvent[] = [];
    let onSteps = () => {};
    const window = await attachTraining({
      folder: onlyRun(),
      onEvent: (event) => {
        events.push(event);
        if (event.type === "steps") onSteps();
      },
    });
    child.kill("SIGKILL");
    await finished;
    const since = events.length;
    await new Promise<void>((resolve) => {
      onSteps = () => events.length > since + 10 && resolve();
    });
    await window!.training.stop();
    expect(await window!.training.ended).toMatchObject({ status: "stopped" });
    expect([...window!.events, ...events]).toEqual(loggedEvents(onlyRun()));
  });

  test("a bad argument exits with 2 and one line, and makes no folder", async () => {
    const { code, stdout, stderr } = await runCli(["train", "--epochs", "0"], folder);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toBe("--epochs must be a whole number of at least 1 and at most 10000, not 0.\n");
    expect(readdirSync(folder)).toEqual([]);
  });

  test("--exclude with a CSV file leaves out the training images that it marks as unfit", async () => {
    const lines = [
      "set,index,mark",
      "train,9,wrongLabel",
      "test,3,badImage",
      "train,7,fine",
      "train,2,badImage",
    ];
    writeFileSync(join(folder, "my marks.CSV"), `${lines.join("\r\n")}\r\n`);
    expect(await runCli([...small, "--exclude", "my marks.CSV"], folder)).toMatchObject({
      code: 0,
      stderr: `2 of 4 marks in ${join(realpathSync(folder), "my marks.CSV")} leave out a training image.\n`,
    });
    expect(foldEvents(loggedEvents(onlyRun())).config?.dataset.exclude).toEqual([2, 9]);
  });

  test.each([
    [
      "train,1,good\n",
      /^\S+marks\.csv is not used: line 2 must have test or train, .+, not "train,1,good"\.\n$/,
    ],
    [
      Buffer.from("train,1,badImage\n", "utf16le"),
      /^\S+marks\.csv is not used: it is UTF-16 text; save it as UTF-8\.\n$/,
    ],
    [undefined, /^There is no file \S+marks\.csv\.\n$/],
    [
      "test,1,badImage\ntrain,2,fine\n",
      /^\S+marks\.csv is not used: it marks no training image as wrongLabel or badImage, so that --exclude would leave out none\.\n$/,
    ],
    [
      Array.from({ length: 10_001 }, (_, index) => `train,${index},badImage\n`).join(""),
      /^--exclude must .*10000.*\.\n$/,
    ],
  ])("--exclude with a CSV file that cannot be used trains nothing", async (lines, message) => {
    if (lines !== undefined)
      writeFileSync(
        join(folder, "marks.csv"),
        typeof lines === "string" ? `set,index,mark\n${lines}` : lines,
      );
    const { code, stderr } = await runCli([...small, "--exclude", "marks.csv"], folder);
    expect(stderr).toMatch(message);
    expect(code).toBe(2);
    expect(readdirSync(folder)).toEqual(lines === undefined ? [] : ["marks.csv"]);
  });

  // Other systems do not report where a folder was moved.
  test.runIf(process.platform === "linux")(
    "a run whose folder is renamed is printed with its new path",
    async () => {
      using trainings = new Trainings();
      const { child, finished } = startCli(long, folder);
      await once(child.stdout, "data");
      const renamed = join(onlyRun(), "..", "renamed");
      renameSync(onlyRun(), renamed);
      await trainings.finishEpoch(await trainings.attach(renamed));
      const { code, stdout } = await finished;
      expect(code).toBe(0);
      expect(stdout.trimEnd().split("\n").at(-1)).toBe(`Done! ${renamed}`);
    },
  );

  test("a run whose weights cannot be written fails, and names what is missing", async () => {
    const { child, finished } = startCli(long, folder);
    await printed(child.stdout, "loss:");
    const inTheWay = join(onlyRun(), "model.safetensors");
    mkdirSync(join(inTheWay, "something"), { recursive: true });
    child.kill("SIGINT");
    const { code, stdout, stderr } = await finished;
    expect(code).toBe(1);
    expect(stdout).toContain("The run has stopped, and its weights are lost.");
    expect(stderr).toMatch(
      /\nNot everything could be written:\n {2}model\.safetensors: its last version could not be written \(.+\)\n$/,
    );
    const state = foldEvents(loggedEvents(onlyRun()));
    expect([state.status, state.weights]).toEqual(["stopped", undefined]);
    const refusal = `The run in ${onlyRun()} is not opened: model.safetensors is a folder; move it away.\n`;
    expect(await runCli(["resume", onlyRun()], folder)).toMatchObject({
      code: 1,
      stderr: refusal,
    });
    removeFolder(inTheWay);
    const listed = await runCli(["runs"], folder);
    expect(listed.stdout).toContain("  model.safetensors: its last version could not be written (");
  });

  test("without a command there is help, and a sentence that asks for a command", async () => {
    const { code, stdout, stderr } = await runCli([], folder);
    expect(code).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toMatch(/^Usage: fitting-room /);
    expect(stderr).toMatch(/\nName a command: train, resume, fork, runs, .* or [a-z-]+\.\n$/);
    expect(stderr).not.toContain("outputHelp");
  });

  test.each([["help"], ["help train"], ["train --help"]])("help is no mistake: %s", async (args) => {
    const { code, stdout, stderr } = await runCli(args.split(" "), folder);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^Usage: fitting-room /);
  });

  test("help about an unknown command is refused in one sentence", async () => {
    const { code, stdout, stderr } = await runCli(["help", "nope"], folder);
    const sentence = "There is no command nope. Did you mean note?\n";
    expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: "", stderr: sentence });
  });

  test("an excluded image that the training set does not have is refused, and no run is made", async () => {
    const { code, stdout, stderr } = await runCli(
      [...small, "--exclude", "7,4000", "--runs", "none"],
      folder,
    );
    expect({ code, stdout, stderr }).toEqual({
      code: 2,
      stdout: "",
      stderr:
        "--exclude cannot be used: there is no training image 4000, as the training set has 4,000 images; the first is 0.\n",
    });
    expect(existsSync(join(folder, "none"))).toBe(false);
  });

  test("marks of all training images are refused for --exclude and --exclude-marked, and no run is made", async () => {
    const images = [...Array(4000).keys()];
    const runs = join(folder, "runs");
    mkdirSync(runs);
    const marks = {
      format: 1,
      test: {},
      train: Object.fromEntries(images.map((image) => [image, "badImage"])),
    };
    writeFileSync(join(runs, ".sample.marks.json"), JSON.stringify(marks));
    writeFileSync(
      join(folder, "marks.csv"),
      `set,index,mark\n${images.map((image) => `train,${image},badImage\n`).join("")}`,
    );
    for (const options of [
      ["--exclude", "marks.csv"],
      ["--exclude-marked"],
      ["--exclude-marked", "--exclude", "1"],
    ]) {
      const named = options.includes("--exclude") ? "--exclude" : "--exclude-marked";
      expect(await runCli([...small, ...options, "--runs", "runs"], folder)).toEqual({
        code: 2,
        stdout: "",
        stderr: `${named} leaves none of the 4,000 images to train on; leave out fewer images, marked ones included.\n`,
      });
      expect(readdirSync(runs)).toEqual([".sample.marks.json"]);
    }
  });

  test("--exclude-marked leaves out the marked images, and a sentence tells when no image is marked", async () => {
    const runs = join(folder, "runs");
    const train = ["--exclude-marked", "--exclude", "9", "--runs", "runs", "--json"];
    const excluded = async () => {
      const { code, stdout, stderr } = await runCli([...small, ...train], folder);
      expect(code).toBe(0);
      return { stderr, exclude: foldEvents(parseLines(stdout)).config?.dataset.exclude };
    };
    const stderr = `--exclude-marked leaves out no image: no training image is marked as wrongLabel or badImage in ${realpathSync(folder)}/runs.\n`;
    expect(await excluded()).toEqual({ stderr, exclude: [9] });
    const mark = (marks: object) =>
      writeFileSync(join(runs, ".sample.marks.json"), JSON.stringify({ format: 1, test: {}, ...marks }));
    mark({ test: { 1: "badImage" }, train: { 5: "fine" } });
    expect(await excluded()).toEqual({ stderr, exclude: [9] });
    mark({ train: { 4: "wrongLabel", 5: "fine", 30: "badImage" } });
    expect(await excluded()).toEqual({ stderr: "", exclude: [4, 9, 30] });
  });

  test("a validation split that leaves no image is refused, and no run is made", async () => {
    const options = ["--validation-split", "0.00025", "--exclude", "3999"];
    expect(await runCli([...small, ...options], folder)).toEqual({
      code: 2,
      stdout: "",
      stderr:
        "--validation-split 0.00025 leaves none of the 4,000 images to validate on; choose a larger one, or leave out fewer images.\n",
    });
    expect(readdirSync(folder)).toEqual([]);
  });

  test("a runs folder that cannot be written is refused by name, and nothing is left behind", async () => {
    writeFileSync(join(folder, ".fitting-room"), "");
    mkdirSync(join(folder, "tmp"));
    const environment = { TMPDIR: join(folder, "tmp") };
    const { code, stderr } = await runCli(small, folder, environment);
    expect(code).toBe(1);
    expect(stderr).toContain(`The runs folder ${join(folder, ".fitting-room/runs")} cannot be written`);
    expect(readdirSync(join(folder, "tmp"))).toEqual([]);
  });
});
