import { flatten } from "../ops";
import type { Tensor } from "../Tensor";
import { Module } from "./Module";

/** Merges the dimensions startDim to endDim; by default all except the first. */
export class Flatten extends Module {
  constructor(
    readonly startDim = 1,
    readonly endDim = -1,
  ) {
    super();
  }

  forward(x: Tensor): Tensor {
    return flatten(x, this.startDim, this.endDim);
  }
}
