import * as l10n from "@vscode/l10n";
import * as safetensors from "../../formats/safetensors";
import { modelText } from "../../runs/modelText";
import { type RunConfig, runConfigSchema } from "../../runs/RunConfig";
import type { CheckpointEvent } from "../../runs/RunEvent";
import { hasSchedule } from "../../runs/schedules";
import { type CheckpointArrays, takeArrays } from "./checkpointArrays";
import {
  checkPosition,
  type Position,
  parsePart,
  positionSchema,
  type RecordedFigures,
  recordedSchema,
} from "./checkpointParts";
import { isSealed } from "./seal";

/** The format of the files. */
export const FORMAT = "fitting-room checkpoint 1";
/** Largest length (bytes) of a header. The longest configuration and the names of all its arrays take a tenth of it. */
const LONGEST_HEADER = 1024 * 1024;
/** Number of bytes that {@link checkHead} needs at most. */
export const LONGEST_HEAD = 8 + LONGEST_HEADER;

export type { RecordedFigures } from "./checkpointParts";

/** The content of a checkpoint: the arrays, and their place in the training. */
export interface Checkpoint extends Position, CheckpointArrays {
  config: RunConfig;
  recorded: RecordedFigures;
}

/**
 * Decodes a checkpoint, and checks that it can be resumed: every number is in range, and the arrays are those of the
 * network and the optimizer of its configuration. Nothing is allocated in the engine.
 * @param named the place in the training by the run's log
 * @throws Error, a clause that states why the bytes are not a whole checkpoint that this version can read
 */
export function decodeCheckpoint(
  bytes: Uint8Array,
  named?: Pick<CheckpointEvent, "epoch" | "step">,
): Checkpoint {
  if (!isSealed(bytes)) throw new Error(l10n.t("it has not the SHA-256 that it holds of itself"));
  const { tensors, metadata } = safetensors.read(bytes, { longestHeader: LONGEST_HEADER });
  checkFormat(metadata);
  const position = parsePart(positionSchema, metadata, "training");
  const config = parsePart(runConfigSchema, metadata, "config");
  const recorded = parsePart(recordedSchema, metadata, "told");
  const { epoch, step } = position;
  if (named && (named.step !== step || named.epoch !== epoch))
    throw new Error(
      l10n.t(
        "it is of step {0} and epoch {1}, which the run's log calls step {2} and epoch {3}",
        step,
        epoch,
        named.step,
        named.epoch,
      ),
    );
  checkPosition(position);
  if (position.optimizer !== config.optimizer)
    throw new Error(
      l10n.t("it has the state of {0} and the configuration of {1}", position.optimizer, config.optimizer),
    );
  checkSchedule(position, config);
  return { ...position, config, recorded, ...takeArrays(tensors, position, config, recorded) };
}

function checkSchedule({ schedule }: Position, config: RunConfig): void {
  if (hasSchedule(config) && !schedule) throw new Error(l10n.t("it holds no {0}", "training.schedule"));
  const { name, warmupEpochs } = config.schedule;
  const isSequence = warmupEpochs > 0 && name !== "none" && name !== "OneCycleLR";
  if (schedule && (schedule.schedules?.length ?? 0) !== (isSequence ? 2 : 0))
    throw new Error(l10n.t("its {0} is not of the right type", "training.schedule"));
}

/**
 * Checks format and length of a file by its beginning, as {@link decodeCheckpoint} does.
 * @param length of the whole file, in bytes
 * @throws Error as that function does
 */
export function checkHead(head: Uint8Array, length: number): void {
  checkFormat(safetensors.readMetadata(head, length, { longestHeader: LONGEST_HEADER }));
}

function checkFormat({ format }: Readonly<Record<string, string>>): void {
  if (format !== FORMAT) throw new Error(l10n.t("it is not a checkpoint that this version can read"));
}

/**
 * Checks that a checkpoint has the model of the run: in a run of unknown origin the two may differ.
 * @throws Error, one sentence
 */
export function checkNetwork(file: string, { config }: Checkpoint, run: RunConfig): void {
  const [saved, meant] = [modelText(config), modelText(run)];
  if (saved === meant) return;
  throw new Error(
    l10n.t(
      "The checkpoint {0} is of the model {1}, and the run's configuration has {2}.",
      file,
      saved,
      meant,
    ),
  );
}
