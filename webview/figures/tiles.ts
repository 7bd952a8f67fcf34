import { duration, percentage } from "../../src/runs/figures";
import type { EpochEvent } from "../../src/runs/RunEvent";
import { isEnded, type RunState } from "../../src/runs/RunState";
import { remainingSeconds, trainingSeconds } from "../../src/runs/runProgress";
import { strings } from "../strings";
import * as format from "./format";

/** A figure as a tile shows it. */
export interface Tile {
  label: string;
  value: string;
  detail?: string;
  /** The figure on the validation set. */
  validation?: string;
  /** The parent's figure, beside a fork's own. */
  parent?: string;
}

export interface Tiles {
  loss: Tile;
  accuracy: Tile;
  /** Learning rate, speed, training time. */
  small: Tile[];
}

/** The tiles with the run's present figures. */
export function collectTiles(state: RunState): Tiles {
  return { loss: lossTile(state), accuracy: accuracyTile(state), small: smallTiles(state) };
}

function lossTile(state: RunState): Tile {
  const { tiles } = strings;
  const last = lastOwnEpoch(state);
  return {
    label: tiles.loss,
    value: format.loss(state.losses.length > (state.parent?.step ?? 0) ? state.losses.at(-1) : undefined),
    detail: last
      ? tiles.testLoss(format.loss(last.testLoss))
      : isEnded(state)
        ? tiles.lossUntested
        : tiles.lossPending,
    ...(last && isJudged(last) && { validation: tiles.validation(format.loss(last.validationLoss)) }),
  };
}

function accuracyTile(state: RunState): Tile {
  const { tiles } = strings;
  const last = lastOwnEpoch(state);
  const { parentBest } = state;
  return {
    label: tiles.accuracy,
    value: last ? percentage(last.testAccuracy) : strings.none,
    detail: bestText(state) ?? (isEnded(state) ? tiles.accuracyMissing : tiles.accuracyPending),
    ...(last && isJudged(last) && { validation: tiles.validation(percentage(last.validationAccuracy)) }),
    ...(parentBest && { parent: parentBestText(parentBest) }),
  };
}

/**
 * The last epoch that the run itself trained; undefined before such an epoch is complete. A fork's epochs begin with
 * its parent's.
 */
function lastOwnEpoch({ epochs, parent }: RunState): EpochEvent | undefined {
  const last = epochs.at(-1);
  return last && last.epoch > (parent?.epoch ?? 0) ? last : undefined;
}

/**
 * `best 84.2%, epoch 4`: the best epoch and its accuracy on the test set. If the validation set decides which epoch is
 * best, the text says so. Undefined before the first epoch is tested.
 */
export function bestText({ best }: RunState): string | undefined {
  const { tiles } = strings;
  return best && (isJudged(best) ? tiles.bestByValidation : tiles.best)(...accuracyAndEpoch(best));
}

function parentBestText(best: EpochEvent): string {
  const { tiles } = strings;
  return (isJudged(best) ? tiles.parentBestByValidation : tiles.parentBest)(...accuracyAndEpoch(best));
}

/** Whether the epoch has figures on a validation set. */
function isJudged<Epoch extends EpochEvent>(epoch: Epoch): epoch is Epoch & { validationAccuracy: number } {
  return epoch.validationAccuracy !== undefined;
}

function accuracyAndEpoch({ testAccuracy, epoch }: EpochEvent): [accuracy: string, epoch: string] {
  return [percentage(testAccuracy), format.integer(epoch)];
}

function smallTiles(state: RunState): Tile[] {
  const { tiles, none } = strings;
  const trained = trainingSeconds(state);
  const remaining = remainingSeconds(state);
  return [
    {
      label: tiles.learningRate,
      value: state.learningRate === undefined ? none : format.rate(state.learningRate),
    },
    { label: tiles.speed, value: state.samplesPerSecond ? format.integer(state.samplesPerSecond) : none },
    {
      label: tiles.trainingTime,
      value: trained > 0 ? duration(trained) : none,
      ...(remaining !== undefined && { detail: tiles.remaining(duration(remaining)) }),
    },
  ];
}
