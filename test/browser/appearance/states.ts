import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Snapshot, Surroundings } from "../../../src/protocol/dashboardProtocol";
import { parseLog } from "../../../src/runs/LogParser";
import { tutorialConfig } from "../../../src/runs/RunConfig";
import type { ControlEvent, EndedEvent, RunEvent } from "../../../src/runs/RunEvent";
import { foldEvents } from "../../../src/runs/RunState";
import { takeSnapshot } from "../../../src/runs/StateSnapshot";
import { runCli } from "../../integration/cli/runCli";

/** What a dashboard can have to show, with the events of runs that were really trained. */
export async function recordStates(): Promise<Record<string, Snapshot>> {
  const folder = mkdtempSync(join(tmpdir(), "fitting-room-states-"));
  const train = async (runs: string, ...args: string[]): Promise<RunEvent[]> => {
    const { code, stderr } = await runCli([...args, "--runs", join(folder, runs)], folder);
    if (code === 2) throw new Error(stderr);
    const runsFolder = join(folder, runs);
    const id = readdirSync(runsFolder)
      .filter((name) => !name.startsWith("."))
      .sort()
      .at(-1)!;
    return parseLog(readFileSync(join(runsFolder, id, "events.jsonl"))).events;
  };
  try {
    const sample = ["train", "--sample", "--optimizer", "adam", "--hidden", "32", "--learning-rate", "0.002"];
    const finished = await train("finished", ...sample, "--epochs", "20");
    const parent = readdirSync(join(folder, "finished")).find((name) => !name.startsWith("."))!;
    const forked = await train("finished", "fork", parent, "--epochs", "26", "--learning-rate", "0.03");
    const diverged = await train(
      "diverged",
      "train",
      "--sample",
      "--learning-rate",
      "100",
      "--weight-decay",
      "1",
    );
    const begun = finished.slice(0, 1);
    const noData: EndedEvent = {
      type: "ended",
      status: "failed",
      code: "dataset",
      error:
        "Fashion-MNIST is neither on this machine nor to be had from the network (fashion-mnist.s3-website.eu-central-1.amazonaws.com: connect ECONNREFUSED 127.0.0.1:9); choose a folder that holds its files, or use the sample set.",
      time: (finished[0] as { time: string }).time,
      seconds: 1.2,
    };
    const half = finished.slice(
      0,
      finished.findIndex((event) => event.type === "epoch" && event.epoch === 9) - 2,
    );
    const { time } = finished[0] as { time: string };
    const warning = {
      type: "warning",
      code: "disk",
      message:
        "A checkpoint in /home/user/projects/clothes/.fitting-room/runs/2026-11-28_00-54-16 could not be written (the disk is full, ENOSPC); free some space. Training completes the log.",
    } as const;
    const missing = ["model.safetensors: the newest could not be written (the disk is full)"];
    const lossless = (event: RunEvent) => event.type !== "steps" && event.type !== "epoch";
    return {
      none: surroundings(),
      unreadable: {
        ...surroundings(),
        runsFolderProblem:
          "The runs folder /home/user/projects/clothes/.fitting-room/runs cannot be read (permission denied).",
      },
      preparing: shown(finished.slice(0, 1), true),
      downloading: shown(
        [
          ...begun,
          {
            type: "data",
            file: "train-images-idx3-ubyte.gz",
            receivedBytes: 11_400_000,
            totalBytes: 26_421_880,
          },
        ],
        true,
      ),
      training: shown(half, true),
      paused: shown([...half, control("paused", half)], true),
      "first-epoch": shown(finished.slice(0, 4), true),
      "no-data": shown([...begun, noData]),
      diverged: shown(diverged),
      "diverged-late": shown([...half, ...diverged.slice(-1)]),
      finished: shown(finished),
      "finished-while-another-trains": { ...shown(finished), training: true, trainingRunId: "another" },
      forked: shown(forked),
      interrupted: shown([...half, ended("interrupted", half, time)]),
      "stopped-early": shown([...finished.slice(0, 2).filter(lossless), ended("stopped", half, time)]),
      crashed: shown([
        ...half,
        {
          ...ended("failed", half, time),
          error: "The trainer process ended unexpectedly (signal SIGKILL); what it had recorded is kept.",
          stderr: ["FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory"],
        },
      ]),
      "disk-warning": shown([...half, warning], true),
      "disk-end": shown([...half, warning, { ...ended("stopped", half, time), missing }]),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function shown(events: RunEvent[], isTrained = false): Snapshot {
  const name = "2026-11-28 00:54:16";
  const id = "2026-11-28_00-54-16";
  return {
    ...surroundings(),
    training: isTrained,
    trainingRunId: isTrained ? id : undefined,
    run: { id, name, folder: `/home/user/projects/clothes/.fitting-room/runs/${id}` },
    state: takeSnapshot(foldEvents(events)),
  };
}

function control(action: ControlEvent["action"], events: RunEvent[]): ControlEvent {
  const { step, seconds, epoch } = lastOf(events);
  return { type: "control", action, epoch, step, seconds };
}

function ended(status: EndedEvent["status"], events: RunEvent[], time: string): EndedEvent {
  return { type: "ended", status, time, seconds: lastOf(events).seconds };
}

function lastOf(events: RunEvent[]) {
  const last = events.findLast((event) => event.type === "steps")!;
  return { epoch: last.epoch, step: last.firstStep + last.losses.length, seconds: last.seconds };
}

function surroundings(): Surroundings {
  const chip = (name: string, label: string, value: string, changed = false) => ({
    id: `fittingRoom.hyperparameters.${name}`,
    label,
    value,
    changed,
  });
  return {
    training: false,
    settings: [
      chip("dataset", "Data", "Fashion-MNIST"),
      chip("location", "Folder", "/home/user/projects/pytorch-tutorials/data/FashionMNIST/raw", true),
      chip("optimizer", "Optimizer", "SGD"),
      chip("learningRate", "Learning rate", "0.001"),
      chip("batchSize", "Batch size", "64"),
      chip("epochs", "Epochs", "5", true),
      chip("momentum", "Momentum", "0"),
      chip("weightDecay", "Weight decay", "0"),
      chip("hiddenLayers", "Hidden layers", "512 × 512"),
      chip("seed", "Seed", "42"),
      chip("shuffle", "Shuffle", "off"),
    ],
    nextConfig: tutorialConfig,
  };
}

/** What comes when the run of a snapshot is paused. */
export function pauseOf({ state }: Snapshot): ControlEvent {
  const { epoch, losses, seconds } = state!;
  return { type: "control", action: "paused", epoch, step: losses.length, seconds };
}
