import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { version } from "../package.json";
import { encodeLine } from "./runs/logLine";
import type { EndedEvent, RunEvent } from "./runs/RunEvent";
import { holdsRun } from "./runs/RunRecord";
import { type Arguments, parseArguments } from "./terminal/arguments";
import { checkpointName } from "./terminal/checkpointName";
import { listRuns } from "./terminal/listRuns";
import { obeyTerminal } from "./terminal/obeyTerminal";
import { inOptions, UsageError } from "./terminal/options";
import { print, printError } from "./terminal/output";
import { TrainingReport } from "./terminal/TrainingReport";
import { startTraining } from "./trainer/client/TrainerClient";
import type { TrainingTask } from "./trainer/trainerProtocol";

const exitCodes = { finished: 0, failed: 1, usage: 2, stopped: 130, interrupted: 1 };

main().then((code) => {
  process.exitCode = code;
});

async function main(): Promise<number> {
  try {
    const parsed = parseArguments(process.argv.slice(2), version);
    if (!parsed) return exitCodes.finished;
    if (parsed.command !== "runs") return await train(parsed, toTask(parsed));
    const folder = resolve(parsed.runs);
    if (parsed.isNamed && !existsSync(folder))
      throw new UsageError(`There is no folder ${folder}; --runs must be the path of one that holds runs.`);
    await listRuns(folder, parsed.json, print);
    return exitCodes.finished;
  } catch (error) {
    const told = inOptions(error as Error);
    printError(told.message);
    return told instanceof UsageError ? exitCodes.usage : exitCodes.failed;
  }
}

function toTask(parsed: Exclude<Arguments, { command: "runs" }>): TrainingTask {
  const runsFolder = resolve(parsed.runs);
  switch (parsed.command) {
    case "train": {
      const { dataset } = parsed.config;
      const location = absolute(dataset.location);
      return { runsFolder, config: { ...parsed.config, dataset: { ...dataset, location } } };
    }
    case "resume": {
      const { epochs, compute, data } = parsed;
      return { resume: { folder: runFolder(parsed), epochs, compute, location: data && absolute(data) } };
    }
    case "fork": {
      const { checkpoint, changes, data } = parsed;
      const folder = runFolder(parsed);
      const named = checkpoint && checkpointName(folder, checkpoint);
      return { runsFolder, fork: { folder, checkpoint: named, changes, location: data && absolute(data) } };
    }
  }
}

/** A run is named by its folder, or by its id in the folder for runs. */
function runFolder({ run, runs }: { run: string; runs: string }): string {
  return holdsRun(run) ? resolve(run) : resolve(runs, run);
}

/** @returns the exit code */
async function train({ json }: { json: boolean }, task: TrainingTask): Promise<number> {
  const report = json ? printJson : reporter();
  let hasWeights = false;
  const training = await startTraining({
    ...task,
    trainerPath: join(__dirname, "trainer.js"),
    cacheFolder: cacheFolder(),
    // A terminal that is closed ends its run, unless another window shows it.
    gracePeriod: 0,
    onEvent: (event) => {
      if (event.type === "checkpoint" && event.reason === "end") hasWeights = true;
      report(event);
    },
  });
  const ended = await Promise.race([training.ended, obeyTerminal(training)]);
  if (!ended) return exitCodes.interrupted;
  const { status, missing = [] } = ended;
  const areWeightsMissing = !hasWeights && missing.length > 0;
  if (!json) {
    if (ended.error) printError(ended.error);
    for (const line of ended.stderr ?? []) printError(`  ${line}`);
    if (missing.length > 0) printError("The disk did not take everything:");
    for (const sentence of missing) printError(`  ${sentence}`);
    print(`${areWeightsMissing ? endingsWithoutWeights[status] : endings[status]} ${training.folder}`);
  }
  // One that could not be resumed for its data is as it was before, and yet this has failed.
  return ended.error || areWeightsMissing ? exitCodes.failed : exitCodes[status];
}

const endings: Readonly<Record<EndedEvent["status"], string>> = {
  finished: "Done!",
  stopped: "The run has stopped.",
  failed: "The run has failed.",
  interrupted: "The run was interrupted.",
};

const endingsWithoutWeights: typeof endings = {
  ...endings,
  finished: "The training is done, and its weights are lost.",
  stopped: "The run has stopped, and its weights are lost.",
};

function printJson(event: RunEvent): void {
  print(encodeLine(event));
}

function reporter(): (event: RunEvent) => void {
  const report = new TrainingReport(process.stdout);
  return (event) => report.onEvent(event);
}

function absolute(path: string): string {
  return path === "" ? "" : resolve(path);
}

/** Where this system keeps what can be fetched again. */
function cacheFolder(): string {
  const base =
    process.platform === "win32"
      ? process.env.LOCALAPPDATA
      : process.platform === "darwin"
        ? join(homedir(), "Library", "Caches")
        : process.env.XDG_CACHE_HOME;
  return join(base || join(homedir(), ".cache"), "fitting-room");
}
