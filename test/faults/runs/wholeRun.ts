import type { RunEvent } from "../../../src/runs/RunEvent";
import {
  checkpoint,
  control,
  dataset,
  ended,
  epochEnd,
  resumed,
  started,
  steps,
} from "../../unit/runs/exampleEvents";

/**
 * A run with a changed learning rate, a pause, a single step, a failure in its second epoch and a resume from a
 * checkpoint within that epoch. The run finishes with one more epoch than configured.
 */
export const wholeRun: readonly RunEvent[] = [
  started,
  { type: "data", file: "train-images", receivedBytes: 5, totalBytes: 10 },
  dataset,
  steps(1, 0, [4, 3.5], 1),
  control("learningRate", 2, 0.5),
  steps(1, 2, [3, 2.5], 2),
  epochEnd(1, 0.4, 3),
  checkpoint(1),
  steps(2, 4, [2], 4),
  control("paused", 5),
  { ...checkpoint(1), file: "checkpoints/step-000005.safetensors", step: 5, reason: "paused" },
  steps(2, 5, [9], 5),
  control("stepped", 6),
  control("resumed", 6),
  steps(2, 6, [9.5], 6),
  { type: "warning", message: "It is getting warm." },
  ended("failed", "It died."),
  { ...resumed(5, 0.5), epoch: 1, seconds: 4 },
  dataset,
  steps(2, 5, [1.9, 1.8], 5),
  steps(2, 7, [1.7], 6),
  epochEnd(2, 0.6, 7),
  checkpoint(2, [checkpoint(1).file]),
  control("epochs", 8, 3),
  steps(3, 8, [1.6, 1.5], 8),
  steps(3, 10, [1.4, 1.3], 9),
  epochEnd(3, 0.5, 10),
  checkpoint(3),
  { ...checkpoint(3), file: "model.safetensors", reason: "end" },
  ended("finished"),
];
