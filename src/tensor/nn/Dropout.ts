import { dropout } from "../ops";
import type { Tensor } from "../Tensor";
import { Module } from "./Module";

/**
 * In training mode, sets each element to 0 with probability p and scales the others by 1 / (1 − p). In evaluation mode,
 * returns the input itself.
 */
export class Dropout extends Module {
  constructor(readonly p = 0.5) {
    super();
  }

  forward(x: Tensor): Tensor {
    return this.training ? dropout(x, this.p) : x;
  }
}
