import { dropout2d } from "../ops";
import type { Tensor } from "../Tensor";
import { Module } from "./Module";

/**
 * In training mode, sets each whole channel of each sample to 0 with probability p and scales the others by 1 / (1 −
 * p). In evaluation mode, returns the input itself.
 */
export class Dropout2d extends Module {
  constructor(readonly p = 0.5) {
    super();
  }

  forward(x: Tensor): Tensor {
    return this.training ? dropout2d(x, this.p) : x;
  }
}
