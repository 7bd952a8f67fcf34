import { flatten } from "../ops";
import type { Tensor } from "../Tensor";
import { Module } from "./Module";

/** Dimensions startDim to endDim become one; by default all but the first. */
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
