import "./language";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as l10n from "@vscode/l10n";
import { DatasetUnavailableError } from "../../../src/data/errors";
import { explainDiskTrouble } from "../../../src/files/diskTrouble";
import { runSettings, type SettingValue, settingChips } from "../../../src/host/settings";
import type { Snapshot, Surroundings } from "../../../src/protocol/dashboardProtocol";
import { foldEvents } from "../../../src/runs/applyEvent";
import { type HyperparameterKey, hyperparameters } from "../../../src/runs/hyperparameters";
import { parseLog } from "../../../src/runs/LogParser";
import { tutorialConfig } from "../../../src/runs/RunConfig";
import type { ControlEvent, EndedEvent, RunEvent } from "../../../src/runs/RunEvent";
import { RunsFolderError } from "../../../src/runs/RunStore";
import { takeSnapshot } from "../../../src/runs/StateSnapshot";
import { advised, sentences } from "../../../src/text/sentences";
import { divergenceText } from "../../../src/trainer/failureText";
import { runCli } from "../../integration/cli/runCli";
import { terminal } from "./language";

/** States of a dashboard, by name. Most are made of the events of real trainings, some with made-up events added. */
export async function recordStates(): Promise<Record<string, Snapshot>> {
  const folder = mkdtempSync(join(tmpdir(), "fitting-room-states-"));
  const train = async (runs: string, ...args: string[]): Promise<RunEvent[]> => {
    const { code, stderr } = await runCli([...args, "--runs", join(folder, runs)], folder, terminal);
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
    const validated = await train("validated", ...sample, "--epochs", "20", "--validation-split", "0.1");
    const diverged = await train(
      "diverged",
      "train",
      "--sample",
      "--learning-rate",
      "100",
      "--weight-decay",
      "1",
    );
    const begun = onFashionMnist(finished.slice(0, 1));
    const refusal = l10n.t("is out of reach: {0}", "ECONNREFUSED");
    const failure = `fashion-mnist.s3-website.eu-central-1.amazonaws.com ${refusal}`;
    const noData: EndedEvent = {
      type: "ended",
      status: "failed",
      code: "dataset",
      error: new DatasetUnavailableError("Fashion-MNIST", [failure]).message,
      time: (finished[0] as { time: string }).time,
      seconds: 1.2,
    };
    const half = finished.slice(
      0,
      finished.findIndex((event) => event.type === "epoch" && event.epoch === 9) - 2,
    );
    const { time } = finished[0] as { time: string };
    const full = explainDiskTrouble("ENOSPC");
    const warning = {
      type: "warning",
      code: "disk",
      message: advised(
        l10n.t(
          "{0} in {1} could not be written ({2}).",
          l10n.t("A checkpoint"),
          "/home/user/projects/clothes/.fitting-room/runs/2026-11-28_00-54-16",
          full.reason,
        ),
        full.remedy,
      ),
    } as const;
    const missing = [
      l10n.t("{0}: its last version could not be written ({1})", "model.safetensors", full.reason),
    ];
    const lossless = (event: RunEvent) => event.type !== "steps" && event.type !== "epoch";
    return {
      none: surroundings({ batchSize: 0, momentum: 1 }),
      unreadable: {
        ...surroundings(),
        runsFolderProblem: RunsFolderError.unread(
          "/home/user/projects/clothes/.fitting-room/runs",
          Object.assign(new Error("EACCES"), { code: "EACCES" }),
        ).message,
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
      unreachable: { ...shown(half, true), training: false, contact: "unreachable" },
      "first-epoch": shown(finished.slice(0, 4), true),
      "no-data": shown([...begun, noData]),
      diverged: shown(diverged),
      "diverged-late": shown([...half, divergedAfter(half, time)]),
      finished: shown(finished),
      validated: shown(validated),
      validating: shown(
        validated.slice(
          0,
          validated.findIndex(({ type }) => type === "epoch"),
        ),
        true,
      ),
      diagnosed: shown([...finished, ...diagnoses(finished)]),
      "finished-while-another-trains": { ...shown(finished), training: true, trainingRunId: "another" },
      forked: shown(forked),
      interrupted: shown([...half, ended("interrupted", half, time)]),
      "stopped-early": shown([...finished.slice(0, 2).filter(lossless), ended("stopped", half, time)]),
      crashed: shown([
        ...half,
        {
          ...ended("failed", half, time),
          error: sentences(
            l10n.t("The trainer process ended unexpectedly: {0}.", l10n.t("signal {0}", "SIGKILL")),
            l10n.t("What it had recorded is kept."),
          ),
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

/** A diagnosis with a button, and one without. */
function diagnoses(events: RunEvent[]): RunEvent[] {
  const { epoch, step, seconds } = lastOf(events);
  const found = { type: "diagnosis", epoch, step, seconds } as const;
  const figures = { best: 0.61, testLoss: 0.702, trainBefore: 0.412, trainLoss: 0.201 };
  return [
    { ...found, rule: "overfitting", since: epoch - 2, figures },
    { ...found, rule: "neverPredicted", since: epoch - 2, classes: [0, 6], figures: { epochs: 3 } },
  ];
}

/** Events of a run on the sample set, with Fashion-MNIST as the data set of the run's configuration. */
function onFashionMnist(events: RunEvent[]): RunEvent[] {
  return events.map((event) =>
    event.type === "started"
      ? { ...event, config: { ...event.config, dataset: { ...event.config.dataset, name: "fashion-mnist" } } }
      : event,
  );
}

/** The end of a run whose loss is not finite at the step after these events. */
function divergedAfter(events: RunEvent[], time: string): EndedEvent {
  const state = foldEvents(events);
  const trained = { epoch: state.epoch, step: state.losses.length };
  const error = divergenceText(trained, "loss", state, state.checkpoints.length > 0);
  return { ...ended("failed", events, time), code: "divergence", error };
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

function surroundings(others: Partial<Record<HyperparameterKey, unknown>> = {}): Surroundings {
  const given: Partial<Record<HyperparameterKey, unknown>> = {
    ...others,
    "dataset.location": "/home/user/projects/pytorch-tutorials/data/FashionMNIST/raw",
  };
  const values = runSettings.map(({ id, key }): [string, SettingValue] => [
    id,
    { value: given[key] ?? hyperparameters[key].default, changed: key in given || key === "epochs" },
  ]);
  const settings = settingChips(new Map(values));
  return { training: false, settings, nextConfig: tutorialConfig, areRunsHidden: false };
}

/** The event of a pause after the last step of a snapshot's run. */
export function pauseOf({ state }: Snapshot): ControlEvent {
  const { epoch, losses, seconds } = state!;
  return { type: "control", action: "paused", epoch, step: losses.length, seconds };
}
