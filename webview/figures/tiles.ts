import { duration, percentage } from "../../src/runs/figures";
import { type RunState, remainingSeconds } from "../../src/runs/RunState";
import { strings } from "../strings";
import * as format from "./format";

/** A figure as a tile shows it. */
export interface Tile {
  label: string;
  value: string;
  /** What the value is a part of, written smaller behind it. */
  whole?: string;
  detail?: string;
}

export interface Tiles {
  loss: Tile;
  accuracy: Tile;
  /** Epoch, step, learning rate, speed, elapsed, time left. */
  small: Tile[];
}

/** The run's figures of this moment. */
export function collectTiles(state: RunState): Tiles {
  return { loss: lossTile(state), accuracy: accuracyTile(state), small: smallTiles(state) };
}

function lossTile(state: RunState): Tile {
  const { tiles } = strings;
  const last = state.epochs.at(-1);
  return {
    label: tiles.loss,
    value: format.loss(state.losses.at(-1)),
    detail: last ? tiles.testLoss(format.loss(last.testLoss)) : tiles.lossOfBatch,
  };
}

function accuracyTile(state: RunState): Tile {
  const { tiles } = strings;
  const last = state.epochs.at(-1);
  return {
    label: tiles.accuracy,
    value: last ? percentage(last.testAccuracy) : strings.none,
    detail: bestText(state) ?? tiles.accuracyPending,
  };
}

/** `best 84.2%, epoch 4`; undefined before the first epoch is tested. */
export function bestText({ best }: RunState): string | undefined {
  return best && strings.tiles.best(percentage(best.testAccuracy), format.integer(best.epoch));
}

function smallTiles(state: RunState): Tile[] {
  const { tiles, none } = strings;
  const begun = state.losses.length > 0;
  const remaining = remainingSeconds(state);
  return [
    epochTile(state, begun),
    { label: tiles.step, value: begun ? format.integer(state.losses.length) : none },
    { label: tiles.learningRate, value: String(state.learningRate ?? none) },
    {
      label: tiles.speed,
      value: state.samplesPerSecond ? format.integer(state.samplesPerSecond) : none,
    },
    { label: tiles.elapsed, value: state.seconds > 0 ? duration(state.seconds) : none },
    { label: tiles.remaining, value: remaining === undefined ? none : duration(remaining) },
  ];
}

function epochTile(state: RunState, begun: boolean): Tile {
  const { tiles, none } = strings;
  if (!begun) return { label: tiles.epoch, value: none };
  const whole = state.totalEpochs && tiles.ofEpochs(format.integer(state.totalEpochs));
  return { label: tiles.epoch, value: format.integer(Math.max(1, state.epoch)), ...(whole && { whole }) };
}
