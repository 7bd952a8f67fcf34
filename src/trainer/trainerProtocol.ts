/** What the trainer process and its client say to each other, over vscode-jsonrpc on the IPC channel. */
import { NotificationType, RequestType, RequestType0 } from "vscode-jsonrpc";
import type { RunConfig } from "../runs/RunConfig";
import type { RunEvent } from "../runs/RunEvent";

export interface TrainParams {
  config: RunConfig;
  /** The folder that holds the runs; made when missing. */
  runsFolder: string;
  /** Where downloaded data set files are kept. */
  cacheFolder: string;
}

export interface RunLocation {
  id: string;
  folder: string;
}

/** Begins the run, at once answered; the rest comes as events. Fails when the runs folder cannot be written. */
export const trainRequest = new RequestType<TrainParams, RunLocation, void>("train");

/** Ends the run between two batches, with its weights saved; answered when asked, not when done. */
export const stopRequest = new RequestType0<void, void>("stop");

export const runEvent = new NotificationType<RunEvent>("runEvent");
