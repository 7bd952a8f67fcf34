import * as l10n from "@vscode/l10n";
import "./terminal/language";
import { isAbsolute, join, resolve } from "node:path";
import { version } from "../package.json";
import { Inspector } from "./client/Inspector";
import { startTraining, type TrainerHandle } from "./client/TrainerClient";
import { DataLocationError } from "./data/dataLocations";
import { buildOf } from "./files/buildOf";
import { isBrokenLink } from "./files/ensureFolder";
import { homeFolder } from "./files/homeFolder";
import { kindOfPlace } from "./files/placeKind";
import { ReaderGoneError } from "./files/writeOutput";
import { summaryRequest } from "./protocol/inspectorProtocol";
import { TaskError } from "./protocol/TaskError";
import type { TrainingTask } from "./protocol/trainerProtocol";
import { inJson } from "./runs/inert";
import { encodeLine } from "./runs/logLine";
import { hasFilesOfRun, runsFolderAround } from "./runs/misplaced";
import { checkNamesLock } from "./runs/nameRun";
import type { EndedEvent, RunEvent } from "./runs/RunEvent";
import { holdsRun } from "./runs/RunRecord";
import { RunsFolderError } from "./runs/RunStore";
import { runExists } from "./runs/runsFolder";
import {
  type Arguments,
  parseArguments,
  type RunsArguments,
  type TrainingArguments,
} from "./terminal/arguments";
import { checkData, checkRecordedData } from "./terminal/checkData";
import { checkForkOptions } from "./terminal/checkForkOptions";
import { checkpointName } from "./terminal/checkpointName";
import { exitBySignal } from "./terminal/endBySignal";
import { expandRun, findRun, findRunToChange } from "./terminal/findRun";
import { handleSignals } from "./terminal/handleSignals";
import { holdSignals } from "./terminal/holdSignals";
import { inspectRun } from "./terminal/inspectRun";
import { isClosedOutput } from "./terminal/isClosedOutput";
import { isHangupIgnored } from "./terminal/isHangupIgnored";
import { manageRuns } from "./terminal/manageRuns";
import { Output } from "./terminal/Output";
import { currentFolder, inOptions, UsageError } from "./terminal/options";
import { summaryLines } from "./terminal/summaryLines";
import { TrainingReport } from "./terminal/TrainingReport";
import { optionGiven, withoutMarked } from "./terminal/withoutMarked";
import { pathExcerpt } from "./text/quotation";
import { sentences } from "./text/sentences";

const exitCodes = {
  finished: 0,
  failed: 1,
  usage: 2,
  /** After Ctrl-C, the process ends by SIGINT ({@link exitBySignal}). Shells then give this exit code, too. */
  stopped: 130,
  interrupted: 1,
  /** The reader closed the output before its end. Shells give this exit code to a program that SIGPIPE has ended. */
  unread: 141,
};

const out = new Output(process.stdout, { isClosed: isClosedOutput(1) });
const errors = new Output(process.stderr, { before: () => out.clearStatus() });
const ignoresHangup = isHangupIgnored();
if (ignoresHangup) process.on("SIGHUP", () => {});

// The exit code until the work is done: Node.js would give code 0 to a process that ends with its work undone.
process.exitCode = exitCodes.failed;
const reportUnfinished = () =>
  errors.line(l10n.t("The command ended before its work was done. Please report this."));
process.once("beforeExit", reportUnfinished);

main().then(async (code) => {
  process.off("beforeExit", reportUnfinished);
  await out.flush();
  process.exitCode = code === exitCodes.finished ? codeOfOutput() : code;
});

/** The exit code of a command that has finished its work. It is not 0 if the output could not be written. */
function codeOfOutput(): number {
  if (!out.problem) return exitCodes.finished;
  return out.isUnwanted ? exitCodes.unread : exitCodes.failed;
}

async function main(): Promise<number> {
  let parsed: Arguments | undefined;
  try {
    parsed = parseArguments(process.argv.slice(2), version, {
      out: (text) => out.write(text),
      errors: (text) => errors.write(text),
    });
    // Throws if the current folder is gone, or if its path is no valid UTF-8: a trainer process could not start there,
    // or would write elsewhere.
    if (parsed) currentFolder();
    if (parsed?.isNamed) await checkNamedRuns(parsed.runs, isRunsFolderNeeded(parsed));
    if (parsed && (parsed.isNamed || makesRun(parsed))) checkNoRunAround(parsed.runs);
    if (parsed && isTraining(parsed)) return await train(parsed, await toTask(parsed));
    const isDone = !parsed || (await work(parsed));
    await out.flush();
    if (out.problem && !out.isUnwanted)
      errors.line(l10n.t("The output could not be written ({0}).", out.reason));
    return isDone ? exitCodes.finished : exitCodes.failed;
  } catch (error) {
    if (error instanceof ReaderGoneError) return exitCodes.unread;
    const given = parsed?.command === "train" ? parsed : undefined;
    const shown = inOptions(asUsage(error as Error), given && ((key) => optionGiven(key, given)));
    errors.sentence(shown.message);
    return shown instanceof UsageError ? exitCodes.usage : exitCodes.failed;
  }
}

function isFolderGone({ code, syscall }: NodeJS.ErrnoException): boolean {
  return code === "ENOENT" && syscall === "uv_cwd";
}

/** @returns whether all of the work is done */
async function work(parsed: Arguments & RunsArguments): Promise<boolean> {
  const { runs, isNamed, json } = parsed;
  const summaries = {
    cacheFolder: cacheFolder(),
    program: `${version} ${buildOf(__filename)}`,
    mayWrite: () => true,
  };
  if (parsed.command === "manage")
    return manageRuns(parsed.found, { runs, isNamed, summaries, json, out, errors });
  const inspector = new Inspector({ inspectorPath: join(__dirname, "inspector.js") });
  try {
    if (parsed.command === "summary") {
      const summary = await inspector.ask(summaryRequest, parsed.config);
      if (json) out.write(`${inJson(JSON.stringify(summary))}\n`);
      else for (const line of summaryLines(summary)) out.line(line);
      return true;
    }
    return await inspectRun(parsed.found, { runs, json, out, errors, inspector, cacheFolder: cacheFolder() });
  } finally {
    inspector.dispose();
  }
}

function isTraining(parsed: Arguments): parsed is Arguments & TrainingArguments {
  return parsed.command === "train" || parsed.command === "resume" || parsed.command === "fork";
}

/** Whether a command makes a new run. */
function makesRun(parsed: Arguments): boolean {
  return parsed.command === "train" || parsed.command === "fork";
}

/**
 * Whether the folder of `--runs` must exist. The command `train` makes a missing folder. The command `fork` needs the
 * folder unless the parent run is given as the path of its folder. All other commands need the folder.
 */
function isRunsFolderNeeded(parsed: Arguments): boolean {
  if (parsed.command === "train") return false;
  return parsed.command !== "fork" || !holdsRun(resolve(expandRun(parsed.run, parsed.runs)));
}

/**
 * Checks the folder of `--runs`. A path that cannot be examined is not refused here: the command that reads the folder
 * later reports the reason.
 * @param mustExist whether a missing folder is refused
 * @throws UsageError if the path is no folder, or does not exist although it must
 */
async function checkNamedRuns(path: string, mustExist: boolean): Promise<void> {
  const kind = await kindOfPlace(path);
  if (kind === "file" || kind === "other")
    throw new UsageError(l10n.t("{0} is no folder; --runs must be the path of one.", pathExcerpt(path)));
  if (kind === "absent" && mustExist && isBrokenLink(path))
    throw new UsageError(RunsFolderError.ofBrokenLink(path).message);
  if (kind === "absent" && mustExist)
    throw new UsageError(
      l10n.t("There is no folder {0}; --runs must be the path of one that holds runs.", pathExcerpt(path)),
    );
}

/** @throws UsageError if the folder for runs is a run's folder or in one */
function checkNoRunAround(path: string): void {
  const around = runsFolderAround(path, hasFilesOfRun);
  if (around !== undefined) throw new UsageError(RunsFolderError.ofRun(path, around).message);
}

/** Turns an error about what the user gave into a UsageError. Returns any other error unchanged. */
function asUsage(error: Error): Error {
  if (isFolderGone(error))
    return new UsageError(l10n.t("The current folder is gone; change to another one."));
  if (error instanceof RunsFolderError && error.isMisplaced) return new UsageError(error.message);
  if (error instanceof TaskError) {
    const { message, leastEpochs } = error;
    const remedy = leastEpochs === undefined ? undefined : l10n.t("Give --epochs {0} or more.", leastEpochs);
    return new UsageError(sentences(message, remedy));
  }
  // Data in a folder that the user never chose is read only if the user names the folder.
  if (!(error instanceof DataLocationError)) return error;
  return new UsageError(
    sentences(error.message, l10n.t("Give --data with that folder, or with another one.")),
  );
}

async function toTask(parsed: Arguments & TrainingArguments): Promise<TrainingTask> {
  const { runs: runsFolder } = parsed;
  switch (parsed.command) {
    case "train": {
      const config = await withoutMarked(parsed, (note) => errors.sentence(note));
      return { runsFolder, config, name: parsed.name };
    }
    case "resume": {
      const { epochs, compute, data: location } = parsed;
      return { resume: { folder: findRunToChange(parsed.run, runsFolder), epochs, compute, location } };
    }
    case "fork": {
      const { checkpoint, changes, name, data: location } = parsed;
      const folder = findRun(parsed.run, runsFolder);
      await checkForkOptions(folder, changes);
      const named = checkpoint && checkpointName(folder, checkpoint);
      return { runsFolder, name, fork: { folder, checkpoint: named, changes, location } };
    }
  }
}

/** @returns the exit code */
async function train({ json }: { json: boolean }, task: TrainingTask): Promise<number> {
  await checkData(task);
  await checkRecordedData(task, cacheFolder());
  // If the run could not get the name in `--name`, the command fails here, before the training.
  if ("runsFolder" in task && task.name !== undefined) checkNamesLock(task.runsFolder);
  const report = json ? printJson : reporter();
  let hasWeights = false;
  const release = holdSignals(ignoresHangup);
  const training = await startTraining({
    ...task,
    trainerPath: join(__dirname, "trainer.js"),
    cacheFolder: cacheFolder(),
    // When this process ends, the run ends, unless a window is connected to the run's trainer.
    gracePeriod: 0,
    onEvent: (event) => {
      if (event.type === "checkpoint" && event.reason === "end") hasWeights = true;
      report(event);
    },
  });
  void out.failed.then(() => handleOutputFailure(training));
  const terminal = handleSignals(training, errors, ignoresHangup);
  release();
  const ended = await Promise.race([training.ended, terminal.disconnected]);
  // After the disposal, SIGINT and SIGTERM end this process, since writing the rest of the output may take long.
  terminal[Symbol.dispose]();
  if (terminal.isInterrupted) exitBySignal("SIGINT");
  if (!ended) {
    errors.line(
      l10n.t("The trainer has not ended yet; it will end its run as interrupted: {0}", training.folder),
    );
    return exitCodes.interrupted;
  }
  if (ended.undone) {
    if (ended.error) errors.sentence(ended.error);
    if (!json) out.line(undoneTexts[ended.undone](training.folder));
    return exitCodes[ended.undone];
  }
  const { status, missing = [] } = ended;
  const areWeightsMissing = !hasWeights && missing.length > 0;
  if (!json) {
    if (ended.error) errors.sentence(ended.error);
    for (const line of ended.stderr ?? []) errors.sentence(`  ${line}`);
    if (missing.length > 0) errors.line(l10n.t("Not everything could be written:"));
    for (const sentence of missing) errors.sentence(`  ${sentence}`);
    const ending = areWeightsMissing ? endingsWithoutWeights[status] : endings[status];
    // The folder is not found if it was removed, or if it was renamed before this process could open it.
    out.line(runExists(training.folder) ? `${ending} ${training.folder}` : ending);
  }
  return ended.error || areWeightsMissing ? exitCodes.failed : exitCodes[status];
}

/** Stops the run if the reader has closed the output. For any other error of the output, adds a warning to the run. */
function handleOutputFailure(training: TrainerHandle): void {
  if (out.isUnwanted) return void training.stop();
  const reason = out.reason ?? "";
  errors.line(
    l10n.t(
      "The output of the command that trains cannot be written ({0}). The run keeps everything: {1}",
      reason,
      training.folder,
    ),
  );
  void training.warn(
    l10n.t(
      "The output of the command that trains could not be written ({0}); the run itself is whole.",
      reason,
    ),
  );
}

/** The last line of a resume that ended before its first step, by the status of the attempt. */
const undoneTexts: Readonly<Record<EndedEvent["status"], (folder: string) => string>> = {
  finished: unchanged,
  stopped: (folder) =>
    l10n.t("The resume was stopped before its first step, and the run is unchanged. {0}", folder),
  failed: unchanged,
  interrupted: (folder) =>
    l10n.t("The resume was interrupted before its first step, and the run is unchanged. {0}", folder),
};

function unchanged(folder: string): string {
  return l10n.t("The run is unchanged. {0}", folder);
}

const endings: Readonly<Record<EndedEvent["status"], string>> = {
  finished: "Done!",
  stopped: l10n.t("The run has stopped."),
  failed: l10n.t("The run has failed."),
  interrupted: l10n.t("The run was interrupted."),
};

const endingsWithoutWeights: typeof endings = {
  ...endings,
  finished: l10n.t("The training is done, and its weights are lost."),
  stopped: l10n.t("The run has stopped, and its weights are lost."),
};

function printJson(event: RunEvent): void {
  out.write(`${encodeLine(event)}\n`);
}

function reporter(): (event: RunEvent) => void {
  const report = new TrainingReport(out);
  return (event) => report.onEvent(event);
}

/**
 * The command line's folder in the user's cache: downloaded data, summaries of runs, the data folders chosen before.
 */
function cacheFolder(): string {
  const base =
    process.platform === "win32"
      ? process.env.LOCALAPPDATA
      : process.platform === "darwin"
        ? join(homeFolder(), "Library", "Caches")
        : process.env.XDG_CACHE_HOME;
  // The XDG Base Directory Specification says that a relative path is to be ignored.
  return join(base && isAbsolute(base) ? base : join(homeFolder(), ".cache"), "fitting-room");
}
