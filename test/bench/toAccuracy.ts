/** The time from the start of a training to a test accuracy, with each preset. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { decodeLine } from "../../src/runs/logLine";
import { runChild } from "./childProcess";
import { cli } from "./places";
import type { AccuracyFigures } from "./results";
import { median, summarize } from "./statistics";

/** Test accuracies to reach. */
export const targets = [0.88, 0.9, 0.92, 0.93] as const;

export interface AccuracyOptions {
  presets: readonly string[];
  /** Number of trainings of each preset, with the seeds from 1 on. */
  seeds: number;
  node: string;
  data?: string;
  threads?: number;
}

/** The end of an epoch: its test accuracy, and the time (s) since the command's process began. */
export interface Tested {
  accuracy: number;
  seconds: number;
}

export async function measureToAccuracy(
  { presets, seeds, ...options }: AccuracyOptions,
  progress: (message: string) => void,
): Promise<AccuracyFigures[]> {
  const figures: AccuracyFigures[] = [];
  for (const preset of presets) {
    const trainings: Tested[][] = [];
    for (let seed = 1; seed <= seeds; seed++) {
      progress(`Preset ${preset}, seed ${seed} of ${seeds}…`);
      trainings.push(await train(preset, seed, options));
    }
    figures.push(accuracyFigures(preset, trainings));
  }
  return figures;
}

async function train(
  preset: string,
  seed: number,
  { node, data, threads }: Omit<AccuracyOptions, "presets" | "seeds">,
): Promise<Tested[]> {
  const runs = mkdtempSync(join(tmpdir(), "fitting-room-bench-"));
  const tested: Tested[] = [];
  let dataset: string | undefined;
  const given = Object.entries({ preset, seed, runs, data, threads }).flatMap(([name, value]) =>
    value === undefined ? [] : [`--${name}`, String(value)],
  );
  try {
    await runChild(node, [cli, "train", "--json", ...given], {
      onLine(line, seconds) {
        const event = decodeLine(line);
        if (event?.type === "dataset") dataset = event.name;
        if (event?.type === "epoch") tested.push({ accuracy: event.testAccuracy, seconds });
      },
    });
  } finally {
    rmSync(runs, { recursive: true, force: true });
  }
  if (dataset !== "fashion-mnist")
    throw new Error("The presets need Fashion-MNIST's files; --data must name the folder that holds them.");
  return tested;
}

/** @param trainings of one preset, each with its epochs in order */
export function accuracyFigures(preset: string, trainings: readonly (readonly Tested[])[]): AccuracyFigures {
  const reached = targets.map((target) =>
    trainings.map(
      (epochs) => epochs.find(({ accuracy }) => accuracy >= target)?.seconds ?? Number.POSITIVE_INFINITY,
    ),
  );
  const last = trainings.map((epochs) => epochs.at(-1) ?? { accuracy: Number.NaN, seconds: Number.NaN });
  return {
    preset,
    epochs: median(trainings.map(({ length }) => length)),
    // A training that does not reach a target counts as infinitely long, so that the median includes it.
    reached: reached.map(summarize),
    accuracy: summarize(last.map(({ accuracy }) => accuracy)),
    seconds: summarize(last.map(({ seconds }) => seconds)),
  };
}
