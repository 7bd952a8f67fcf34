/**
 * A process that stands for another window. It starts a training or attaches to one, receives orders over IPC and
 * reports events.
 */

import {
  attachTraining,
  startTraining,
  type TrainerHandle,
  type TrainingOptions,
} from "../../src/client/TrainerClient";
import type { ControlAction } from "../../src/protocol/trainerProtocol";
import type { RunEvent } from "../../src/runs/RunEvent";

export type Order =
  | { start: Omit<TrainingOptions, "onEvent"> }
  | { attach: string }
  | { control: ControlAction }
  | "stop";

export type Report =
  | { training: Pick<TrainerHandle, "id" | "folder" | "pid">; events: readonly RunEvent[] }
  | { refused: string }
  | { event: RunEvent }
  | { ended: RunEvent };

let training: TrainerHandle | undefined;
const report = (message: Report) => void process.send?.(message);
const onEvent = (event: RunEvent) => report({ event });

process.on("message", async (order: Order) => {
  if (order === "stop") await training?.stop();
  else if ("control" in order) await training?.control(order.control);
  else {
    try {
      const begun = await begin(order);
      training = begun.training;
      const { id, folder, pid } = training;
      report({ training: { id, folder, pid }, events: begun.events });
      report({ ended: await training.ended });
    } catch (error) {
      report({ refused: (error as Error).message });
    }
  }
});

async function begin(order: Extract<Order, { start: unknown } | { attach: string }>) {
  if ("start" in order) {
    const { NODE_OPTIONS = "" } = process.env;
    const options = { environment: { NODE_OPTIONS }, ...order.start, onEvent } as TrainingOptions;
    return { training: await startTraining(options), events: [] };
  }
  const attached = await attachTraining({ folder: order.attach, onEvent });
  if (!attached) throw new Error("No trainer can be reached.");
  return attached;
}
