import * as l10n from "@vscode/l10n";
import * as safetensors from "../../formats/safetensors";
import { modelText } from "../../runs/modelText";
import { type RunConfig, runConfigSchema } from "../../runs/RunConfig";
import type { CheckpointEvent } from "../../runs/RunEvent";
import { hasSchedule } from "../../runs/schedules";
import { wholeNumber } from "../../text/numbers";
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

/** The value of `format` in the metadata of a checkpoint. */
export const FORMAT = "fitting-room checkpoint 1";
/**
 * Largest length (bytes) of a checkpoint's header. The longest configuration and the names of all arrays of its network
 * take a tenth of this.
 */
const LONGEST_HEADER = 1024 * 1024;
/**
 * Largest number of bytes at the beginning of a file that {@link checkHead} needs: the header's length (8 bytes) and
 * the header.
 */
export const LONGEST_HEAD = 8 + LONGEST_HEADER;

export type { RecordedFigures } from "./checkpointParts";

/**
 * The content of a checkpoint: the position in the training, the arrays, the configuration, and figures that the log
 * also holds.
 */
export interface Checkpoint extends Position, CheckpointArrays {
  config: RunConfig;
  recorded: RecordedFigures;
}

/**
 * Decodes a checkpoint, and checks that it can be resumed: every number is in range, and the arrays are those of the
 * network and the optimizer of its configuration. No tensor is allocated.
 * @param named epoch and step of this checkpoint according to the run's log; compared with those in the bytes
 * @throws Error if the bytes are not a whole checkpoint that this version can read. The message is the reason: a clause
 * such as "it holds no config", or a sentence of a SafetensorsError
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
        wholeNumber(step),
        epoch,
        wholeNumber(named.step),
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
 * Checks the format and the length of a file by its header alone.
 * @param head the beginning of the file: {@link LONGEST_HEAD} bytes, or all bytes of a shorter file
 * @param length length of the whole file, in bytes
 * @throws Error as {@link decodeCheckpoint} does
 */
export function checkHead(head: Uint8Array, length: number): void {
  checkFormat(safetensors.readMetadata(head, length, { longestHeader: LONGEST_HEADER }));
}

function checkFormat({ format }: Readonly<Record<string, string>>): void {
  if (format !== FORMAT) throw new Error(l10n.t("it is not a checkpoint that this version can read"));
}

/**
 * Checks that the configuration in a checkpoint has the same model as the configuration of the run. The models may
 * differ if the files of the run come from another source.
 * @throws Error if the models differ; the message is one sentence
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
