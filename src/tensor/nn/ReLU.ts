import { relu } from "../ops";
import type { Tensor } from "../Tensor";
import { Module } from "./Module";

/** max(x, 0) for every element. */
export class ReLU extends Module {
  forward(x: Tensor): Tensor {
    return relu(x);
  }
}
