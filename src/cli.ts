import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { version } from "../package.json";
import type { EndedEvent, RunEvent } from "./runs/RunEvent";
import { parseArguments, type TrainArguments, UsageError } from "./terminal/arguments";
import { TrainingReport } from "./terminal/TrainingReport";
import { startTraining } from "./trainer/TrainerClient";

const exitCodes = { finished: 0, failed: 1, usage: 2, stopped: 130, interrupted: 1 };

main().then((code) => {
  process.exitCode = code;
});

async function main(): Promise<number> {
  try {
    const parsed = parseArguments(process.argv.slice(2), version);
    return parsed ? exitCodes[(await train(parsed)).status] : exitCodes.finished;
  } catch (error) {
    console.error((error as Error).message);
    return error instanceof UsageError ? exitCodes.usage : exitCodes.failed;
  }
}

async function train({ config, runs, json }: TrainArguments): Promise<EndedEvent> {
  const report = json ? printJson : reporter();
  const training = await startTraining({
    trainerPath: join(__dirname, "trainer.js"),
    config: { ...config, dataset: { ...config.dataset, location: absolute(config.dataset.location) } },
    runsFolder: resolve(runs),
    cacheFolder: cacheFolder(),
    onEvent: report,
  });
  // Ctrl-C, a terminal that is closed, a connection that is lost.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.on(signal, () => void training.stop());
  // A reader such as `head` that has had enough.
  process.stdout.on("error", () => void training.stop());
  const ended = await training.ended;
  if (!json) {
    if (ended.error) console.error(ended.error);
    console.log(
      `${ended.status === "finished" ? "Done!" : `The run has ${ended.status}.`} ${training.folder}`,
    );
  }
  return ended;
}

function printJson(event: RunEvent): void {
  process.stdout.write(`${JSON.stringify(event)}\n`);
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
