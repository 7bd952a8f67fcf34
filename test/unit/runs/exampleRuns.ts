import { foldEvents } from "../../../src/runs/applyEvent";
import { noLabels, type RunLabels } from "../../../src/runs/labels";
import { type RunConfigInput, resolveRunConfig } from "../../../src/runs/RunConfig";
import type { EpochEvent, Origin, RunEvent } from "../../../src/runs/RunEvent";
import type { RunSummary } from "../../../src/runs/RunStore";
import type { RunStatus } from "../../../src/runs/transitions";
import * as example from "./exampleEvents";

interface RunInput {
  name?: string;
  labels?: Partial<RunLabels>;
  config?: RunConfigInput;
  /** Test accuracy of each complete epoch. */
  accuracies?: readonly number[];
  /** Test loss of each complete epoch. Default: 1 minus its accuracy. */
  losses?: readonly (number | null)[];
  status?: Extract<RunStatus, "finished" | "stopped" | "failed" | "running">;
  parent?: Origin;
  /** Day of January 2026 on which the run began. */
  day?: number;
}

/** A run as in a list of runs, with a state folded from events. Without `input.name`, its name is its id. */
export function exampleRun(
  id: string,
  input: RunInput = {},
): Omit<RunSummary, "folder" | "problems" | "isHeld"> {
  const { name = id, accuracies = [], losses = [], status = "finished", parent, day = 2 } = input;
  const config = resolveRunConfig({ ...input.config, dataset: { name: "sample", ...input.config?.dataset } });
  const time = new Date(2026, 0, day, 3, 4, 5).toISOString();
  const first = parent?.epoch ?? 0;
  const epochs = accuracies.map(
    (accuracy, index): EpochEvent => ({
      ...example.epochEnd(first + index + 1, accuracy, 10 * (index + 1)),
      testLoss: losses[index] === undefined ? 1 - accuracy : losses[index],
    }),
  );
  const events: RunEvent[] = [
    { ...example.started, time, config, ...(parent && { parent }) },
    example.dataset,
    ...epochs,
    ...(status === "running" ? [] : [example.ended(status)]),
  ];
  return { id, name, created: time, labels: { ...noLabels, ...input.labels }, state: foldEvents(events) };
}

export const parent: Origin = {
  id: "parent",
  name: "brisk-linen",
  checkpoint: "checkpoints/step-000004.safetensors",
  epoch: 1,
  step: 4,
};
