import { dropout } from "../ops";
import type { Tensor } from "../Tensor";
import { Module } from "./Module";

/** In training, drops elements by probability p and scales the others by 1 / (1 − p); else the identity. */
export class Dropout extends Module {
  constructor(readonly p = 0.5) {
    super();
  }

  forward(x: Tensor): Tensor {
    return this.training ? dropout(x, this.p) : x;
  }
}
